using Amazon.ECS;
using Amazon.ECS.Model;
using Slipway.Domain;

namespace Slipway.Aws.Ecs;

/// <summary>What a service of ECS says of itself.</summary>
internal static class EcsService
{
    /// <summary>The deployment that is asked for: after a circuit breaker has gone back by itself, that of the revision before.</summary>
    public static Deployment Primary(Service service) =>
        service.Deployments?.FirstOrDefault(deployment => deployment.Status == "PRIMARY")
        ?? throw new UnavailableException($"The service {service.ServiceName} has no deployment just now.");

    /// <summary>The ARN of the revision that is asked for.</summary>
    public static string Asked(Service service) => Primary(service).TaskDefinition;

    /// <summary>How many tasks are asked for; of a daemon service its deployment alone knows.</summary>
    public static int Desired(Service service) =>
        (service.SchedulingStrategy == SchedulingStrategy.DAEMON ? Primary(service).DesiredCount : service.DesiredCount) ?? 0;

    public static string? Tag(Service service, string key) => service.Tags?.FirstOrDefault(tag => tag.Key == key)?.Value;
}
