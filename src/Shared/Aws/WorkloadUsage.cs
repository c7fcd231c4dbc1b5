using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;

namespace Slipway.Aws;

/// <summary>The usage of workloads of all clusters: which of the two asks follows from the workload's kind.</summary>
public sealed class WorkloadUsage(IWorkloadUsage kubernetes, IWorkloadUsage ecs) : IWorkloadUsage
{
    public Task<UsageReading> ReadAsync(WorkloadAddress workload, UsedResource resource, CancellationToken cancellationToken) =>
        (workload.Kind == WorkloadKind.EcsService ? ecs : kubernetes).ReadAsync(workload, resource, cancellationToken);
}
