namespace Slipway.Aws.Kubernetes.Api;

/// <summary>A node, and what decides which pods run on it, as the API reference names it.</summary>
public sealed record NodeObject(ObjectMeta Metadata, NodeSpec? Spec, NodeStatus? Status);

public sealed record NodeSpec(bool? Unschedulable)
{
    public IReadOnlyList<NodeTaint>? Taints { get; init; }
}

public sealed record NodeStatus(Dictionary<string, string>? Allocatable, IReadOnlyList<Condition>? Conditions);

public sealed record NodeTaint(string Key, string? Value, string Effect);

public sealed record Toleration(string? Key, string? Operator, string? Value, string? Effect);

public sealed record PodAffinity(NodeAffinity? NodeAffinity);

public sealed record NodeAffinity(NodeSelector? RequiredDuringSchedulingIgnoredDuringExecution);

/// <summary>One of the terms must hold.</summary>
public sealed record NodeSelector(IReadOnlyList<NodeSelectorTerm>? NodeSelectorTerms);

/// <summary>All of its conditions must hold.</summary>
public sealed record NodeSelectorTerm(IReadOnlyList<LabelRequirement>? MatchExpressions, IReadOnlyList<LabelRequirement>? MatchFields);
