using Slipway.Domain;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling.Nodes;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Scaling;

/// <summary>What stands of a target now.</summary>
/// <param name="Held">Why nothing of it may go; null when it may.</param>
public sealed record ScaledNow(ReplicaCount Count, string? Held)
{
    /// <summary>The nodes, of a node group.</summary>
    public NodeGroupState? Nodes { get; init; }
}

/// <summary>The replicas of whatever scales: of services in their cluster, of node groups in EKS.</summary>
public sealed class ScaledReplicas(IWorkloads workloads, INodeGroups nodeGroups, ILeases leases)
{
    public async Task<ScaledNow> SeeAsync(ScalingTarget target, CancellationToken cancellationToken)
    {
        var held = HolderAsync(target, cancellationToken);
        if (target is NodeGroupTarget nodes)
        {
            var state = await nodeGroups.ReadAsync(Address(nodes), cancellationToken);
            var busy = await held is { } release ? $"{release} is changing what may run there" : state.IsUpdating ? "EKS is updating the node group" : state.Stays;
            return new(state.Count, busy) { Nodes = state };
        }

        var count = await CountAsync(target, cancellationToken);
        return new(count, await held is { } holder ? $"{holder} is changing the service" : count.IsRollingOut ? "a rollout replaces its replicas" : null);
    }

    public Task<ReplicaCount> CountAsync(ScalingTarget target, CancellationToken cancellationToken) => target is NodeGroupTarget nodes
        ? nodeGroups.CountAsync(Address(nodes), cancellationToken)
        : workloads.CountAsync(Address((ServiceTarget)target), cancellationToken);

    /// <summary>Changes the number; to fewer only as long as no release has begun to change what runs there (<see cref="ConflictException"/>).</summary>
    public async Task ScaleAsync(ScalingTarget target, int from, int to, CancellationToken cancellationToken)
    {
        if (to < from && to > 0 && await HolderAsync(target, cancellationToken) is { } holder)
        {
            throw new ConflictException($"{holder} has begun to change what runs there.");
        }

        await (target is NodeGroupTarget nodes
            ? nodeGroups.ScaleAsync(Address(nodes), to, cancellationToken)
            : workloads.ScaleAsync(Address((ServiceTarget)target), to, cancellationToken));
    }

    /// <summary>What ails the replicas, in a sentence; empty for nothing, and for what has no replicas of its own.</summary>
    public async Task<string> TroubleAsync(ScalingTarget target, CancellationToken cancellationToken)
    {
        if (target is not ServiceTarget service)
        {
            return "";
        }

        try
        {
            var state = await workloads.ReadAsync(Address(service), cancellationToken);
            return state.Troubles is [var first, ..] ? $"{first.Pod}: {first.Reason} {first.Message}".TrimEnd() : "";
        }
        catch (RejectedException refusal)
        {
            return refusal.Message;
        }
    }

    /// <summary>The release that changes the service, or of a node group any service that may run there.</summary>
    private async Task<ReleaseId?> HolderAsync(ScalingTarget target, CancellationToken cancellationToken)
    {
        IEnumerable<(EnvironmentName Environment, ServiceName Service)> services = target is ServiceTarget service
            ? [(target.Environment.Name, service.Name)]
            : target.System.Environments.Where(other => (other.Location, other.Cluster) == (target.Environment.Location, target.Environment.Cluster))
                .SelectMany(other => other.Services.Select(service => (other.Name, service.Name)));
        var held = await Task.WhenAll(services.Select(name => leases.FindAsync(new(target.System.Name, name.Environment, name.Service), cancellationToken)));
        return held.FirstOrDefault(lease => lease is not null)?.Holder;
    }

    private static WorkloadAddress Address(ServiceTarget target) => WorkloadAddress.Of(target.Environment, target.Service);

    private static NodeGroupAddress Address(NodeGroupTarget target) => NodeGroupAddress.Of(target.Environment, target.Group);
}
