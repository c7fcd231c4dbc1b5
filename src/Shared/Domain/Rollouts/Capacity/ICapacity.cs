namespace Slipway.Domain.Rollouts.Capacity;

/// <summary>The room that clusters have, and what their workloads take of it.</summary>
public interface ICapacity
{
    /// <summary>What is left where these workloads run, and what each of them takes. What nothing limits is not looked at; what may not be read is told as that.</summary>
    /// <param name="workloads">Of one place: a namespace of a cluster, or a cluster of ECS.</param>
    /// <param name="asksNodes">Whether they must fit on the nodes that there are.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UnavailableException">It cannot be told now.</exception>
    Task<CapacityReading> ReadAsync(IReadOnlyList<WorkloadAddress> workloads, bool asksNodes, CancellationToken cancellationToken);
}
