using Slipway.Domain.Scaling;
using Slipway.Domain.Scaling.Nodes;
using Slipway.Domain.Systems;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Scaling;

/// <summary>What scales: a service whose replicas follow its work, or a node group whose nodes follow their pods.</summary>
public abstract record ScalingTarget(SystemManifest System, EnvironmentManifest Environment, ServiceName Name, ScalingPolicy Policy, ReplicaRange Range)
{
    /// <summary>How long what has to go may still work.</summary>
    public abstract TimeSpan Grace { get; }
}

public sealed record ServiceTarget(SystemManifest System, EnvironmentManifest Environment, Service Service, ScalingPolicy Policy)
    : ScalingTarget(System, Environment, Service.Name, Policy, Service.Replicas)
{
    public override TimeSpan Grace => Service.Grace;
}

public sealed record NodeGroupTarget(SystemManifest System, EnvironmentManifest Environment, NodeGroup Group)
    : ScalingTarget(System, Environment, Group.Name, Group.Scaling, Group.Nodes)
{
    /// <summary>EKS drains a node for five minutes at most, and ends it after that.</summary>
    public override TimeSpan Grace => TimeSpan.FromMinutes(10);
}

/// <summary>Finds everything that scales.</summary>
public sealed class ScalingTargets(SystemCatalog systems)
{
    /// <summary>A node group that several environments share is scaled by the first.</summary>
    public async Task<IReadOnlyList<ScalingTarget>> ListAsync(CancellationToken cancellationToken)
    {
        var catalog = await systems.ReadAsync(cancellationToken);
        var all = catalog.Systems.SelectMany(system => system.Environments.SelectMany(environment => Of(system, environment)));
        return [.. all.DistinctBy(target => target is NodeGroupTarget nodes ? (object)NodeGroupAddress.Of(nodes.Environment, nodes.Group) : (target.System.Name, target.Environment.Name, target.Name))];
    }

    /// <summary>Null when it scales no more: the manifest has changed.</summary>
    public async Task<ScalingTarget?> FindAsync(SystemName system, EnvironmentName environment, ServiceName name, CancellationToken cancellationToken)
    {
        var found = await systems.FindAsync(system, cancellationToken);
        return found.Find(environment) is { } there ? Of(found, there).FirstOrDefault(target => target.Name == name) : null;
    }

    private static IEnumerable<ScalingTarget> Of(SystemManifest system, EnvironmentManifest environment) =>
    [
        .. from service in environment.Services
           let policy = service.Scaling
           where policy is not null
           select new ServiceTarget(system, environment, service, policy),
        .. from nodes in environment.NodeGroups
           select new NodeGroupTarget(system, environment, nodes),
    ];
}
