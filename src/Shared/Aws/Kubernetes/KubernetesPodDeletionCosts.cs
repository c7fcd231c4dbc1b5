using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Aws.Kubernetes.Api;
using Slipway.Aws.Kubernetes.Clusters;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Kubernetes;

/// <summary>
/// Which pods of a Deployment go first when it scales in: those of the lowest cost. No port, since ECS has only a protection of tasks
/// and nothing in the domain knows yet which pods are busy.
/// </summary>
public sealed class KubernetesPodDeletionCosts(KubernetesClusters clusters)
{
    private const string Cost = "controller.kubernetes.io/pod-deletion-cost";

    /// <summary>Gives pods their costs, by name; pods that are gone are passed over, and those not named keep theirs.</summary>
    public async Task SetAsync(WorkloadAddress workload, IReadOnlyDictionary<string, int> costs, CancellationToken cancellationToken)
    {
        if (workload.Kind != WorkloadKind.Deployment)
        {
            throw new RejectedException($"{workload.Name} is a {workload.Kind}: only a Deployment chooses by cost which pods it ends.");
        }

        var api = await clusters.OpenAsync(workload.Location, workload.Cluster, cancellationToken);
        foreach (var (name, cost) in costs)
        {
            var pod = ResourcePath.Pods(workload.Namespace) with { Name = name };
            if (await api.FindAsync(pod, KubernetesJson.Default.PodObject, cancellationToken) is { IsActive: true } found && found.Metadata.Annotation(Cost) != Text(cost))
            {
                await api.MergeAsync(pod, new() { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [Cost] = Text(cost) } } }, cancellationToken);
            }
        }
    }

    private static string Text(int cost) => cost.ToString(CultureInfo.InvariantCulture);
}
