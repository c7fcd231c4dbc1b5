using Slipway.Aws.Kubernetes.Api;
using Slipway.Aws.Kubernetes.Usage;

namespace Slipway.Aws.Kubernetes.Nodes;

/// <summary>
/// What a pod asks for, as the scheduler and quotas reckon it: what its containers request together with those that run beside them from the
/// start, or the most that one of those needs which run before, whichever is more; what the whole pod requests counts instead; and its overhead.
/// </summary>
internal static class PodRequests
{
    public static Dictionary<string, double> Of(PodSpec? pod)
    {
        var asked = Together(pod, resources => resources.Requests);
        foreach (var (resource, amount) in pod?.Overhead ?? [])
        {
            asked[resource] = asked.GetValueOrDefault(resource) + (Quantity.Parse(amount) ?? 0);
        }

        asked["pods"] = 1;
        return asked;
    }

    /// <summary>The limits in the same way; overhead counts only where there is a limit.</summary>
    public static Dictionary<string, double> LimitsOf(PodSpec? pod)
    {
        var limits = Together(pod, resources => resources.Limits);
        foreach (var (resource, amount) in (pod?.Overhead ?? []).Where(overhead => limits.GetValueOrDefault(overhead.Key) > 0))
        {
            limits[resource] += Quantity.Parse(amount) ?? 0;
        }

        return limits;
    }

    private static Dictionary<string, double> Together(PodSpec? pod, Func<ResourceRequirements, Dictionary<string, string>?> amounts)
    {
        var initial = pod?.InitContainers ?? [];
        var beside = initial.Where(IsBeside).ToList();
        return Resources().ToDictionary(resource => resource, Whole, StringComparer.Ordinal);

        IEnumerable<string> Resources() => (pod?.Containers ?? []).Concat(initial).Select(container => container.Resources).Append(pod?.Resources)
            .SelectMany(resources => resources is null ? [] : amounts(resources)?.Keys ?? Enumerable.Empty<string>()).Distinct(StringComparer.Ordinal);

        double Whole(string resource)
        {
            var running = (pod?.Containers ?? []).Concat(beside).Sum(container => Amount(container.Resources, resource));
            var before = initial.Where(container => !IsBeside(container)).Select(container => Amount(container.Resources, resource) + initial.TakeWhile(other => other != container).Where(IsBeside).Sum(other => Amount(other.Resources, resource))).DefaultIfEmpty().Max();
            return pod?.Resources is { } own && amounts(own)?.ContainsKey(resource) == true ? Amount(own, resource) : Math.Max(running, before);
        }

        double Amount(ResourceRequirements? resources, string resource) => (resources is null ? null : Quantity.Parse(amounts(resources)?.GetValueOrDefault(resource))) ?? 0;
    }

    private static bool IsBeside(Container container) => container.RestartPolicy == "Always";
}
