using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Aws.Kubernetes.Api;
using Slipway.Domain.Rollouts;

namespace Slipway.Aws.Kubernetes.Rollouts;

/// <summary>
/// Keeps autoscalers from taking the replicas of a Deployment away while its requests go elsewhere: it sees no load then, and has to be
/// there in full when they come back.
/// </summary>
internal sealed class AutoscalerFloor(KubernetesApi api, WorkloadAddress workload)
{
    private const string Before = "slipway/min-replicas-before";

    public async Task RaiseAsync(int replicas, CancellationToken cancellationToken)
    {
        foreach (var autoscaler in await FindAsync(cancellationToken))
        {
            var floor = Math.Min(replicas, autoscaler.Spec?.MaxReplicas ?? replicas);
            var least = autoscaler.Spec?.MinReplicas ?? 1;
            if (floor > least)
            {
                await PatchAsync(autoscaler, floor, autoscaler.Metadata.Annotation(Before) ?? least.ToString(CultureInfo.InvariantCulture), cancellationToken);
            }
        }
    }

    public async Task LowerAsync(CancellationToken cancellationToken)
    {
        foreach (var autoscaler in await FindAsync(cancellationToken))
        {
            if (int.TryParse(autoscaler.Metadata.Annotation(Before), CultureInfo.InvariantCulture, out var before))
            {
                await PatchAsync(autoscaler, before, null, cancellationToken);
            }
        }
    }

    private async Task<List<AutoscalerObject>> FindAsync(CancellationToken cancellationToken) =>
        [.. (await api.ListAsync(ResourcePath.Autoscalers(workload.Namespace), null, KubernetesJson.Default.ObjectListAutoscalerObject, cancellationToken))
            .Where(autoscaler => autoscaler.Spec?.ScaleTargetRef is { Kind: "Deployment" } target && target.Name == workload.Name)];

    private Task PatchAsync(AutoscalerObject autoscaler, int least, string? before, CancellationToken cancellationToken) => api.MergeAsync(
        ResourcePath.Autoscalers(workload.Namespace) with { Name = autoscaler.Metadata.Name },
        new()
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = autoscaler.Metadata.ResourceVersion, ["annotations"] = new JsonObject { [Before] = before } },
            ["spec"] = new JsonObject { ["minReplicas"] = least },
        },
        cancellationToken);
}
