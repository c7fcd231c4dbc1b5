using System.Text.Json.Serialization;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts.Pauses;
using Slipway.Domain.Rollouts.Templates;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Rollouts;

/// <summary>A workload that is being changed to an image, and since when.</summary>
public sealed record WorkloadProgress(ServiceName Service, Image Wanted, WorkloadState State, TimeSpan Since)
{
    /// <summary>Where its template is another by now, the paths at which; null otherwise, and where that is not looked at.</summary>
    public IReadOnlyList<string>? Changed { get; init; }

    /// <summary>How often it was asked for again already, because another hand had changed it.</summary>
    public int AskedAgain { get; init; }

    /// <summary>While its cluster holds it, for how long not all its replicas have been ready; null where they are, and where it does not.</summary>
    public TimeSpan? Unready { get; init; }

    /// <summary>Whether all its replicas are there and ready.</summary>
    [JsonIgnore]
    public bool IsReady => State.Updated >= State.Desired && State.Ready >= State.Desired;

    /// <summary>What another hand changed on it; null when nobody did, or its own cluster went back.</summary>
    [JsonIgnore]
    public IReadOnlyList<string>? Drift => State.Image.Digest == Wanted.Digest ? Changed : State.WentBack is null ? [Templates.Drift.Image] : null;
}

public sealed record RolloutInputs(IReadOnlyList<WorkloadProgress> Workloads, TimeSpan StableWithin)
{
    /// <summary>True on the way back, where a workload without replicas has nothing to prove.</summary>
    public bool IsWayBack { get; init; }

    /// <summary>Who wins over another hand.</summary>
    public DriftPolicy OnDrift { get; init; }

    /// <summary>Whether an old side that the cluster itself keeps is waited for: until it is gone, requests may go back to it.</summary>
    public bool AwaitsOldSide { get; init; }

    /// <summary>Whether another hand changed one of them.</summary>
    [JsonIgnore]
    public bool HasDrift => Workloads.Any(workload => workload.Drift is not null);

    /// <summary>
    /// Those that their cluster holds on the way to where they are wanted. A pause after all requests is none as long as the old side is not waited
    /// for, and what another hand deploys is that hand's to continue.
    /// </summary>
    [JsonIgnore]
    public IEnumerable<WorkloadProgress> Held => Workloads.Where(IsHeld);

    public bool IsHeld(WorkloadProgress workload) => workload.State.Pause is { } pause && workload.Drift is null && workload.State.Image.Digest == workload.Wanted.Digest
        && (pause.Place != PausePlace.AfterRequests || AwaitsOldSide || IsWayBack);

