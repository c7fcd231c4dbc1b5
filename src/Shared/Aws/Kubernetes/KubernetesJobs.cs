using System.Text.Json.Nodes;
using Slipway.Aws.Kubernetes.Api;
using Slipway.Aws.Kubernetes.Clusters;
using Slipway.Aws.Kubernetes.Rollouts;
using Slipway.Domain;
using Slipway.Domain.Rollouts;

namespace Slipway.Aws.Kubernetes;

/// <summary>
/// Kubernetes Jobs beside the workloads that they belong to. A job is stopped by a deadline that has passed: its pods are ended and it
/// stays as failed until its time to live is over, so that a late second start finds its name taken. A suspended job would never have
/// ended, and a deleted one would start again.
/// </summary>
public sealed class KubernetesJobs(KubernetesClusters clusters) : IJobs
{
    private const int LogLines = 50;
    private const int LogBytes = 8 * 1024;

    public async Task StartAsync(JobRequest job, CancellationToken cancellationToken)
    {
        var like = job.Address.Like;
        var api = await OpenAsync(job.Address, cancellationToken);
        var workload = await api.GetAsync(WorkloadPath.Of(like), KubernetesJson.Default.WorkloadObject, cancellationToken);
        await api.CreateAsync(ResourcePath.Jobs(like.Namespace), JobManifest.Of(job, workload.Spec.Template), cancellationToken);
    }

    public async Task<JobState> ReadAsync(JobAddress job, CancellationToken cancellationToken)
    {
        var api = await OpenAsync(job, cancellationToken);
        if (await api.FindAsync(Path(job), KubernetesJson.Default.JobObject, cancellationToken) is not { } found)
        {
            return new(JobStatus.Missing, "");
        }

        var pod = await PodAsync(api, job, found, cancellationToken);
        return found.Ended switch
        {
            null => new(JobStatus.Running, pod is null ? "" : PodTroubles.Waiting(pod) ?? ""),
            { Type: "Complete" } => new(JobStatus.Succeeded, await LogAsync(api, job, pod, cancellationToken)),
            { } failed => new(JobStatus.Failed, await LogAsync(api, job, pod, cancellationToken) + Reason(found, failed, pod)),
        };
    }

    public async Task StopAsync(JobAddress job, CancellationToken cancellationToken)
    {
        var api = await OpenAsync(job, cancellationToken);
        if (await api.FindAsync(Path(job), KubernetesJson.Default.JobObject, cancellationToken) is { Ended: null })
        {
            await api.MergeAsync(
                Path(job),
                new()
                {
                    ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [JobManifest.Stopped] = "true" } },
                    ["spec"] = new JsonObject { ["activeDeadlineSeconds"] = 1 },
                },
                cancellationToken);
        }
    }

    private Task<KubernetesApi> OpenAsync(JobAddress job, CancellationToken cancellationToken) => clusters.OpenAsync(job.Like.Location, job.Like.Cluster, cancellationToken);

    private static ResourcePath Path(JobAddress job) => ResourcePath.Jobs(job.Like.Namespace) with { Name = job.Name };

    private static async Task<PodObject?> PodAsync(KubernetesApi api, JobAddress address, JobObject job, CancellationToken cancellationToken)
    {
        var pods = await api.ListAsync(ResourcePath.Pods(address.Like.Namespace), job.Spec?.Selector, KubernetesJson.Default.ObjectListPodObject, cancellationToken);
        return pods.FirstOrDefault(pod => pod.Metadata.IsControlledBy([job.Metadata.Uid ?? ""]));
    }

    private static async Task<string> LogAsync(KubernetesApi api, JobAddress job, PodObject? pod, CancellationToken cancellationToken)
    {
        if (pod is null)
        {
            return "";
        }

        try
        {
            var path = ResourcePath.Pods(job.Like.Namespace) with { Name = pod.Metadata.Name };
            var tail = await api.TailAsync(path, job.Like.Container, LogLines, LogBytes, previous: false, cancellationToken) ?? "";
            return tail.Length == 0 || tail.EndsWith('\n') ? tail : tail + "\n";
        }
        catch (RejectedException failure)
        {
            return $"{failure.Message}\n";
        }
    }

    /// <summary>Why a job failed where its log cannot say it: the last line is what people are told.</summary>
    private static string Reason(JobObject job, Condition failed, PodObject? pod)
    {
        if (failed.Reason == "DeadlineExceeded")
        {
            return job.Metadata.Annotation(JobManifest.Stopped) is null ? $"DeadlineExceeded: {Waited(pod)}the job was active longer than its deadline\n" : "Stopped before it ended.\n";
        }

        var ended = pod?.Status?.ContainerStatuses?.Select(status => status.State?.Terminated).FirstOrDefault(terminated => terminated is not null);
        return ended is { Reason: not ("Error" or null) } ? $"{ended.Reason}: the container ended with exit code {ended.ExitCode}\n"
            : ended is not null ? ""
            : $"{pod?.Status?.Reason ?? failed.Reason}: {pod?.Status?.Message ?? failed.Message}\n";
    }

    private static string Waited(PodObject? pod) => pod is not null && PodTroubles.Waiting(pod) is { } waiting ? $"{waiting}; " : "";
}
