using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Capacity;

namespace Slipway.Aws.Ecs;

/// <summary>The room of a cluster of ECS, which knows no quotas.</summary>
public sealed class EcsCapacity : ICapacity
{
    public Task<CapacityReading> ReadAsync(IReadOnlyList<WorkloadAddress> workloads, bool asksNodes, CancellationToken cancellationToken) => Task.FromResult(CapacityReading.Unlimited);
}
