using Slipway.Aws.Kubernetes.Api;
using Slipway.Aws.Kubernetes.Usage;
using Slipway.Domain.Scaling.Nodes;

namespace Slipway.Aws.Kubernetes.Nodes;

/// <summary>The nodes of a cluster and the pods that have not ended, whatever their namespace.</summary>
internal sealed class ClusterNodes(KubernetesApi api)
{
    /// <summary>Ended pods stay listed until somebody removes them, jobs' by the thousand.</summary>
    private const string NotEnded = "status.phase!=Succeeded,status.phase!=Failed";

    public Task<IReadOnlyList<NodeObject>> NodesAsync(LabelSelector? selector, CancellationToken cancellationToken) =>
        api.ListAsync(ResourcePath.Nodes, selector, KubernetesJson.Default.ObjectListNodeObject, cancellationToken);

    public Task<IReadOnlyList<PodObject>> PodsAsync(CancellationToken cancellationToken) =>
        api.ListAsync(ResourcePath.EveryPod, null, KubernetesJson.Default.ObjectListPodObject, cancellationToken, NotEnded);

    public static Node Of(NodeObject node) => new(
        node.Metadata.Name,
        node.Spec?.Unschedulable != true && node.Metadata.DeletionTimestamp is null && node.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true,
        (node.Status?.Allocatable ?? []).ToDictionary(offer => offer.Key, offer => Quantity.Parse(offer.Value) ?? 0, StringComparer.Ordinal));
}
