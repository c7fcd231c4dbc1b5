using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Aws.Kubernetes.Api;
using Slipway.Domain.Rollouts;

namespace Slipway.Aws.Kubernetes.Nodes;

/// <summary>The pod that a workload's template makes, and that of a job in its likeness. What a namespace adds by itself (LimitRange, the overhead of a runtime class) is not in a template, and not reckoned.</summary>
internal static class PodOfTemplate
{
    public static PodSpec Of(JsonObject template)
    {
        var pod = template["spec"].Deserialize(KubernetesJson.Default.PodSpec) ?? new(null);
        return pod with { Containers = Requesting(pod.Containers), InitContainers = Requesting(pod.InitContainers) };
    }

    /// <summary>One container, where the workload's own may run but for what its affinity says.</summary>
    public static PodSpec OfJob(PodSpec workload, WorkloadAddress like) => workload with
    {
        Containers = [.. (workload.Containers ?? []).Where(container => container.Name == like.Container)],
        InitContainers = null,
        Resources = null,
        Affinity = null,
    };

    /// <summary>What has a limit and no request requests its limit: the API server writes that into pods only.</summary>
    private static List<Container> Requesting(IReadOnlyList<Container>? containers) => [.. (containers ?? []).Select(container => container.Resources is { Limits: { } limits } resources
        ? container with { Resources = resources with { Requests = limits.Concat(resources.Requests ?? []).GroupBy(amount => amount.Key, StringComparer.Ordinal).ToDictionary(amounts => amounts.Key, amounts => amounts.Last().Value, StringComparer.Ordinal) } }
        : container)];
}
