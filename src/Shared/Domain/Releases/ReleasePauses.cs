using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Pauses;

namespace Slipway.Domain.Releases;

/// <summary>What a release keeps of the pauses at which clusters held it.</summary>
public static class ReleasePauses
{
    public static Release Paused(this Release release, RolloutInputs seen, DateTimeOffset at) => seen.Workloads.Aggregate(
        release,
        (kept, workload) => workload.State.Pause is { } pause && kept.ChangeOf(workload) is var change ? kept.Changed(change with { Pause = NotedPause.See(change.Pause, pause, at) }) : kept);

    /// <summary>What it does to the service of a workload.</summary>
    public static ServiceChange ChangeOf(this Release release, WorkloadProgress workload) => release.Services.First(change => change.Service == workload.Service);
}
