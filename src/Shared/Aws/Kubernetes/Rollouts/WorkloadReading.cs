using System.Globalization;
using Slipway.Aws.Kubernetes.Api;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Kubernetes.Rollouts;

/// <summary>
/// How far a workload is, counted on its pods: the status of a Deployment does not say how many of the ready ones are new. A
/// status that is older than the specification has seen nothing of it, so until then no pod counts as updated.
/// </summary>
internal sealed class WorkloadReading(KubernetesApi api, WorkloadAddress address)
{
    public async Task<WorkloadState> ReadAsync(CancellationToken cancellationToken)
    {
        var workload = await api.GetAsync(WorkloadPath.Of(address), KubernetesJson.Default.WorkloadObject, cancellationToken);
        var asked = ImageReference.Parse(WorkloadPath.ImageOf(address, workload.Spec.Template));
        var (owners, isUpdated) = await RevisionAsync(workload, cancellationToken);
        var pods = (await ListAsync(ResourcePath.Pods(address.Namespace), KubernetesJson.Default.ObjectListPodObject, workload, cancellationToken))
            .Where(pod => pod.IsActive && pod.Metadata.IsControlledBy(owners)).ToList();
        var updated = workload.IsObserved ? pods.Where(isUpdated).ToList() : [];
        return new(
            asked.Image ?? Resolve(asked, updated),
            workload.Desired(address.Kind),
            updated.Count,
            updated.Count(pod => pod.IsReady),
            pods.Count - updated.Count,
            [.. workload.IsObserved ? PodTroubles.OfWorkload(workload) : [], .. await new PodTroubles(api, address).OfAsync(updated, cancellationToken)])
        {
            Template = PodTemplate.Of(workload).Fingerprint,
        };
    }

    /// <summary>Who controls the workload's pods, and which of those are of the revision that is asked for.</summary>
    private async Task<(IReadOnlyCollection<string> Owners, Func<PodObject, bool> IsUpdated)> RevisionAsync(WorkloadObject workload, CancellationToken cancellationToken)
    {
        string[] self = [workload.Metadata.Uid ?? ""];
        switch (address.Kind)
        {
            case WorkloadKind.Deployment:
                var sets = (await ListAsync(ResourcePath.ReplicaSets(address.Namespace), KubernetesJson.Default.ObjectListWorkloadObject, workload, cancellationToken))
                    .Where(set => set.Metadata.IsControlledBy(self)).ToList();
                var newest = sets.MaxBy(set => long.TryParse(set.Metadata.Annotation("deployment.kubernetes.io/revision"), CultureInfo.InvariantCulture, out var revision) ? revision : 0);

                // A paused Deployment has no set of its template yet; the newest is that of the one before.
                var isCurrent = newest is not null && WorkloadPath.ImageOf(address, newest.Spec.Template) == WorkloadPath.ImageOf(address, workload.Spec.Template);
                var hash = isCurrent ? newest!.Metadata.Label("pod-template-hash") : null;
                return ([.. sets.Select(set => set.Metadata.Uid ?? "")], Has("pod-template-hash", hash));
            case WorkloadKind.StatefulSet:
                return (self, Has("controller-revision-hash", workload.Status?.UpdateRevision));
            default:
                var revisions = await ListAsync(ResourcePath.ControllerRevisions(address.Namespace), KubernetesJson.Default.ObjectListControllerRevision, workload, cancellationToken);
                var last = revisions.Where(revision => revision.Metadata.IsControlledBy(self)).MaxBy(revision => revision.Revision);
                return (self, Has("controller-revision-hash", last?.Metadata.Label("controller-revision-hash")));
        }
    }

    private Task<IReadOnlyList<T>> ListAsync<T>(
        ResourcePath resource, System.Text.Json.Serialization.Metadata.JsonTypeInfo<ObjectList<T>> type, WorkloadObject workload, CancellationToken cancellationToken) =>
        api.ListAsync(resource, workload.Spec.Selector, type, cancellationToken);

    private static Func<PodObject, bool> Has(string label, string? value) => pod => value is not null && pod.Metadata.Label(label) == value;

    /// <summary>What a tag stood for when the pods pulled it.</summary>
    private Image Resolve(ImageReference asked, IReadOnlyList<PodObject> updated)
    {
        var digests = updated.SelectMany(pod => pod.Status?.ContainerStatuses ?? []).Where(status => status.Name == address.Container)
            .Select(status => ImageReference.Pulled(status.ImageID)).OfType<Digest>().Distinct().ToList();
        return digests is [var digest]
            ? new(asked.Registry, asked.Repository, digest)
            : throw new RejectedException(
                $"The {address.Kind} {address.Namespace}/{address.Name} in the cluster {address.Cluster} asks for {asked.Repository}:{asked.Tag ?? "latest"}, and "
                + (digests.Count == 0 ? "no pod of it says which image that is" : $"its pods pulled {digests.Count} different images under that tag")
                + ": deploy it by digest once.");
    }
}
