using Slipway.Aws.Kubernetes.Api;
using Slipway.Aws.Kubernetes.Usage;

namespace Slipway.Aws.Kubernetes.Nodes;

/// <summary>
/// What a pod asks a node for, as the scheduler reckons it: what its containers request together with those that run beside them from the
/// start, or the most that one of those needs which run before, whichever is more; what the whole pod requests counts instead; and its overhead.
/// </summary>
internal static class PodRequests
{
    public static Dictionary<string, double> Of(PodSpec? pod)
    {
        var asked = new Dictionary<string, double>(StringComparer.Ordinal) { ["pods"] = 1 };
        var initial = pod?.InitContainers ?? [];
        var beside = initial.Where(IsBeside).ToList();
        foreach (var resource in Resources(pod))
        {
            var running = (pod?.Containers ?? []).Concat(beside).Sum(container => Amount(container.Resources, resource));
            var before = initial.Where(container => !IsBeside(container)).Select(container => Amount(container.Resources, resource) + StartedBefore(initial, container, resource)).DefaultIfEmpty().Max();
            var whole = pod?.Resources?.Requests?.ContainsKey(resource) == true ? Amount(pod.Resources, resource) : Math.Max(running, before);
            asked[resource] = whole + (Quantity.Parse(pod?.Overhead?.GetValueOrDefault(resource)) ?? 0);
        }

        return asked;
    }

    private static IEnumerable<string> Resources(PodSpec? pod) =>
        (pod?.Containers ?? []).Concat(pod?.InitContainers ?? []).Select(container => container.Resources).Append(pod?.Resources)
            .SelectMany(resources => resources?.Requests?.Keys ?? Enumerable.Empty<string>()).Distinct(StringComparer.Ordinal);

    private static double StartedBefore(IReadOnlyList<Container> initial, Container container, string resource) =>
        initial.TakeWhile(other => other != container).Where(IsBeside).Sum(other => Amount(other.Resources, resource));

    private static bool IsBeside(Container container) => container.RestartPolicy == "Always";

    private static double Amount(ResourceRequirements? resources, string resource) => Quantity.Parse(resources?.Requests?.GetValueOrDefault(resource)) ?? 0;
}
