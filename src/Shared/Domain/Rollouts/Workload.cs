using Slipway.Domain.Images;
using Slipway.Domain.Rollouts.Pauses;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Rollouts;

/// <summary>Where a workload is: what a port needs to find it.</summary>
public sealed record WorkloadAddress(Location Location, string Cluster, string Namespace, WorkloadKind Kind, string Name, string Container)
{
    public static WorkloadAddress Of(EnvironmentManifest environment, Service service) =>
        new(environment.Location, environment.Cluster, environment.Namespace, service.Kind, service.Workload, service.Container);

    /// <summary>Who has an older token than the last one seen has lost the lease.</summary>
    /// <exception cref="ConflictException">It is older.</exception>
    public void RefuseOlder(long token, long seen)
    {
        if (token < seen)
        {
            throw new ConflictException($"{Name} was last changed with token {seen}; token {token} is older, so its holder has lost the lease.");
        }
    }
}

/// <summary>A replica that is not well, and why, in the cluster's own words (CrashLoopBackOff, ImagePullBackOff, Unschedulable).</summary>
public sealed record PodTrouble(string Pod, string Reason, string Message);

/// <summary>
/// A workload as its cluster reports it. <paramref name="Updated"/> replicas run the image that is asked for,
/// <paramref name="Ready"/> of those serve; <paramref name="Old"/> still run another.
/// <paramref name="Troubles"/> are those of updated replicas: what ails an image that is on its way out does not count.
/// </summary>
public sealed record WorkloadState(Image Image, int Desired, int Updated, int Ready, int Old, IReadOnlyList<PodTrouble> Troubles)
{
    /// <summary>Whether the old side is kept without requests, and may have them back by itself.</summary>
    public bool IsOldSideKept { get; init; }

    /// <summary>Why its cluster went back to an image before by itself; null where it did not.</summary>
    public string? WentBack { get; init; }

    /// <summary>Where its cluster holds the rollout; null where it does not.</summary>
    public RolloutPause? Pause { get; init; }

    /// <summary>Whether its cluster went back because nobody continued it at a pause in time.</summary>
    public bool HasTimedOut { get; init; }

    /// <summary>The fingerprint of its <see cref="Templates.WorkloadTemplate"/>; null in records that are older than this.</summary>
    public string? Template { get; init; }
}

/// <summary>
/// How many replicas there are, whatever they run: <paramref name="Desired"/> are asked for, <paramref name="Running"/> have been
/// started and are not leaving, <paramref name="Ready"/> of those serve; of ECS, where a count knows no health, those whose containers run.
/// </summary>
/// <param name="IsRollingOut">Whether some are still to be replaced by others of another revision, whoever asked for that.</param>
public sealed record ReplicaCount(int Desired, int Running, int Ready, bool IsRollingOut);

/// <summary>The workloads of a cluster: Kubernetes or ECS.</summary>
public interface IWorkloads
{
    /// <summary>What a look at the workload alone tells, of one without replicas or with an image by tag as well: cheap enough for every tick.</summary>
    Task<ReplicaCount> CountAsync(WorkloadAddress workload, CancellationToken cancellationToken);

    Task<WorkloadState> ReadAsync(WorkloadAddress workload, CancellationToken cancellationToken);

    /// <summary>Asks for the image; nothing happens when it is asked for already. A token older than the last one seen is refused (<see cref="ConflictException"/>).</summary>
    Task ChangeImageAsync(WorkloadAddress workload, Image image, long fencingToken, CancellationToken cancellationToken);

    Task ScaleAsync(WorkloadAddress workload, int replicas, CancellationToken cancellationToken);

    /// <summary>Replaces the replicas one by one by new ones of the same image; the id makes it safe to repeat.</summary>
    Task RestartAsync(WorkloadAddress workload, string restartId, CancellationToken cancellationToken);
}
