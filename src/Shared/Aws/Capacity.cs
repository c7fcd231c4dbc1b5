using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Capacity;
using Slipway.Domain.Systems;

namespace Slipway.Aws;

/// <summary>The room of all clusters: which of the two is asked follows from the workloads' kind.</summary>
public sealed class Capacity(ICapacity kubernetes, ICapacity ecs) : ICapacity
{
    public Task<CapacityReading> ReadAsync(IReadOnlyList<WorkloadAddress> workloads, bool asksNodes, CancellationToken cancellationToken) =>
        (workloads[0].Kind == WorkloadKind.EcsService ? ecs : kubernetes).ReadAsync(workloads, asksNodes, cancellationToken);
}
