using System.Text.Json.Nodes;
using Slipway.Aws.Kubernetes.Api;
using Slipway.Aws.Kubernetes.Usage;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Kubernetes.Rollouts;

/// <summary>
/// The pods of a Deployment that do least: they shall go first when it scales in, so that workers which have a message keep it. A
/// ReplicaSet ends pods of the lowest deletion cost first. StatefulSets end the last pod whatever it does, and in a cluster without
/// metrics-server nobody knows who is idle.
/// </summary>
internal sealed class IdlePods(KubernetesApi api, WorkloadAddress address)
{
    private const string Cost = "controller.kubernetes.io/pod-deletion-cost";
    private const string Idle = "-1";
    private const string Busy = "0";

    /// <summary>
    /// Marks as many of the idlest pods as are too many for so many replicas, and takes earlier marks away. Where pods say themselves
    /// what they cost, they know better. A cluster that refuses chooses by itself: to scale in is not to fail on this.
    /// </summary>
    public async Task GoFirstAsync(int replicas, CancellationToken cancellationToken)
    {
        if (address.Kind != WorkloadKind.Deployment || replicas == 0)
        {
            return;
        }

        try
        {
            await MarkAsync(replicas, cancellationToken);
        }
        catch (Exception refusal) when (refusal is RejectedException or UnavailableException or ConflictException)
        {
            // A pod is gone meanwhile, or the right is missing.
        }
    }

    private async Task MarkAsync(int replicas, CancellationToken cancellationToken)
    {
        var workload = await api.GetAsync(WorkloadPath.Of(address), KubernetesJson.Default.WorkloadObject, cancellationToken);
        if ((workload.Spec.Replicas ?? 1) <= replicas
            || await api.FindListAsync(ResourcePath.PodMetrics(address.Namespace), workload.Spec.Selector, KubernetesJson.Default.ObjectListPodMetricsObject, cancellationToken) is not { } measured)
        {
            return;
        }

        var pods = (await api.ListAsync(ResourcePath.Pods(address.Namespace), workload.Spec.Selector, KubernetesJson.Default.ObjectListPodObject, cancellationToken)).Where(pod => pod.IsActive).ToList();
        if (pods.Any(pod => pod.Metadata.Annotation(Cost) is not (null or Idle or Busy)))
        {
            return;
        }

        var used = (measured.Items ?? []).ToDictionary(metrics => metrics.Metadata.Name, Used, StringComparer.Ordinal);
        var byUse = pods.OrderBy(pod => pod.IsReady ? used.GetValueOrDefault(pod.Metadata.Name, double.MaxValue) : 0).ThenBy(pod => pod.Metadata.Name, StringComparer.Ordinal).ToList();
        foreach (var (pod, index) in byUse.Select((pod, index) => (pod, index)))
        {
            await MarkAsync(pod, index < byUse.Count - replicas ? Idle : Busy, cancellationToken);
        }
    }

    private async Task MarkAsync(PodObject pod, string cost, CancellationToken cancellationToken)
    {
        if ((pod.Metadata.Annotation(Cost) ?? Busy) != cost)
        {
            var mark = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [Cost] = cost } } };
            await api.MergeAsync(ResourcePath.Pods(address.Namespace) with { Name = pod.Metadata.Name }, mark, cancellationToken);
        }
    }

    private static double Used(PodMetricsObject metrics) =>
        (metrics.Containers ?? []).Sum(container => Quantity.Parse(container.Usage?.GetValueOrDefault("cpu")) ?? 0);
}
