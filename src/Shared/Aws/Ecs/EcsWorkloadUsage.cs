using Slipway.Domain;
using Slipway.Domain.Metrics;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling;

namespace Slipway.Aws.Ecs;

/// <summary>
/// The usage of services of ECS, which publishes it to CloudWatch each minute as one figure for all tasks: it stands here as that of one
/// pod. A service that there is not is as silent there as one without tasks.
/// </summary>
public sealed class EcsWorkloadUsage(IMetrics metrics, TimeProvider clock) : IWorkloadUsage
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>How old the last figure may be.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    public async Task<UsageReading> ReadAsync(WorkloadAddress workload, UsedResource resource, CancellationToken cancellationToken)
    {
        var (cluster, now) = (workload.Cluster[(workload.Cluster.LastIndexOf('/') + 1)..], clock.GetUtcNow());
        var metric = new Metric("AWS/ECS", resource == UsedResource.Cpu ? "CPUUtilization" : "MemoryUtilization", [new("ClusterName", cluster), new("ServiceName", workload.Name)]);
        try
        {
            var points = await metrics.ReadAsync(workload.Location, [new(metric, "Average", Minute)], now - Fresh, now, cancellationToken);
            return points[0] is [.., var last]
                ? new([last.Value], 1, 1)
                : UsageReading.Unknown($"CloudWatch has no {metric.Name} of the service {workload.Name} in the cluster {cluster} of the last {Fresh.TotalMinutes:0} minutes.");
        }
        catch (UnavailableException failure)
        {
            return UsageReading.Unknown(failure.Message);
        }
    }
}