    /// <summary>How long a replica may wait for a node; a canary comes on top of what fits, and nodes take their time.</summary>
    public TimeSpan SchedulingPatience { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>
/// Whether workloads have arrived at their image.
/// <list type="table">
/// <item><term>its cluster turned it back because nobody continued it at a pause in time</term><description>refuse; the image is not to blame</description></item>
/// <item><term>its cluster went back to another image by itself</term><description>refuse</description></item>
/// <item><term>another hand changed the image or the template meanwhile, and the release insists, less than three times so far</term><description>wait: it is asked for again</description></item>
/// <item><term>it did otherwise</term><description>refuse</description></item>
/// <item><term>a replica crashes, cannot pull its image or was refused its configuration</term><description>refuse at once</description></item>
/// <item><term>a replica cannot be scheduled for a minute, or as long as is said</term><description>refuse</description></item>
/// <item><term>its cluster holds it at a pause, not all its replicas have been ready there for as long as a rollout may take, or it is the way back and later than the limit</term><description>refuse</description></item>
/// <item><term>its cluster holds it at a pause</term><description>wait: <see cref="PauseRule"/> decides</description></item>
/// <item><term>later than the limit</term><description>refuse</description></item>
/// <item><term>every replica is updated and ready, none is old, and there is at least one to show it</term><description>pass</description></item>
/// <item><term>the same, but its cluster keeps the old side, and that is waited for</term><description>wait</description></item>
/// <item><term>otherwise</term><description>wait</description></item>
/// </list>
/// </summary>
public static class RolloutRule
{
    /// <summary>So often a release asks for its own again.</summary>
    private const int Insistence = 3;

    public static Answer Decide(RolloutInputs inputs)
    {
        var answers = inputs.Workloads.Select(workload => Decide(workload, inputs)).ToList();
        return answers.Where(answer => answer.Kind == VerdictKind.Refuse).OrderBy(answer => answer.IsBlameless).FirstOrDefault()
            ?? answers.FirstOrDefault(answer => answer.Kind == VerdictKind.Wait)
            ?? Answer.Pass(answers.Count == 0 ? "No workload was changed." : string.Join("; ", answers.Select(answer => answer.Reason)));
    }

    private static Answer Decide(WorkloadProgress workload, RolloutInputs inputs)
    {
        var state = workload.State;
        var arrived = $"{workload.Service}: {state.Ready} of {state.Desired} replicas ready on {workload.Wanted.Digest.Abbreviation}";
        return state.HasTimedOut && !inputs.IsWayBack
                ? Answer.Blameless($"{workload.Service}: its cluster turned the deployment back, since nobody continued it at its pause hook in time.")
            : state.Image.Digest != workload.Wanted.Digest && state.WentBack is { } reason
                ? Answer.Refuse($"{workload.Service}: its cluster went back to {state.Image.Digest.Abbreviation} by itself: {reason}")
            : workload.Drift is { } drift
                ? Decide(workload, drift, inputs.OnDrift)
            : state.Troubles.FirstOrDefault(trouble => IsHopeless(trouble, workload.Since, inputs.SchedulingPatience)) is { } trouble
                ? Answer.Refuse($"{workload.Service}: {trouble.Pod} is in {trouble.Reason}: {trouble.Message}")
            : inputs.IsHeld(workload) && state.Pause is { } pause
                ? Decide(workload, pause, arrived, inputs)
            : workload.IsReady && state.Old == 0 && (state.Desired > 0 || inputs.IsWayBack)
                ? inputs.AwaitsOldSide && state.IsOldSideKept ? Answer.Wait($"{arrived}, and the old side is kept.") : Answer.Pass($"{arrived}.")
            : workload.Since >= inputs.StableWithin
                ? Answer.Refuse($"{arrived} after {workload.Since.Text()}; at most {inputs.StableWithin.Text()} are allowed.")
            : Answer.Wait($"{arrived}, {state.Old} still on the previous image.");
    }

    private static Answer Decide(WorkloadProgress workload, RolloutPause pause, string arrived, RolloutInputs inputs) =>
        inputs.IsWayBack && workload.Since >= inputs.StableWithin
            ? Answer.Refuse($"{arrived}, and its cluster still holds the deployment at {pause.Stage} after {workload.Since.Text()}: continue it there{pause.Otherwise()}.")
        : pause.Place != PausePlace.BeforeReplicas && workload.Unready >= inputs.StableWithin
            ? Answer.Refuse($"{arrived} at {pause.Stage} after {workload.Unready?.Text()}; at most {inputs.StableWithin.Text()} are allowed.")
        : Answer.Wait($"{arrived}, held by its cluster at {pause.Stage}.");

    private static Answer Decide(WorkloadProgress workload, IReadOnlyList<string> drift, DriftPolicy policy)
    {
        var what = drift[0] == Drift.Image ? $"the image to {workload.State.Image.Digest.Abbreviation}" : Drift.Text(drift);
        var reason = $"{workload.Service}: another hand changed {what} during the rollout";
        return policy != DriftPolicy.Insist
                ? Answer.Blameless($"{reason}.")
            : workload.AskedAgain < Insistence
                ? Answer.Wait($"{reason}; what the release wants is asked for again.")
            : Answer.Blameless($"{reason}, though it was asked for again {Insistence} times.");
    }

    private static bool IsHopeless(PodTrouble trouble, TimeSpan since, TimeSpan patience) => trouble.Reason switch
    {
        "CrashLoopBackOff" or "ImagePullBackOff" or "ErrImagePull" or "InvalidImageName" or "CreateContainerConfigError" => true,
        "Unschedulable" => since >= patience,
        _ => false,
    };
}
