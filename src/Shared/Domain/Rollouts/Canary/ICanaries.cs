using Slipway.Domain.Images;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Rollouts.Canary;

/// <summary>
/// Replicas of another image beside a workload, which take their share of its requests or messages, or none or all of its requests. They are
/// a workload of their own in its likeness, so that the one they are compared with stays untouched, and to end them is the whole way back.
/// </summary>
public interface ICanaries
{
    /// <summary>Whether all requests to the workload can be given to its canary, by what sends them there; false for one that nothing sends requests to.</summary>
    /// <exception cref="RejectedException">They could be, were it set up for that: the sentence says what to do.</exception>
    Task<bool> TakesRequestsAsync(WorkloadAddress workload, CancellationToken cancellationToken);

    /// <summary>Whether its canary takes all requests to it now, whoever gave it those.</summary>
    Task<bool> TakesAllAsync(WorkloadAddress workload, CancellationToken cancellationToken);

    /// <summary>Asks for so many replicas of the image, and for that traffic, whatever the canary was before. A token older than the last one seen, of the canary or its workload, is refused (<see cref="ConflictException"/>).</summary>
    /// <exception cref="RejectedException">What stands under its name is somebody else's.</exception>
    /// <exception cref="UnavailableException">An earlier canary is still leaving, or one that is to take all requests is not ready in full.</exception>
    Task RunAsync(WorkloadAddress workload, Image image, int replicas, CanaryTraffic traffic, long fencingToken, CancellationToken cancellationToken);

    /// <summary>Whether nothing of a canary is there any more.</summary>
    Task<bool> IsGoneAsync(WorkloadAddress workload, CancellationToken cancellationToken);

    /// <summary>Gives its requests back to the workload and ends the canary; nothing happens when there is none, or a newer holder's.</summary>
    Task EndAsync(WorkloadAddress workload, long fencingToken, CancellationToken cancellationToken);
}

/// <summary>Where the canary of a workload is.</summary>
public static class CanaryAddress
{
    private const string Suffix = "-canary";

    /// <summary>What a name or the value of a label of Kubernetes may have.</summary>
    private const int LongestName = 63;

    /// <summary>Whether a workload of this kind can have a canary: one that has a replica for each node or each volume cannot.</summary>
    public static bool IsPossible(WorkloadKind kind) => kind is WorkloadKind.Deployment or WorkloadKind.EcsService;

    /// <exception cref="RejectedException">It can have none.</exception>
    public static WorkloadAddress Of(WorkloadAddress workload) => IsPossible(workload.Kind)
        ? workload with { Name = Beside(workload.Name) }
        : throw new RejectedException($"{workload.Name} is a {workload.Kind}, which has no canary: only Deployments and services of ECS have one.");

    /// <summary>What stands for a name, or for the value of a label, on the canary.</summary>
    public static string Beside(string name) => name[..Math.Min(name.Length, LongestName - Suffix.Length)] + Suffix;
}
