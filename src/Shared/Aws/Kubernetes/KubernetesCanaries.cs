using Slipway.Aws.Kubernetes.Api;
using Slipway.Aws.Kubernetes.Clusters;
using Slipway.Aws.Kubernetes.Rollouts;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Kubernetes;

/// <summary>Canaries of Deployments: Deployments beside them, whose pods have their labels, so that their services and disruption budgets take them in, and one more, by which a canary knows its own.</summary>
public sealed class KubernetesCanaries(KubernetesClusters clusters) : ICanaries
{
    private const string Manager = "slipway-canary";

    /// <summary>How often a change is decided anew: controllers write the status meanwhile, which moves the version as well.</summary>
    private const int Decisions = 8;

    public async Task RunAsync(WorkloadAddress workload, Image image, int replicas, long fencingToken, CancellationToken cancellationToken)
    {
        if (workload.Kind != WorkloadKind.Deployment)
        {
            throw new RejectedException($"{workload.Name} is a {workload.Kind}, which has no canary: only Deployments and services of ECS have one.");
        }

        var api = await clusters.OpenAsync(workload.Location, workload.Cluster, cancellationToken);
        var source = await api.GetAsync(WorkloadPath.Of(workload), KubernetesJson.Default.WorkloadObject, cancellationToken);
        RefuseOlder(workload, source, fencingToken);
        var path = WorkloadPath.Of(CanaryAddress.Of(workload));
        for (var attempt = 1; ; attempt++)
        {
            var current = await api.FindAsync(path, KubernetesJson.Default.WorkloadObject, cancellationToken);
            RefuseOlder(CanaryAddress.Of(workload), current, fencingToken);
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

    private static void RefuseOlder(WorkloadAddress address, WorkloadObject? found, long token)
    {
        if (found is not null && FencingAnnotation.Of(found.Metadata) is var seen && token < seen)
        {
            throw FencingAnnotation.Older(address, seen, token);
        }
    }
}
