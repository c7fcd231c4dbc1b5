namespace Slipway.Aws.Kubernetes.Api;

/// <summary>A ResourceQuota of a namespace: what its pods and objects may take together.</summary>
public sealed record QuotaObject(ObjectMeta Metadata, QuotaSpec? Spec, QuotaStatus? Status);

public sealed record QuotaSpec(Dictionary<string, string>? Hard, IReadOnlyList<string>? Scopes, ScopeSelector? ScopeSelector);

/// <summary>Which pods a quota holds for, where not for all.</summary>
public sealed record ScopeSelector(IReadOnlyList<ScopeRequirement>? MatchExpressions);

public sealed record ScopeRequirement(string ScopeName, string Operator);

/// <summary>What the quota controller enforces and has counted.</summary>
public sealed record QuotaStatus(Dictionary<string, string>? Hard, Dictionary<string, string>? Used);
