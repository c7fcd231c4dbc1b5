using Slipway.Domain.Scaling.Replays;

namespace Slipway.Local.Replays;

/// <summary>A candidate and what became of the load under it.</summary>
public sealed record ReplayRow(ReplayCandidate Candidate, ReplayOutcome Outcome)
{
    public string Name => NameOf(Candidate.Policy);

    public static string NameOf(ReplayedPolicy policy) => policy switch
    {
        ReplayedPolicy.Drain => "drain",
        ReplayedPolicy.Hpa => "hpa",
        ReplayedPolicy.Keda => "keda",
        _ => "ecs-target-tracking",
    };
}

/// <summary>Replays a load under every candidate of a plan.</summary>
public static class Replaying
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(15);

    public static ReplayRow Run(LoadTrace load, ReplayPlan plan, ReplayCandidate candidate, CancellationToken cancellationToken = default)
    {
        var fleet = new Fleet(plan.Replicas.Min, plan.Replicas.Desired, plan.Replicas.Max, plan.StartUp, Tick);
        return new(candidate, QueueReplay.Run(load, fleet, PolicyOf(candidate, plan, fleet), cancellationToken));
    }

    private static IReplayPolicy PolicyOf(ReplayCandidate candidate, ReplayPlan plan, Fleet fleet) => candidate switch
    {
        { Rules: { } rules } => new ManifestReplayPolicy(rules, plan.Replicas),
        { Policy: ReplayedPolicy.Keda } => new KedaReplayPolicy(candidate.Knob, fleet),
        _ => new TargetTrackingReplayPolicy(candidate.Knob),
    };
}
