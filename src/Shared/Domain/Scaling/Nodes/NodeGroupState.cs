using Slipway.Domain.Rollouts;

namespace Slipway.Domain.Scaling.Nodes;

/// <summary>A node of a group. Of what it offers pods each resource is an amount: CPU in cores, memory in bytes, pods, GPUs.</summary>
/// <param name="TakesPods">Whether it is ready and nobody empties it.</param>
public sealed record Node(string Name, bool TakesPods, IReadOnlyDictionary<string, double> Offers);

/// <summary>A pod on a node of a group, or one that waits for a node and could run on one of the group's.</summary>
/// <param name="Node">Null while it waits.</param>
/// <param name="Requests">What it asks for, by resource; of pods one.</param>
public sealed record NodePod(string Name, string? Node, IReadOnlyDictionary<string, double> Requests)
{
    /// <summary>Whether every node runs one of its kind: it comes with the node and goes with it.</summary>
    public bool IsOnEveryNode { get; init; }

    /// <summary>When it was found that no node takes it; null where it has one, or that is not known.</summary>
    public DateTimeOffset? WaitsSince { get; init; }

    /// <summary>Why it must not be moved to another node; null when it may.</summary>
    public string? Stays { get; init; }
}

/// <summary>
/// A node group as it is: <paramref name="Desired"/> nodes are asked for. What its pods ask for is told in nodes, by the scarcest resource,
/// less what the pods of every node take: what they leave is what one node has to offer.
/// </summary>
/// <param name="IsUpdating">Whether EKS replaces its nodes or changes its settings.</param>
public sealed record NodeGroupState(int Desired, bool IsUpdating, IReadOnlyList<Node> Nodes, IReadOnlyList<NodePod> Pods)
{
    private static readonly TimeSpan Hopeless = TimeSpan.FromMinutes(10);

    public ReplicaCount Count => new(Desired, Nodes.Count, Nodes.Count(node => node.TakesPods), IsUpdating);

    /// <summary>Why no node may go, in a clause; null when one may.</summary>
    public string? Stays => Pods.FirstOrDefault(pod => pod is { Node: not null, Stays: not null })?.Stays;

    /// <summary>
    /// What the pods ask for, in percent of one node.
    /// <list type="table">
    /// <item><term>no node takes pods</term><description>as many as are asked for, and one as long as a pod wants one; nobody knows now what a node offers</description></item>
    /// <item><term>pods wait, though by the sums there may be room</term><description>at least what all nodes should have, and they</description></item>
    /// <item><term>a pod that has waited for longer than nodes take to come</term><description>counts by the sums alone: what keeps it out (a volume's zone, other pods) no node mends</description></item>
    /// <item><term>a pod that fits on no empty node</term><description>does not count: no number of nodes helps it</description></item>
    /// </list>
    /// </summary>
    /// <param name="target">What a node should have, in percent of what it offers.</param>
    /// <param name="now">To tell how long pods have waited.</param>
    public double Asked(double target, DateTimeOffset now)
    {
        var own = Pods.Where(pod => !pod.IsOnEveryNode).ToList();
        if (Room() is not { } room)
        {
            return target * Math.Max(Desired, own.Count == 0 ? 0 : 1);
        }

        var waiting = own.Where(pod => pod.Node is null && pod.Requests.All(request => request.Value <= room.GetValueOrDefault(request.Key))).ToList();
        var asked = Share(own.Where(pod => pod.Node is not null).Concat(waiting), room);
        var helped = waiting.Where(pod => now - (pod.WaitsSince ?? now) < Hopeless).ToList();
        return helped.Count == 0 ? asked : Math.Max(asked, (Count.Ready * target) + Share(helped, room));
    }

    /// <summary>What an average node leaves for pods of its own; null where none takes any.</summary>
    private Dictionary<string, double>? Room()
    {
        var open = Nodes.Where(node => node.TakesPods).ToList();
        return open.Count == 0 ? null : open.SelectMany(node => node.Offers).GroupBy(offer => offer.Key, StringComparer.Ordinal).ToDictionary(
            offers => offers.Key,
            offers => (offers.Sum(offer => offer.Value) - Sum(Pods.Where(pod => pod.IsOnEveryNode && open.Exists(node => node.Name == pod.Node)), offers.Key)) / open.Count,
            StringComparer.Ordinal);
    }

    private static double Share(IEnumerable<NodePod> pods, Dictionary<string, double> room)
    {
        var all = pods.ToList();
        return 100 * room.Where(offer => offer.Value > 0).Select(offer => Sum(all, offer.Key) / offer.Value).DefaultIfEmpty().Max();
    }

    private static double Sum(IEnumerable<NodePod> pods, string resource) => pods.Sum(pod => pod.Requests.GetValueOrDefault(resource));
}
