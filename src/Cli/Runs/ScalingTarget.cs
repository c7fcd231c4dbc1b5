using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;

namespace Slipway.Cli.Runs;

/// <summary>A service that scales on a queue, in the last environment that has one.</summary>
internal sealed record ScalingTarget(EnvironmentManifest Environment, Service Service, string Queue)
{
    public static ScalingTarget Of(SystemManifest system)
    {
        foreach (var environment in system.Environments.Reverse())
        {
            foreach (var service in environment.Services)
            {
                if ((service.Scaling?.Drain?.Queues ?? service.Scaling?.Metrics.FirstOrDefault(metric => metric is { Kind: MetricKind.QueueDepth })?.Queues) is [var queue, ..])
                {
                    return new(environment, service, queue);
                }
            }
        }

        throw new RefusalException($"{system.Name} has no service that scales on a queue: choose another with --system, such as ode.");
    }
}
