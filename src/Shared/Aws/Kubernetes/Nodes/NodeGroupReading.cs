using Amazon.EKS.Model;
using Slipway.Aws.Kubernetes.Api;
using Slipway.Domain.Scaling.Nodes;

namespace Slipway.Aws.Kubernetes.Nodes;

/// <summary>A node group from what EKS says of it and its cluster says of its nodes and pods.</summary>
internal sealed class NodeGroupReading(Nodegroup group, IReadOnlyList<NodeObject> nodes, IReadOnlyList<PodObject> pods)
{
    /// <summary>EKS gives every node of a group this label.</summary>
    public const string Label = "eks.amazonaws.com/nodegroup";
    private const string SafeToEvict = "cluster-autoscaler.kubernetes.io/safe-to-evict";
    private const string DoNotDisrupt = "karpenter.sh/do-not-disrupt";

    private static readonly Dictionary<string, string> Effects = new(StringComparer.Ordinal)
    {
        ["NO_SCHEDULE"] = "NoSchedule",
        ["NO_EXECUTE"] = "NoExecute",
        ["PREFER_NO_SCHEDULE"] = "PreferNoSchedule",
    };

    public NodeGroupState State()
    {
        var names = nodes.Select(node => node.Metadata.Name).ToHashSet(StringComparer.Ordinal);
        var placement = Placement();
        var own = pods.Where(pod => pod.Status?.Phase is not ("Succeeded" or "Failed"))
            .Where(pod => pod.Spec?.NodeName is { Length: > 0 } node ? names.Contains(node) : IsUnschedulable(pod) && placement.Takes(pod.Spec));
        return new(group.ScalingConfig?.DesiredSize ?? 0, group.Status?.Value == "UPDATING", [.. nodes.Select(ClusterNodes.Of)], [.. own.Select(Of)]);
    }

    /// <summary>What any node of the group has, so that another one will have it too.</summary>
    private PodPlacement Placement()
    {
        var taints = (group.Taints ?? []).Select(taint => new NodeTaint(taint.Key, taint.Value, Effects.GetValueOrDefault(taint.Effect?.Value ?? "", ""))).ToList();
        var labels = new Dictionary<string, string>(group.Labels ?? [], StringComparer.Ordinal) { [Label] = group.NodegroupName };
        return nodes is [var sample, ..] ? new(sample.Metadata.Labels ?? labels, isSample: true, taints) : new(labels, isSample: false, taints);
    }

    private static NodePod Of(PodObject pod)
    {
        var controller = pod.Metadata.OwnerReferences?.FirstOrDefault(owner => owner.Controller == true);
        var isOnEveryNode = controller?.Kind is "DaemonSet" or "Node";
        return new($"{pod.Metadata.Namespace}/{pod.Metadata.Name}", pod.Spec?.NodeName is { Length: > 0 } node ? node : null, PodRequests.Of(pod.Spec))
        {
            IsOnEveryNode = isOnEveryNode,
            WaitsSince = Unscheduled(pod)?.LastTransitionTime,
            Stays = isOnEveryNode || pod.Metadata.DeletionTimestamp is not null ? null : Stays(pod, controller),
        };
    }

    private static string? Stays(PodObject pod, OwnerReference? controller)
    {
        var name = $"the pod {pod.Metadata.Namespace}/{pod.Metadata.Name}";
        return pod.Metadata.Annotation(SafeToEvict) == "false" ? $"{name} must not be evicted ({SafeToEvict})"
            : pod.Metadata.Annotation(DoNotDisrupt) == "true" ? $"{name} must not be disrupted ({DoNotDisrupt})"
            : controller is null && pod.Metadata.Annotation(SafeToEvict) != "true" ? $"{name} has no controller that would start it elsewhere"
            : null;
    }

    private static bool IsUnschedulable(PodObject pod) =>
        pod.Metadata.DeletionTimestamp is null && Unscheduled(pod) is not null;

    private static Condition? Unscheduled(PodObject pod) =>
        pod.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "PodScheduled", Status: "False", Reason: "Unschedulable" });
}
