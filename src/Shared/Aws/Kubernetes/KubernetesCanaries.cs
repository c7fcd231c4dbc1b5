using Slipway.Aws.Kubernetes.Api;
using Slipway.Aws.Kubernetes.Clusters;
using Slipway.Aws.Kubernetes.Rollouts;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;

namespace Slipway.Aws.Kubernetes;

/// <summary>
/// Canaries of Deployments: Deployments beside them, whose pods have their labels, so that their services and disruption budgets take them
/// in, and one more, by which a canary knows its own. Those of a green side differ in what Services select, and get requests by a switch.
/// </summary>
public sealed class KubernetesCanaries(KubernetesClusters clusters) : ICanaries
{
    private const string Manager = "slipway-canary";

    public async Task<bool> TakesRequestsAsync(WorkloadAddress workload, CancellationToken cancellationToken)
    {
        var api = await OpenAsync(workload, cancellationToken);
        var source = await api.GetAsync(WorkloadPath.Of(workload), KubernetesJson.Default.WorkloadObject, cancellationToken);
        var services = new ServiceSwitch(api, workload);
        var reaching = await services.FindAsync(source, cancellationToken);
        await services.RefuseSharedAsync(source, reaching, cancellationToken);
        return reaching.Count > 0;
    }

    /// <summary>A green side that somebody deleted takes nothing.</summary>
    public async Task<bool> TakesAllAsync(WorkloadAddress workload, CancellationToken cancellationToken)
    {
        var api = await OpenAsync(workload, cancellationToken);
        var green = (await api.FindAsync(WorkloadPath.Of(CanaryAddress.Of(workload)), KubernetesJson.Default.WorkloadObject, cancellationToken))?.Metadata;
        return green is not null && CanaryManifest.IsOurs(green) && CanaryManifest.IsGreen(green) && await new ServiceSwitch(api, workload).IsSwitchedAsync(cancellationToken);
    }

    public async Task RunAsync(WorkloadAddress workload, Image image, int replicas, CanaryTraffic traffic, long fencingToken, CancellationToken cancellationToken)
    {
        var api = await OpenAsync(workload, cancellationToken);
        var source = await api.GetAsync(WorkloadPath.Of(workload), KubernetesJson.Default.WorkloadObject, cancellationToken);
        workload.RefuseOlder(fencingToken, FencingAnnotation.Of(source.Metadata));
        if (traffic == CanaryTraffic.Shared)
        {
            await ApplyAsync(api, workload, source, new(image, replicas, fencingToken, null), cancellationToken);
            return;
        }

        var requests = new ServiceSwitch(api, workload);
        if (traffic == CanaryTraffic.None)
        {
            await requests.BackAsync(fencingToken, cancellationToken);
        }

        var services = await requests.FindAsync(source, cancellationToken);
        var green = ServiceSwitch.LabelsOfGreen(workload, services);
        await ApplyAsync(api, workload, source, new(image, replicas, fencingToken, green), cancellationToken);
        if (traffic == CanaryTraffic.All)
        {
            await RefuseUnreadyAsync(api, workload, replicas, cancellationToken);
            await new AutoscalerFloor(api, workload).RaiseAsync(source.Desired(workload.Kind), cancellationToken);
            await requests.ToGreenAsync(services, green, fencingToken, cancellationToken);
        }
    }

    public async Task<bool> IsGoneAsync(WorkloadAddress workload, CancellationToken cancellationToken)
    {
        var api = await OpenAsync(workload, cancellationToken);
        return await api.FindAsync(WorkloadPath.Of(CanaryAddress.Of(workload)), KubernetesJson.Default.WorkloadObject, cancellationToken) is not { } found || !CanaryManifest.IsOurs(found.Metadata);
    }

    /// <summary>A green side that somebody deleted has left the Services without pods, so they are looked after as well; a role that may not list them has switched none.</summary>
    public async Task EndAsync(WorkloadAddress workload, long fencingToken, CancellationToken cancellationToken)
    {
        var api = await OpenAsync(workload, cancellationToken);
        var path = WorkloadPath.Of(CanaryAddress.Of(workload));
        var found = await api.FindAsync(path, KubernetesJson.Default.WorkloadObject, cancellationToken);
        if (found is null)
        {
            try
            {
                await GiveBackAsync(api, workload, fencingToken, cancellationToken);
            }
            catch (RejectedException)
            {
            }
        }
        else if (FencingAnnotation.Of(found.Metadata) <= fencingToken && CanaryManifest.IsOurs(found.Metadata))
        {
            await EndAsync(api, workload, found.Metadata, fencingToken, cancellationToken);
        }
    }

    /// <summary>It may have been scaled, evicted or deleted since it was looked at.</summary>
    private static async Task RefuseUnreadyAsync(KubernetesApi api, WorkloadAddress workload, int replicas, CancellationToken cancellationToken)
    {
        var green = CanaryAddress.Of(workload);
        var count = (await api.GetAsync(WorkloadPath.Of(green), KubernetesJson.Default.WorkloadObject, cancellationToken)).Count(green.Kind);
        if (count.IsRollingOut || count.Ready < replicas)
        {
            throw new UnavailableException($"The green side {green.Name} has {count.Ready} of {replicas} replicas ready: it gets no requests before all are.");
        }
    }

    private static async Task EndAsync(KubernetesApi api, WorkloadAddress workload, ObjectMeta canary, long token, CancellationToken cancellationToken)
    {
        if (CanaryManifest.IsGreen(canary))
        {
            await GiveBackAsync(api, workload, token, cancellationToken);
        }

        await api.DeleteAsync(WorkloadPath.Of(CanaryAddress.Of(workload)), canary.Uid, cancellationToken);
    }

    private static async Task GiveBackAsync(KubernetesApi api, WorkloadAddress workload, long token, CancellationToken cancellationToken)
    {
        await new ServiceSwitch(api, workload).BackAsync(token, cancellationToken);
        await new AutoscalerFloor(api, workload).LowerAsync(cancellationToken);
    }

    private Task<KubernetesApi> OpenAsync(WorkloadAddress workload, CancellationToken cancellationToken) => clusters.OpenAsync(workload.Location, workload.Cluster, cancellationToken);

    private static async Task ApplyAsync(KubernetesApi api, WorkloadAddress workload, WorkloadObject source, CanaryWish wish, CancellationToken cancellationToken)
    {
        var address = CanaryAddress.Of(workload);
        var path = WorkloadPath.Of(address);
        await Deciding.ChangeAsync(async () =>
        {
            var current = (await api.FindAsync(path, KubernetesJson.Default.WorkloadObject, cancellationToken))?.Metadata;
            address.RefuseOlder(wish.Token, current is null ? 0 : FencingAnnotation.Of(current));
            if (current is not null && !CanaryManifest.IsOurs(current))
            {
                throw new RejectedException($"There is a Deployment {workload.Namespace}/{current.Name} in the cluster {workload.Cluster} already, which is no canary of {workload.Name}: give it another name.");
            }

            if (current is not null && CanaryManifest.IsGreen(current) != wish.Green is not null)
            {
                await EndAsync(api, workload, current, wish.Token, cancellationToken);
                throw new UnavailableException($"The Deployment {workload.Namespace}/{current.Name} in the cluster {workload.Cluster} is of an earlier release with another strategy, and leaves first.");
            }

            return () => api.ApplyAsync(path, CanaryManifest.Of(workload, source, wish, current), Manager, cancellationToken);
        });
    }
}
