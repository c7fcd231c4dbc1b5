using System.Text.Json.Serialization;
using Slipway.Domain.Images;

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
public sealed record JobState(JobStatus Status, string LogTail);

/// <summary>
/// Where a job is: beside the workload whose place, environment, secrets and role it takes over, under a name that makes starting it safe to repeat.
/// </summary>
public sealed record JobAddress(WorkloadAddress Like, string Name);

/// <summary>What to run: the workload's container with another image, by digest, and another command, at most for the timeout.</summary>
public sealed record JobRequest(JobAddress Address, Image Image, IReadOnlyList<string> Run, TimeSpan Timeout);

/// <summary>A migration that a release started: the manifest's job, where it runs, how long it may, and since when.</summary>
public sealed record JobRun(string Job, JobAddress Address, TimeSpan Timeout, DateTimeOffset StartedAt);

/// <summary>Tasks that run to their end in a cluster: Kubernetes Jobs or ECS tasks.</summary>
public interface IJobs
{
    /// <summary>Starts the job; nothing happens when one with this name exists.</summary>
    Task StartAsync(JobRequest job, CancellationToken cancellationToken);

    Task<JobState> ReadAsync(JobAddress job, CancellationToken cancellationToken);

    /// <summary>Ends the job and its pods if it still runs.</summary>
    Task StopAsync(JobAddress job, CancellationToken cancellationToken);
}
