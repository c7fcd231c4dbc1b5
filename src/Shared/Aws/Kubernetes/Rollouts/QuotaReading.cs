using Slipway.Aws.Kubernetes.Api;
using Slipway.Aws.Kubernetes.Usage;
using Slipway.Domain.Rollouts.Capacity;

namespace Slipway.Aws.Kubernetes.Rollouts;

/// <summary>What a ResourceQuota allows of what pods, Deployments and Jobs take. Of its two names for what is requested the longer counts.</summary>
internal static class QuotaReading
{
    /// <summary>Whether it holds for some pods only: by their priority, their quality of service, or that they end by themselves.</summary>
    public static bool IsScoped(QuotaObject quota) => quota.Spec is { Scopes.Count: > 0 } or { ScopeSelector.MatchExpressions.Count: > 0 };

    /// <summary>What the controller enforces counts; a quota that it has not seen yet is none.</summary>
    public static IEnumerable<QuotaLimit> LimitsOf(QuotaObject quota) => (quota.Status?.Hard ?? []).Where(limit => IsOfPods(limit.Key))
        .Select(limit => (Limit: limit, Hard: Quantity.Parse(limit.Value), Used: Quantity.Parse(quota.Status?.Used?.GetValueOrDefault(limit.Key))))
        .Where(known => known is { Hard: not null, Used: not null })
        .Select(known => new QuotaLimit(quota.Metadata.Name, NameOf(known.Limit.Key), known.Hard!.Value, known.Used!.Value));

    private static bool IsOfPods(string resource) => resource is "pods" or "cpu" or "memory" or "ephemeral-storage" or CapacityMoment.EveryPod or CapacityMoment.Deployments or CapacityMoment.Jobs
        || resource.StartsWith("limits.", StringComparison.Ordinal)
        || resource.StartsWith("hugepages-", StringComparison.Ordinal)
        || (resource.StartsWith("requests.", StringComparison.Ordinal) && resource != "requests.storage");

    private static string NameOf(string resource) => resource is "cpu" or "memory" or "ephemeral-storage" || resource.StartsWith("hugepages-", StringComparison.Ordinal) ? $"requests.{resource}" : resource;
}
