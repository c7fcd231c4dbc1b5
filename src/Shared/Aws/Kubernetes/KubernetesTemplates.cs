using System.Text.Json.Nodes;
using Slipway.Aws.Kubernetes.Api;
using Slipway.Aws.Kubernetes.Clusters;
using Slipway.Aws.Kubernetes.Rollouts;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Templates;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Kubernetes;

/// <summary>The pod templates of Deployments, StatefulSets and DaemonSets. To restore one is a merge patch and no apply: an apply takes away only what its own manager had put there.</summary>
public sealed class KubernetesTemplates(KubernetesClusters clusters) : IWorkloadTemplates
{
    public async Task<WorkloadTemplate> ReadAsync(WorkloadAddress workload, CancellationToken cancellationToken) =>
        PodTemplate.Of(await (await OpenAsync(workload, cancellationToken)).GetAsync(WorkloadPath.Of(workload), KubernetesJson.Default.WorkloadObject, cancellationToken));

    public async Task RestoreAsync(WorkloadAddress workload, WorkloadTemplate template, Image image, long fencingToken, CancellationToken cancellationToken)
    {
        var api = await OpenAsync(workload, cancellationToken);
        var path = WorkloadPath.Of(workload);
        await Deciding.ChangeAsync(async () =>
        {
            var current = await api.GetAsync(path, KubernetesJson.Default.WorkloadObject, cancellationToken);
            var seen = FencingAnnotation.Of(current.Metadata);
            workload.RefuseOlder(fencingToken, seen);
            var patch = PodTemplate.Patch(current.Spec.Template, PodTemplate.Wanted(workload, template, image, current));
            if (patch.Count == 0 && fencingToken == seen)
            {
                return null;
            }

            current.Spec.RefuseStandstill(workload);
            return () => api.MergeAsync(path, Body(current.Metadata, patch, fencingToken), cancellationToken);
        });
        if (workload.Kind == WorkloadKind.StatefulSet)
        {
            await new BrokenPods(api, workload).EndAsync(image, cancellationToken);
        }
    }

    private Task<KubernetesApi> OpenAsync(WorkloadAddress workload, CancellationToken cancellationToken) => clusters.OpenAsync(workload.Location, workload.Cluster, cancellationToken);

    /// <summary>The version lets only one of two writers win.</summary>
    private static JsonObject Body(ObjectMeta current, JsonObject template, long token) => new()
    {
        ["metadata"] = new JsonObject { ["resourceVersion"] = current.ResourceVersion, ["annotations"] = new JsonObject { [FencingAnnotation.Name] = FencingAnnotation.Text(token) } },
        ["spec"] = new JsonObject { ["template"] = template },
    };
}
