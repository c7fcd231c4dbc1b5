using Slipway.Aws.Kubernetes.Api;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;

namespace Slipway.Aws.Kubernetes.Rollouts;

/// <summary>
/// The pods of a StatefulSet that stand in the way of a new image: its controller waits for a pod of an abandoned revision to become
/// ready before it replaces it, and a broken one never does (Kubernetes calls ending it by hand a forced rollback).
/// </summary>
internal sealed class BrokenPods(KubernetesApi api, WorkloadAddress address)
{
    /// <summary>Ends the pods that run another image and serve nobody.</summary>
    public async Task EndAsync(Image wanted, CancellationToken cancellationToken)
    {
        var workload = await api.GetAsync(WorkloadPath.Of(address), KubernetesJson.Default.WorkloadObject, cancellationToken);
        var pods = await api.ListAsync(ResourcePath.Pods(address.Namespace), workload.Spec.Selector, KubernetesJson.Default.ObjectListPodObject, cancellationToken);
        foreach (var pod in pods.Where(pod => pod is { IsActive: true, IsReady: false } && pod.Metadata.IsControlledBy([workload.Metadata.Uid ?? ""]) && !Runs(pod, wanted)))
        {
            await api.DeleteAsync(ResourcePath.Pods(address.Namespace) with { Name = pod.Metadata.Name }, pod.Metadata.Uid, cancellationToken);
        }
    }

    private bool Runs(PodObject pod, Image wanted) =>
        pod.Spec?.Containers?.FirstOrDefault(container => container.Name == address.Container) is { Image: { } image } && ImageReference.Parse(image).Digest == wanted.Digest;
}
