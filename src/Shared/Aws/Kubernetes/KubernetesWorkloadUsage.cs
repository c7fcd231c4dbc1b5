using Slipway.Aws.Kubernetes.Api;
using Slipway.Aws.Kubernetes.Clusters;
using Slipway.Aws.Kubernetes.Rollouts;
using Slipway.Aws.Kubernetes.Usage;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling;

namespace Slipway.Aws.Kubernetes;

/// <summary>The usage of Deployments, StatefulSets and DaemonSets, by the API that metrics-server brings into a cluster.</summary>
public sealed class KubernetesWorkloadUsage(KubernetesClusters clusters, TimeProvider clock) : IWorkloadUsage
{
    public async Task<UsageReading> ReadAsync(WorkloadAddress workload, UsedResource resource, CancellationToken cancellationToken)
    {
        try
        {
            var api = await clusters.OpenAsync(workload.Location, workload.Cluster, cancellationToken);
            var found = await api.GetAsync(WorkloadPath.Of(workload), KubernetesJson.Default.WorkloadObject, cancellationToken);
            var pods = await api.ListAsync(ResourcePath.Pods(workload.Namespace), found.Spec.Selector, KubernetesJson.Default.ObjectListPodObject, cancellationToken);
            var measured = await api.FindListAsync(ResourcePath.PodMetrics(workload.Namespace), found.Spec.Selector, KubernetesJson.Default.ObjectListPodMetricsObject, cancellationToken);
            return measured is null
                ? UsageReading.Unknown($"The cluster {workload.Cluster} does not tell what its pods use (metrics.k8s.io): install metrics-server in it, or see why it does not run.")
                : new PodLevels(workload, resource, clock.GetUtcNow()).Of([.. pods.Where(pod => !CanaryManifest.IsOurs(pod.Metadata))], measured.Items ?? []);
        }
        catch (UnavailableException failure)
        {
            return UsageReading.Unknown(failure.Message);
        }
    }
}
