namespace Slipway.Domain.Rollouts.Capacity;

/// <summary>So many pods of one kind.</summary>
public sealed record PodGroup(string Of, int Count, PodDemand Each);

/// <summary>What a release needs beside all that runs, at one time.</summary>
/// <param name="Doing">What it does then, for the sentence: "replacing api".</param>
/// <param name="Pods">Those that run at that time.</param>
/// <param name="Objects">What the API keeps by then, as quotas count it: <c>count/pods</c>, those included that have ended.</param>
public sealed record CapacityMoment(string Doing, IReadOnlyList<PodGroup> Pods, IReadOnlyDictionary<string, int> Objects)
{
    public const string EveryPod = "count/pods";
    public const string Deployments = "count/deployments.apps";
    public const string Jobs = "count/jobs.batch";

    /// <summary>The same where these nodes alone are kept; null for none, or for all.</summary>
    public CapacityMoment On(IReadOnlyList<NodeRoom>? nodes)
    {
        var names = nodes?.Select(node => node.Name).ToHashSet(StringComparer.Ordinal) ?? [];
        return this with { Pods = [.. Pods.Select(group => group.Each.Nodes is null ? group : group with { Each = group.Each with { Nodes = [.. group.Each.Nodes.Where(names.Contains)] } })] };
    }

    /// <summary>How much of a resource it takes.</summary>
    public double Takes(string resource) => Objects.TryGetValue(resource, out var count) ? count : Pods.Sum(pods => pods.Count * pods.Each.Takes.GetValueOrDefault(resource));
}
