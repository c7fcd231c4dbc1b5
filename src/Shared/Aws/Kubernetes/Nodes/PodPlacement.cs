using Slipway.Aws.Kubernetes.Api;

namespace Slipway.Aws.Kubernetes.Nodes;

/// <summary>
/// Whether a pod could run on the nodes of a group, as the scheduler judges labels and taints (node selectors, required node affinity,
/// tolerations). Spread, affinity to other pods and the zone of a volume it does not judge.
/// </summary>
/// <param name="labels">Those of one of its nodes, or of the group where it has none.</param>
/// <param name="isSample">Whether they are a node's, so that what is missing there is missing.</param>
internal sealed class PodPlacement(IReadOnlyDictionary<string, string> labels, bool isSample, IReadOnlyList<NodeTaint> taints)
{
    public bool Takes(PodSpec? pod) =>
        (pod?.NodeSelector ?? []).All(wanted => Holds(new LabelRequirement(wanted.Key, "In", [wanted.Value])))
        && (pod?.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution?.NodeSelectorTerms is not { Count: > 0 } terms || terms.Any(Holds))
        && taints.Where(taint => taint.Effect != "PreferNoSchedule").All(taint => (pod?.Tolerations ?? []).Any(toleration => Tolerates(toleration, taint)));

    /// <summary>A term without conditions holds nowhere; what a term asks of a node's name no group answers.</summary>
    private bool Holds(NodeSelectorTerm term) => term is { MatchExpressions.Count: > 0, MatchFields: not { Count: > 0 } } && term.MatchExpressions.All(Holds);

    private bool Holds(LabelRequirement wanted)
    {
        if (!labels.TryGetValue(wanted.Key, out var value))
        {
            return wanted.Operator is "NotIn" or "DoesNotExist" || (!isSample && IsOfEveryNode(wanted.Key));
        }

        return wanted.Operator switch
        {
            "In" => wanted.Values?.Contains(value) == true,
            "NotIn" => wanted.Values?.Contains(value) != true,
            "Exists" => true,
            "DoesNotExist" => false,
            "Gt" => Compare(value, wanted) > 0,
            "Lt" => Compare(value, wanted) < 0,
            _ => false,
        };
    }

    /// <summary>What the kubelet and the cloud tell of every node: until there is one, nobody knows it.</summary>
    private static bool IsOfEveryNode(string label) => label.Split('/')[0] is "kubernetes.io" or "topology.kubernetes.io" or "node.kubernetes.io";

    /// <summary>Null where one of the two is no number.</summary>
    private static int? Compare(string value, LabelRequirement wanted) =>
        long.TryParse(value, out var there) && wanted.Values is [var only] && long.TryParse(only, out var asked) ? there.CompareTo(asked) : null;

    private static bool Tolerates(Toleration toleration, NodeTaint taint) =>
        (toleration.Effect is null or "" || toleration.Effect == taint.Effect)
        && (toleration.Operator == "Exists"
            ? toleration.Key is null or "" || toleration.Key == taint.Key
            : toleration.Key == taint.Key && (toleration.Value ?? "") == (taint.Value ?? ""));
}
