using System.Globalization;
using Slipway.Aws.Kubernetes.Api;
using Slipway.Domain;
using Slipway.Domain.Rollouts;

namespace Slipway.Aws.Kubernetes.Rollouts;

/// <summary>What ails pods, in the cluster's own words; of containers that crash, the last lines that they wrote.</summary>
internal sealed class PodTroubles(KubernetesApi api, WorkloadAddress address)
{
    private const int PodsWithLogs = 3;
    private const int LogLines = 5;
    private const int LogBytes = 1000;

    /// <summary>What keeps the workload itself from going on.</summary>
    public static IEnumerable<PodTrouble> OfWorkload(WorkloadObject workload) => (workload.Status?.Conditions ?? [])
        .Where(condition => condition is { Type: "Progressing", Status: "False", Reason: "ProgressDeadlineExceeded" } or { Type: "ReplicaFailure", Status: "True" })
        .Select(condition => new PodTrouble(workload.Metadata.Name, condition.Reason ?? condition.Type, condition.Message ?? ""));

    public async Task<IReadOnlyList<PodTrouble>> OfAsync(IReadOnlyList<PodObject> pods, CancellationToken cancellationToken)
    {
        List<PodTrouble> troubles = [];
        var logs = 0;
        foreach (var pod in pods)
        {
            if (Unscheduled(pod) is { } unscheduled)
            {
                troubles.Add(unscheduled);
            }
            else if (Statuses(pod).FirstOrDefault(status => ReasonOf(pod, status) is not null) is { } status)
            {
                var lines = status.RestartCount > 0 && logs++ < PodsWithLogs ? await LastLinesAsync(pod, status, cancellationToken) : "";
                troubles.Add(new(pod.Metadata.Name, ReasonOf(pod, status)!, MessageOf(status) + lines));
            }
        }

        return troubles;
    }

    /// <summary>Why the first container of a pod that does not run cannot, with what the cluster says of it; null where nothing is wrong.</summary>
    public static string? Waiting(PodObject pod) =>
        Unscheduled(pod) is { } unscheduled ? $"{unscheduled.Reason}: {unscheduled.Message}"
        : Statuses(pod).FirstOrDefault(status => ReasonOf(pod, status) is not null) is { } status ? $"{ReasonOf(pod, status)}: {MessageOf(status)}"
        : null;

    private static PodTrouble? Unscheduled(PodObject pod) =>
        pod.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "PodScheduled", Status: "False", Reason: "Unschedulable" }) is { } condition
            ? new(pod.Metadata.Name, "Unschedulable", condition.Message ?? "")
            : null;

    private static IEnumerable<ContainerStatus> Statuses(PodObject pod) => [.. pod.Status?.InitContainerStatuses ?? [], .. pod.Status?.ContainerStatuses ?? []];

    /// <summary>A container that waits for more than its turn, ended badly, or runs again after it did and is not ready yet.</summary>
    private static string? ReasonOf(PodObject pod, ContainerStatus status) => status switch
    {
        { State.Waiting.Reason: not (null or "ContainerCreating" or "PodInitializing") } => status.State.Waiting.Reason,
        { State.Terminated: { ExitCode: not 0 } ended } => ended.Reason ?? "Error",
        { Ready: false, LastState.Terminated: { ExitCode: not 0 } last } when !pod.IsReady => last.Reason ?? "Error",
        _ => null,
    };

    private static string MessageOf(ContainerStatus status)
    {
        var ended = status.State?.Terminated ?? status.LastState?.Terminated;
        var exit = ended is null ? "" : string.Create(CultureInfo.InvariantCulture, $"container {status.Name} ended with exit code {ended.ExitCode}{(ended.Reason is "Error" or null ? "" : $" ({ended.Reason})")}");
        return string.Join("; ", new[] { status.State?.Waiting?.Message, exit, ended?.Message }.Where(part => !string.IsNullOrEmpty(part)));
    }

    /// <summary>Only an ornament: where logs cannot be read, the trouble is told without.</summary>
    private async Task<string> LastLinesAsync(PodObject pod, ContainerStatus status, CancellationToken cancellationToken)
    {
        var path = ResourcePath.Pods(address.Namespace) with { Name = pod.Metadata.Name };
        try
        {
            var tail = await api.TailAsync(path, status.Name, LogLines, LogBytes, previous: status.State?.Terminated is null, cancellationToken);
            return string.IsNullOrWhiteSpace(tail) ? "" : $"; its last lines: {string.Join(" | ", tail.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))}";
        }
        catch (Exception failure) when (failure is RejectedException or UnavailableException)
        {
            return "";
        }
    }
}
