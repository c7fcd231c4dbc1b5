using Slipway.Aws.Kubernetes.Api;
using Slipway.Aws.Kubernetes.Clusters;
using Slipway.Aws.Kubernetes.Rollouts;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;

namespace Slipway.Aws.Kubernetes;

/// <summary>Canaries of Deployments: Deployments beside them, whose pods have their labels, so that their services and disruption budgets take them in, and one more, by which a canary knows its own.</summary>
public sealed class KubernetesCanaries(KubernetesClusters clusters) : ICanaries
{
    private const string Manager = "slipway-canary";

    /// <summary>How often a change is decided anew: controllers write the status meanwhile, which moves the version as well.</summary>
    private const int Decisions = 8;

    public async Task RunAsync(WorkloadAddress workload, Image image, int replicas, long fencingToken, CancellationToken cancellationToken)
    {
        var address = CanaryAddress.Of(workload);
        var api = await clusters.OpenAsync(workload.Location, workload.Cluster, cancellationToken);
        var source = await api.GetAsync(WorkloadPath.Of(workload), KubernetesJson.Default.WorkloadObject, cancellationToken);
        workload.RefuseOlder(fencingToken, FencingAnnotation.Of(source.Metadata));
        var path = WorkloadPath.Of(address);
        for (var attempt = 1; ; attempt++)
        {
            var current = await api.FindAsync(path, KubernetesJson.Default.WorkloadObject, cancellationToken);
            address.RefuseOlder(fencingToken, current is null ? 0 : FencingAnnotation.Of(current.Metadata));
            if (current is not null && !CanaryManifest.IsOurs(current.Metadata))
            {
                throw new RejectedException($"There is a Deployment {workload.Namespace}/{current.Metadata.Name} in the cluster {workload.Cluster} already, which is no canary of {workload.Name}: give it another name.");
            }

            try
            {
                await api.ApplyAsync(path, CanaryManifest.Of(workload, source, image, replicas, fencingToken, current?.Metadata), Manager, cancellationToken);
                return;
            }
            catch (ConflictException) when (attempt < Decisions)
            {
            }
        }
    }

    public async Task<bool> IsGoneAsync(WorkloadAddress workload, CancellationToken cancellationToken)
    {
        var api = await clusters.OpenAsync(workload.Location, workload.Cluster, cancellationToken);
        return await api.FindAsync(WorkloadPath.Of(CanaryAddress.Of(workload)), KubernetesJson.Default.WorkloadObject, cancellationToken) is not { } found || !CanaryManifest.IsOurs(found.Metadata);
    }

    public async Task EndAsync(WorkloadAddress workload, long fencingToken, CancellationToken cancellationToken)
    {
        var api = await clusters.OpenAsync(workload.Location, workload.Cluster, cancellationToken);
        var path = WorkloadPath.Of(CanaryAddress.Of(workload));
        if (await api.FindAsync(path, KubernetesJson.Default.WorkloadObject, cancellationToken) is { } found && FencingAnnotation.Of(found.Metadata) <= fencingToken && CanaryManifest.IsOurs(found.Metadata))
        {
            await api.DeleteAsync(path, found.Metadata.Uid, cancellationToken);
        }
    }
}
