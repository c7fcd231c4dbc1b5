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

    /// <summary>The deployment of what the last holder of the lease asked for, while ECS turns a deployment of its own back to it; the primary one otherwise.</summary>
    public static Deployment Wanted(Service service, EcsDeployment? own) =>
        own?.IsGoingBack == true && FencingMark.Of(service) is { Revision: { Length: > 0 } marked } && service.Deployments.FirstOrDefault(deployment => TaskRevision.Name(deployment.TaskDefinition) == marked) is { } wanted
            ? wanted
            : Primary(service);

    /// <summary>How many tasks are asked for; of a daemon service its deployment alone knows.</summary>
    public static int Desired(Service service) =>
        (service.SchedulingStrategy == SchedulingStrategy.DAEMON ? Primary(service).DesiredCount : service.DesiredCount) ?? 0;

    /// <summary>Whether ECS brings another revision to the service beside the old one and shifts requests to it: blue/green, linear or canary.</summary>
    public static bool DeploysByItself(Service service) =>
        service.DeploymentConfiguration?.Strategy is { } strategy && strategy != DeploymentStrategy.ROLLING;

    /// <summary>Whether ECS may hold a deployment of it until somebody continues that, whatever the strategy.</summary>
    public static bool HasPauseHooks(Service service) =>
        service.DeploymentConfiguration?.LifecycleHooks?.Any(hook => hook.TargetType == DeploymentLifecycleHookTargetType.PAUSE) == true;

    public static string? Tag(Service service, string key) => service.Tags?.FirstOrDefault(tag => tag.Key == key)?.Value;
}
