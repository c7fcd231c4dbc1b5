using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Scaling;

/// <summary>Which queue a service scales on.</summary>
internal static class ScalingQueues
{
    /// <summary>The queue whose depth the service's policy names; null when it scales on none.</summary>
    public static WorkQueue? ScalingQueueOf(this EnvironmentManifest environment, Service service) =>
        service.Scaling?.Metrics.FirstOrDefault(metric => metric.Kind == MetricKind.QueueDepth) is { } metric
            ? environment.Queues.FirstOrDefault(queue => queue.Name == metric.Queue)
            : null;
}
