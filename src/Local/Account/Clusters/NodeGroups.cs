using System.Globalization;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling.Nodes;
using Slipway.Domain.Systems;

namespace Slipway.Local.Account.Clusters;

/// <summary>
/// The node groups of the account. A node takes some pods, whatever they ask for; one that is asked for comes after a minute or two, one
/// that is not is emptied first. In a cluster without node groups there is room for any number of pods.
/// </summary>
public sealed class NodeGroups : INodeGroups
{
    /// <summary>How many pods a node takes.</summary>
    public const int PodsOfNode = 8;

    private readonly VirtualClock _clock;
    private readonly Chance _chance;
    private readonly Cluster _cluster;
    private readonly Dictionary<(string Cluster, string Group), RunningNodes> _groups = [];

    internal NodeGroups(VirtualClock clock, Chance chance, Cluster cluster, IReadOnlyList<SystemManifest> systems)
    {
        (_clock, _chance, _cluster) = (clock, chance, cluster);
        foreach (var (environment, group) in systems.SelectMany(system => system.Environments).SelectMany(environment => environment.NodeGroups.Select(group => (environment, group))))
        {
            if (_groups.TryAdd((environment.Cluster, group.Group), new(group)))
            {
                foreach (var _ in Enumerable.Range(0, group.Nodes.Desired))
                {
                    _groups[(environment.Cluster, group.Group)].Add().IsReady = true;
                }
            }

            MakeRoom(environment.Cluster);
        }
    }

    public Task<NodeGroupState> ReadAsync(NodeGroupAddress group, CancellationToken cancellationToken)
    {
        var (found, names) = (Find(group), Ready(group.Cluster).Select(node => node.Name).ToList());
        IReadOnlyDictionary<string, double> one = new Dictionary<string, double>(StringComparer.Ordinal) { ["pods"] = 1 };
        IReadOnlyDictionary<string, double> room = new Dictionary<string, double>(StringComparer.Ordinal) { ["pods"] = PodsOfNode };
        var placed = _cluster.PodsOf(group.Cluster).Where(pod => !pod.IsWaiting).Select((pod, index) => new NodePod(pod.Name, names.Count == 0 ? "" : names[index % names.Count], one));
        var own = placed.Where(pod => found.Nodes.Any(node => node.Name == pod.Node));
        var waiting = _cluster.PodsOf(group.Cluster).Where(pod => pod.IsWaiting).Select(pod => new NodePod(pod.Name, null, one));
        return Task.FromResult(new NodeGroupState(found.Desired, false, [.. found.Nodes.Select(node => new Node(node.Name, node.IsReady && !node.IsLeaving, room))], [.. own, .. waiting]));
    }

    public async Task<ReplicaCount> CountAsync(NodeGroupAddress group, CancellationToken cancellationToken) => (await ReadAsync(group, cancellationToken)).Count;

    public Task ScaleAsync(NodeGroupAddress group, int nodes, CancellationToken cancellationToken)
    {
        var found = Find(group);
        if (nodes < found.Range.Min || nodes > found.Range.Max)
        {
            throw new RejectedException(
                $"The node group {group.Group} of the cluster {group.Cluster} in {group.Location.Region} allows {found.Range.Min} to {found.Range.Max} nodes, not {nodes}: change that in EKS, or nodes in the manifest.");
        }

        found.Desired = nodes;
        foreach (var node in found.Nodes.Where(node => !node.IsLeaving).Skip(nodes).ToList())
        {
            node.IsLeaving = true;
            MakeRoom(group.Cluster);
            _clock.Schedule(_chance.Seconds($"{node.Name}/drain", 20, 60), () => found.Nodes.Remove(node));
        }

        while (found.Nodes.Count(node => !node.IsLeaving) < nodes)
        {
            var node = found.Add();
            _clock.Schedule(_chance.Seconds($"{node.Name}/start", 45, 110), () =>
            {
                node.IsReady = true;
                MakeRoom(group.Cluster);
            });
        }

        return Task.CompletedTask;
    }

    private void MakeRoom(string cluster) => _cluster.SetCapacity(cluster, Ready(cluster).Count * PodsOfNode);

    private List<RunningNode> Ready(string cluster) => [.. _groups.Where(group => group.Key.Cluster == cluster).SelectMany(group => group.Value.Nodes).Where(node => node.IsReady && !node.IsLeaving)];

    private RunningNodes Find(NodeGroupAddress group) => _groups.GetValueOrDefault((group.Cluster, group.Group))
        ?? throw new RejectedException($"There is no node group {group.Group} of the cluster {group.Cluster} in {group.Location.Region}: it was deleted, or the manifest names it wrongly.");

    private sealed class RunningNodes(NodeGroup group)
    {
        private int _made;

        public ReplicaRange Range => group.Nodes;

        public int Desired { get; set; } = group.Nodes.Desired;

        public List<RunningNode> Nodes { get; } = [];

        public RunningNode Add()
        {
            var node = new RunningNode(string.Create(CultureInfo.InvariantCulture, $"{group.Group}-{++_made}"));
            Nodes.Add(node);
            return node;
        }
    }

    private sealed record RunningNode(string Name)
    {
        public bool IsReady { get; set; }

        public bool IsLeaving { get; set; }
    }
}
