using System.Text.Json;
using Slipway.Aws.Kubernetes.Api;
using Slipway.Aws.Kubernetes.Clusters;
using Slipway.Aws.Kubernetes.Nodes;
using Slipway.Aws.Kubernetes.Rollouts;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Capacity;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Kubernetes;

/// <summary>
/// The room of a namespace: the quotas that hold for all its pods, and the cluster's nodes. Quotas with scopes hold for some pods only and
/// are left out by name. Workloads are looked at only where something limits them.
/// </summary>
public sealed class KubernetesCapacity(KubernetesClusters clusters) : ICapacity
{
    public async Task<CapacityReading> ReadAsync(IReadOnlyList<WorkloadAddress> workloads, bool asksNodes, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(await clusters.OpenAsync(workloads[0].Location, workloads[0].Cluster, cancellationToken), workloads, asksNodes, cancellationToken);
        }
        catch (RejectedException failure)
        {
            // Whoever may not look, or finds no workload, knows nothing of room; the rollout itself says what a person must mend.
            return CapacityReading.Unlimited with { Untold = failure.Message.TrimEnd('.') };
        }
    }

    private static async Task<CapacityReading> ReadAsync(KubernetesApi api, IReadOnlyList<WorkloadAddress> workloads, bool asksNodes, CancellationToken cancellationToken)
    {
        var place = workloads[0].Namespace;
        var quotas = await api.ListIfAllowedAsync(ResourcePath.Quotas(place), KubernetesJson.Default.ObjectListQuotaObject, cancellationToken);
        var limits = (quotas ?? []).Where(quota => !QuotaReading.IsScoped(quota)).SelectMany(QuotaReading.LimitsOf).ToList();
        var reading = new CapacityReading(limits, [])
        {
            Scoped = [.. (quotas ?? []).Where(QuotaReading.IsScoped).Select(quota => quota.Metadata.Name)],
            Untold = quotas is null ? $"Slipway may not list resourcequotas in {place}" : null,
        };
        return limits.Count == 0 && !asksNodes ? reading
            : asksNodes ? await WithNodesAsync(api, reading, workloads, cancellationToken)
            : reading with { Workloads = await DemandsAsync(api, workloads, null, cancellationToken) };
    }

    private static async Task<CapacityReading> WithNodesAsync(KubernetesApi api, CapacityReading reading, IReadOnlyList<WorkloadAddress> workloads, CancellationToken cancellationToken)
    {
        RoomOfNodes room;
        try
        {
            var cluster = new ClusterNodes(api);
            var (nodes, pods) = (cluster.NodesAsync(null, cancellationToken), cluster.PodsAsync(cancellationToken));
            await Task.WhenAll(nodes, pods);
            room = new(await nodes, await pods);
        }
        catch (RejectedException failure)
        {
            return reading with { UntoldNodes = failure.Message.TrimEnd('.') };
        }

        return reading with { Nodes = room.Free, Workloads = await DemandsAsync(api, workloads, room, cancellationToken) };
    }

    private static async Task<IReadOnlyList<WorkloadDemand>> DemandsAsync(KubernetesApi api, IReadOnlyList<WorkloadAddress> workloads, RoomOfNodes? room, CancellationToken cancellationToken) =>
        await Task.WhenAll(workloads.Select(async workload => Of(workload, await api.GetAsync(WorkloadPath.Of(workload), KubernetesJson.Default.WorkloadObject, cancellationToken), room)));

    private static WorkloadDemand Of(WorkloadAddress address, WorkloadObject workload, RoomOfNodes? room)
    {
        var pod = PodOfTemplate.Of(workload.Spec.Template);
        var replicas = workload.Desired(address.Kind);
        return new(address, replicas, ReplacementOf(address.Kind, workload.Spec).Beside(replicas), Demand(pod, room), Demand(PodOfTemplate.OfJob(pod, address), room));
    }

    private static Replacement ReplacementOf(WorkloadKind kind, WorkloadSpec spec) => (kind, spec) switch
    {
        (WorkloadKind.Deployment, { Strategy.Type: not ("Recreate" or "OnDelete") } or { Strategy: null }) => Replacement.OfDeployment(Text(spec.Strategy?.RollingUpdate?.MaxSurge), Text(spec.Strategy?.RollingUpdate?.MaxUnavailable)),
        (WorkloadKind.DaemonSet, { UpdateStrategy.Type: not "OnDelete" }) => Replacement.OfDaemonSet(Text(spec.UpdateStrategy?.RollingUpdate?.MaxSurge), Text(spec.UpdateStrategy?.RollingUpdate?.MaxUnavailable)),
        _ => Replacement.InPlace,
    };

    private static string? Text(JsonElement? amount) => amount is { ValueKind: JsonValueKind.String or JsonValueKind.Number } some ? some.ToString() : null;

    private static PodDemand Demand(PodSpec pod, RoomOfNodes? room)
    {
        var takes = PodRequests.Of(pod).ToDictionary(asked => asked.Key == "pods" ? asked.Key : $"requests.{asked.Key}", asked => asked.Value, StringComparer.Ordinal);
        foreach (var (resource, limit) in PodRequests.LimitsOf(pod))
        {
            takes[$"limits.{resource}"] = limit;
        }

        return new(takes) { Nodes = room?.Taking(pod) };
    }
}
