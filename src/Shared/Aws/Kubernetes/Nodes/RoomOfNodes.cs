using Slipway.Aws.Kubernetes.Api;
using Slipway.Domain.Rollouts.Capacity;

namespace Slipway.Aws.Kubernetes.Nodes;

/// <summary>What the nodes that take pods have left: what they offer, less what the pods on them request.</summary>
internal sealed class RoomOfNodes
{
    private readonly IReadOnlyList<NodeObject> _nodes;

    public RoomOfNodes(IReadOnlyList<NodeObject> nodes, IReadOnlyList<PodObject> pods)
    {
        _nodes = [.. nodes.Where(node => ClusterNodes.Of(node).TakesPods)];
        var taken = pods.Where(pod => pod.Status?.Phase is not ("Succeeded" or "Failed")).ToLookup(pod => pod.Spec?.NodeName, pod => PodRequests.Of(pod.Spec), StringComparer.Ordinal);
        Free = [.. _nodes.Select(ClusterNodes.Of).Select(node => new NodeRoom(node.Name, node.Offers.ToDictionary(
            offer => offer.Key, offer => offer.Value - taken[node.Name].Sum(pod => pod.GetValueOrDefault(offer.Key)), StringComparer.Ordinal)))];
    }

    public IReadOnlyList<NodeRoom> Free { get; }

    /// <summary>The nodes whose labels and taints let a pod run; null for all of them.</summary>
    public IReadOnlyList<string>? Taking(PodSpec pod)
    {
        var names = _nodes.Where(node => new PodPlacement(node.Metadata.Labels ?? [], isSample: true, node.Spec?.Taints ?? []).Takes(pod)).Select(node => node.Metadata.Name).ToList();
        return names.Count == _nodes.Count ? null : names;
    }
}
