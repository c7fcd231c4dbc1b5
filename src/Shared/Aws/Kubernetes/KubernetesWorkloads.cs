using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Aws.Kubernetes.Api;
using Slipway.Aws.Kubernetes.Clusters;
using Slipway.Aws.Kubernetes.Rollouts;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Kubernetes;

/// <summary>
/// Deployments, StatefulSets and DaemonSets. Images and restarts are server-side applied, each by a field manager of its own: what
/// an apply leaves out is taken from the object when its manager had put it there before, so that one manager for both would undo the
/// one with the other, and one manager for two containers the first with the second.
/// </summary>
public sealed class KubernetesWorkloads(KubernetesClusters clusters, TimeProvider clock) : IWorkloads
{
    private const string RestartId = "slipway/restart-id";
    private const string RestartIds = "slipway/restart-ids";

    /// <summary>How many restarts a workload remembers: an id that comes again after as many others restarts it again.</summary>
    private const int RememberedRestarts = 16;

    public async Task<ReplicaCount> CountAsync(WorkloadAddress workload, CancellationToken cancellationToken)
    {
        var api = await OpenAsync(workload, cancellationToken);
        return (await api.GetAsync(WorkloadPath.Of(workload), KubernetesJson.Default.WorkloadObject, cancellationToken)).Count(workload.Kind);
    }

    public async Task<WorkloadState> ReadAsync(WorkloadAddress workload, CancellationToken cancellationToken) =>
        await new WorkloadReading(await OpenAsync(workload, cancellationToken), workload).ReadAsync(cancellationToken);

    public async Task ChangeImageAsync(WorkloadAddress workload, Image image, long fencingToken, CancellationToken cancellationToken)
    {
        await ChangeAsync(workload, $"slipway:{workload.Container}", current => ImageChange(workload, current, image, fencingToken), cancellationToken);
        if (workload.Kind == WorkloadKind.StatefulSet)
        {
            await new BrokenPods(await OpenAsync(workload, cancellationToken), workload).EndAsync(image, cancellationToken);
        }
    }

    public async Task ScaleAsync(WorkloadAddress workload, int replicas, CancellationToken cancellationToken)
    {
        if (replicas < 0 || workload.Kind == WorkloadKind.DaemonSet)
        {
            throw new RejectedException(replicas < 0
                ? $"{workload.Name} cannot have {replicas} replicas."
                : $"{workload.Name} is a DaemonSet: it has one replica on each node and cannot be scaled.");
        }

        var scale = WorkloadPath.Of(workload) with { Subresource = "scale" };
        var api = await OpenAsync(workload, cancellationToken);
        await new IdlePods(api, workload).GoFirstAsync(replicas, cancellationToken);
        await api.MergeAsync(scale, new() { ["spec"] = new JsonObject { ["replicas"] = replicas } }, cancellationToken);
    }

    public Task RestartAsync(WorkloadAddress workload, string restartId, CancellationToken cancellationToken) =>
        ChangeAsync(workload, "slipway-restart", current => Restart(workload, current, restartId), cancellationToken);

    private Task<KubernetesApi> OpenAsync(WorkloadAddress workload, CancellationToken cancellationToken) =>
        clusters.OpenAsync(workload.Location, workload.Cluster, cancellationToken);

    /// <summary>Applies what is decided on the workload as it stands; when that moved meanwhile it is decided again.</summary>
    private async Task ChangeAsync(WorkloadAddress address, string manager, Func<WorkloadObject, Change?> decide, CancellationToken cancellationToken)
    {
        var api = await OpenAsync(address, cancellationToken);
        var path = WorkloadPath.Of(address);
        await Deciding.ChangeAsync(async () =>
        {
            var current = await api.GetAsync(path, KubernetesJson.Default.WorkloadObject, cancellationToken);
            return decide(current) is { } change ? () => api.ApplyAsync(path, change.Applied(path.ApiVersion, address.Kind.ToString(), current.Metadata), manager, cancellationToken) : null;
        });
    }

    private static Change? ImageChange(WorkloadAddress address, WorkloadObject current, Image image, long token)
    {
        var seen = FencingAnnotation.Of(current.Metadata);
        address.RefuseOlder(token, seen);
        var running = WorkloadPath.ImageOf(address, current.Spec.Template);
        var isAskedFor = ImageReference.Parse(running).Digest == image.Digest;
        if (isAskedFor && token == seen)
        {
            return null;
        }

        current.Spec.RefuseStandstill(address);
        var container = new JsonObject { ["name"] = address.Container, ["image"] = isAskedFor ? running : image.Reference };
        return new(
            new() { [FencingAnnotation.Name] = FencingAnnotation.Text(token) },
            new() { ["spec"] = new JsonObject { ["containers"] = new JsonArray(container) } });
    }

    private Change? Restart(WorkloadAddress address, WorkloadObject current, string id)
    {
        var known = current.Metadata.Annotation(RestartIds)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (known.Contains(id, StringComparer.Ordinal))
        {
            return null;
        }

        current.Spec.RefuseStandstill(address);
        return new(
            new() { [RestartIds] = string.Join(' ', known.Append(id).TakeLast(RememberedRestarts)) },
            new()
            {
                ["metadata"] = new JsonObject
                {
                    ["annotations"] = new JsonObject
                    {
                        [RestartId] = id,
                        ["kubectl.kubernetes.io/restartedAt"] = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                    },
                },
            });
    }

    /// <summary>What one manager answers for, in the workload's own annotations and in its template.</summary>
    private sealed record Change(JsonObject Annotations, JsonObject Template)
    {
        /// <summary>The version lets only one of two writers win; the uid keeps an apply from making a workload that is gone.</summary>
        public JsonObject Applied(string version, string kind, ObjectMeta current) => new()
        {
            ["apiVersion"] = version,
            ["kind"] = kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = current.Name,
                ["namespace"] = current.Namespace,
                ["uid"] = current.Uid,
                ["resourceVersion"] = current.ResourceVersion,
                ["annotations"] = Annotations,
            },
            ["spec"] = new JsonObject { ["template"] = Template },
        };
    }
}
