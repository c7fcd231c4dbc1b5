using Slipway.Aws.Kubernetes.Api;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling;

namespace Slipway.Aws.Kubernetes.Usage;

/// <summary>
/// The levels of a workload's pods as the HPA groups them (pkg/controller/podautoscaler/replica_calculator.go), by its usual settings.
/// <list type="table">
/// <item><term>leaving or ended</term><description>no pod any more</description></item>
/// <item><term>pending</term><description>a pod, not ready</description></item>
/// <item><term>not measured in every container</term><description>ready, without a level</description></item>
/// <item><term>of its CPU: never ready yet, or in its first minutes not ready or not measured since it became so</term><description>a pod, not ready</description></item>
/// <item><term>otherwise</term><description>ready, with a level: the use of its containers over what they request</description></item>
/// </list>
/// </summary>
internal sealed class PodLevels(WorkloadAddress address, UsedResource resource, DateTimeOffset now)
{
    private static readonly TimeSpan InitializationPeriod = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan InitialReadinessDelay = TimeSpan.FromSeconds(30);
    private readonly string _resource = resource == UsedResource.Cpu ? "cpu" : "memory";

    public UsageReading Of(IReadOnlyList<PodObject> pods, IReadOnlyList<PodMetricsObject> measured)
    {
        var active = pods.Where(pod => pod.IsActive).Select(pod => See(pod, measured.FirstOrDefault(metrics => metrics.Metadata.Name == pod.Metadata.Name))).ToList();
        var ready = active.Where(pod => pod.IsReady).ToList();
        var reading = new UsageReading([.. ready.Where(pod => pod.Used is not null).Select(pod => pod.Used!.Value * 100 / pod.Request)], active.Count, ready.Count);
        return reading.Levels.Count > 0 ? reading : reading with
        {
            Problem = active.Count == 0
                ? $"The {address.Kind} {address.Namespace}/{address.Name} runs no pod in the cluster {address.Cluster}."
                : $"The cluster {address.Cluster} has not measured the {_resource} of any pod of {address.Namespace}/{address.Name} since it became ready.",
        };
    }

    private SeenPod See(PodObject pod, PodMetricsObject? measured)
    {
        var used = Used(measured);
        var isReady = pod.Status?.Phase is not (null or "Pending") && (used is null || resource != UsedResource.Cpu || HasSettled(pod.Status, measured!));
        return new(Request(pod), used, isReady);
    }

    /// <summary>What the whole pod requests where it says so, else the sum of its containers, those that run beside them from the start included.</summary>
    private double Request(PodObject pod)
    {
        var beside = (pod.Spec?.InitContainers ?? []).Where(container => container.RestartPolicy == "Always");
        return Positive(pod.Spec?.Resources) ?? (pod.Spec?.Containers ?? []).Concat(beside).Sum(container => Positive(container.Resources) ?? throw new RejectedException(
            $"What the {address.Kind} {address.Namespace}/{address.Name} in the cluster {address.Cluster} uses of its {_resource} cannot be told, because its container {container.Name} requests none: "
            + $"write resources.requests.{_resource} for that container."));
    }

    private double? Positive(ResourceRequirements? resources) => Quantity.Parse(resources?.Requests?.GetValueOrDefault(_resource)) is { } request and > 0 ? request : null;

    /// <summary>Null unless every container was measured.</summary>
    private double? Used(PodMetricsObject? measured)
    {
        var used = (measured?.Containers ?? []).Select(container => Quantity.Parse(container.Usage?.GetValueOrDefault(_resource))).ToList();
        return used.Count == 0 || used.Contains(null) ? null : used.Sum();
    }

    private bool HasSettled(PodStatus status, PodMetricsObject measured)
    {
        if (status.StartTime is not { } started || status.Conditions?.FirstOrDefault(known => known.Type == "Ready") is not { } condition)
        {
            return false;
        }

        var changed = condition.LastTransitionTime ?? started;
        return started + InitializationPeriod > now
            ? condition.Status != "False" && measured.Timestamp >= changed + Quantity.Duration(measured.Window)
            : condition.Status != "False" || started + InitialReadinessDelay <= changed;
    }

    private sealed record SeenPod(double Request, double? Used, bool IsReady);
}
