using Slipway.Domain.Systems;

namespace Slipway.Domain.Scaling.Replays;

/// <summary>The policies that a replay knows: the two of a manifest, and the peers that it compares them with.</summary>
public enum ReplayedPolicy
{
    Drain,
    Hpa,
    Keda,
    TargetTracking,
}

/// <summary>One policy with one setting of its knob: the wait in seconds for drain, for the others the messages of each replica.</summary>
/// <param name="Rules">What the manifest's own policies are asked with; null for the peers.</param>
public sealed record ReplayCandidate(ReplayedPolicy Policy, double Knob, ScalingPolicy? Rules);

/// <summary>What a load is replayed with.</summary>
/// <param name="StartUp">From a decision to a replica that serves.</param>
/// <param name="Work">How long a job takes where the load does not say it.</param>
/// <param name="Over">The wait beyond which seconds are counted.</param>
public sealed record ReplayPlan(ReplicaRange Replicas, TimeSpan StartUp, TimeSpan Work, TimeSpan Over, IReadOnlyList<ReplayCandidate> Candidates)
{
    /// <summary>The setting that a manifest without further words has, for a wait that is meant.</summary>
    public static ScalingPolicy DrainTo(TimeSpan wait, TimeSpan startUp) =>
        new([], new(TimeSpan.Zero, [], PolicySelection.Max), new(TimeSpan.Zero, [], PolicySelection.Max)) { Drain = new(wait, startUp) };
}
