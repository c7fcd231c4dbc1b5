using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Scaling.Nodes;

/// <summary>Where a node group is.</summary>
public sealed record NodeGroupAddress(Location Location, string Cluster, string Group)
{
    public static NodeGroupAddress Of(EnvironmentManifest environment, NodeGroup group) => new(environment.Location, environment.Cluster, group.Group);
}

/// <summary>The node groups that EKS manages.</summary>
public interface INodeGroups
{
    /// <exception cref="RejectedException">There is no such node group, or a person must mend how it is reached.</exception>
    Task<NodeGroupState> ReadAsync(NodeGroupAddress group, CancellationToken cancellationToken);

    /// <summary>The number of nodes alone: what runs on them is not looked at.</summary>
    /// <exception cref="RejectedException">As above.</exception>
    Task<ReplicaCount> CountAsync(NodeGroupAddress group, CancellationToken cancellationToken);

    /// <summary>Asks for so many nodes. Those that are too many EKS drains, for five minutes at most, before it ends them; it chooses which.</summary>
    /// <exception cref="RejectedException">The group itself does not allow so many, or so few.</exception>
    /// <exception cref="ConflictException">Another change of the group is under way.</exception>
    Task ScaleAsync(NodeGroupAddress group, int nodes, CancellationToken cancellationToken);
}
