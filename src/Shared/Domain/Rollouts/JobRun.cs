using System.Text.Json.Serialization;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;

namespace Slipway.Domain.Rollouts;

[JsonConverter(typeof(CamelCase<JobStatus>))]
public enum JobStatus
{
    Missing,
    Running,
    Succeeded,
    Failed,
}

/// <summary>A job as its cluster reports it, with the last lines it wrote.</summary>
public sealed record JobState(JobStatus Status, string LogTail)
{
    /// <summary>How much of a log a release keeps, in characters: its record has a limit.</summary>
    public const int Kept = 2000;

    /// <summary>The last lines of a log, whole, within what is kept.</summary>
    public static string Tail(string log)
    {
        if (log.Length <= Kept)
        {
            return log;
        }

        var tail = log[^Kept..];
        var line = tail.IndexOf('\n', StringComparison.Ordinal);
        return line >= 0 && line < tail.Length - 1 ? tail[(line + 1)..] : tail;
    }
}

/// <summary>
/// Where a job is: beside the workload whose place, environment, secrets and role it takes over, under a name that makes starting it safe to repeat.
/// </summary>
public sealed record JobAddress(WorkloadAddress Like, string Name);

/// <summary>What to run: the workload's container with another image, by digest, and another command, at most for the timeout.</summary>
public sealed record JobRequest(JobAddress Address, Image Image, IReadOnlyList<string> Run, TimeSpan Timeout);

/// <summary>A migration or a verification that a release started: the manifest's job, where it runs, how long it may, and since when.</summary>
public sealed record JobRun(string Job, JobAddress Address, TimeSpan Timeout, DateTimeOffset StartedAt)
{
    /// <summary>The command, as the manifest had it when the release was let through.</summary>
    public IReadOnlyList<string> Run { get; init; } = [];

    /// <summary>The repository whose image it runs; null where the release has one image.</summary>
    public string? Repository { get; init; }

    /// <summary>The image that it runs where it is none of the release's; null where it is.</summary>
    public Image? Image { get; init; }

    /// <summary>True once its cluster has taken it: a verification that has vanished since is not started again. Null until then, and for migrations.</summary>
    public bool? IsStarted { get; init; }

    /// <summary>How it ended; null until then.</summary>
    public JobStatus? Outcome { get; init; }

    /// <summary>The end of what it wrote, however it ended: clusters forget their jobs.</summary>
    public string Log { get; init; } = "";

    /// <summary>The earlier release of this digest here whose job it is: a migration that succeeded is not run again. Null when it is this one's own.</summary>
    public ReleaseId? TakenFrom { get; init; }

    /// <summary>True where what served before the release is the image that ran it: the way back keeps its schema. Null otherwise.</summary>
    public bool? Stands { get; init; }

    /// <summary>The job as its cluster reports it by now, kept once it has ended.</summary>
    public JobRun Seen(JobState state) => state.Status is JobStatus.Succeeded or JobStatus.Failed ? this with { Outcome = state.Status, Log = JobState.Tail(state.LogTail) } : this;

    /// <summary>How far it is, by its state.</summary>
    public JobProgress Progress(JobState state, DateTimeOffset now) => new(Job, state with { LogTail = JobState.Tail(state.LogTail) }, now - StartedAt, Timeout) { TakenFrom = TakenFrom };
}

/// <summary>Tasks that run to their end in a cluster: Kubernetes Jobs or ECS tasks.</summary>
public interface IJobs
{
    /// <summary>Starts the job; nothing happens when one with this name exists.</summary>
    Task StartAsync(JobRequest job, CancellationToken cancellationToken);

    Task<JobState> ReadAsync(JobAddress job, CancellationToken cancellationToken);

    /// <summary>Ends the job and its pods if it still runs.</summary>
    Task StopAsync(JobAddress job, CancellationToken cancellationToken);
}
