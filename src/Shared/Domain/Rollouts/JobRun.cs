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

/// <summary>What to run: an image by digest, in a cluster, under a name that makes starting it safe to repeat.</summary>
public sealed record JobRequest(string Cluster, string Namespace, string Name, Image Image, IReadOnlyList<string> Run, TimeSpan Timeout);

/// <summary>A migration that a release started: the manifest's job, where and under which name it runs, how long it may, and since when.</summary>
public sealed record JobRun(string Job, string Cluster, string Namespace, string Name, TimeSpan Timeout, DateTimeOffset StartedAt);

/// <summary>Tasks that run to their end in a cluster: Kubernetes Jobs or ECS tasks.</summary>
public interface IJobs
{
    /// <summary>Starts the job; nothing happens when one with this name exists.</summary>
    Task StartAsync(JobRequest job, CancellationToken cancellationToken);

    Task<JobState> ReadAsync(string cluster, string @namespace, string name, CancellationToken cancellationToken);

    /// <summary>Ends the job and its pods if it still runs.</summary>
    Task StopAsync(string cluster, string @namespace, string name, CancellationToken cancellationToken);
}
