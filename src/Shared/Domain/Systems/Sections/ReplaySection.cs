using Slipway.Domain.Scaling;
using Slipway.Domain.Scaling.Replays;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a file says about the policies that a load is replayed under.</summary>
internal static class ReplaySection
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private static readonly Words<MetricReading> Readings = new(("total", MetricReading.Total), ("perReplica", MetricReading.PerReplica));

    private static OneOrMoreShape Targets { get; } = new(new("[2, 10]", Scalars.Amount("10"), Distinct: true, Filled: true));

    private static MapShape Drain { get; } = new("{wait: 60s}",
        [Must("wait", new OneOrMoreShape(new("[30s, 60s]", Scalars.Duration, Distinct: true, Filled: true)), "The longest wait that is meant, or a list: each is replayed.")]);

    private static MapShape Hpa { get; } = new("{target: 10}",
    [
        Must("target", Targets, "Messages, or a list: each is replayed."),
        May("as", Readings.Shape, "As in a manifest: perReplica, or total."),
        May("scaleUp", ScalingSection.Direction, "As in a manifest."),
        May("scaleDown", ScalingSection.Direction, "As in a manifest."),
    ]);

    private static MapShape Peer { get; } = new("{target: 10}", [Must("target", Targets, "Messages that each replica should have, or a list: each is replayed.")]);

    private static MapShape Policies { get; } = new("{drain: {wait: 60s}, keda: {target: 10}}",
    [
        May("drain", Drain, "Keeps the wait below a target."),
        May("hpa", Hpa, "The autoscaler of Kubernetes, with the rules of a manifest."),
        May("keda", Peer, "KEDA as it is by default, on the autoscaler of Kubernetes."),
        May("ecs-target-tracking", Peer, "Target tracking on the backlog of each task."),
    ]);

    public static MapShape Shape { get; } = new("{replicas: {min: 1, max: 20}, policies: {drain: {wait: 60s}}}",
    [
        Must("replicas", ServiceSection.Replicas, "How many there may be, and how many there are at first (desired)."),
        May("startUp", Scalars.Duration, "From a decision to a replica that serves; without it, 30s."),
        May("work", Scalars.Duration, "How long a job takes where the trace counts arrivals only; without it, 2s."),
        May("over", Scalars.Duration, "The wait beyond which seconds are counted; without it, 60s."),
        Must("policies", Policies, "What is replayed."),
    ]);

    public static void Check(ManifestNode document, Problems problems)
    {
        ServiceSection.CheckReplicas(document["replicas"], problems);
        foreach (var key in new[] { "startUp", "work", "over" })
        {
            ScalingSection.CheckLimit(document[key], TimeSpan.Zero, Longest, problems);
        }

        foreach (var policy in document["policies"].Entries)
        {
            ScalingSection.CheckDirections(policy.Value, problems);
            foreach (var target in Each(policy.Value["target"]).Where(target => target.Number is 0))
            {
                problems.Add(target, "is 0; write more than 0 messages, such as 10");
            }

            foreach (var wait in Each(policy.Value["wait"]))
            {
                ScalingSection.CheckLimit(wait, TimeSpan.FromSeconds(1), Longest, problems);
            }
        }

        if (document["policies"] is MapNode { Keys.Count: 0 } none)
        {
            problems.Add(none, "is empty; write at least one policy, such as drain: {wait: 60s}");
        }
    }

    public static ReplayPlan Read(ManifestNode document)
    {
        var startUp = document["startUp"].Duration ?? TimeSpan.FromSeconds(30);
        return new(
            ServiceSection.ReadReplicas(document["replicas"]),
            startUp,
            document["work"].Duration ?? TimeSpan.FromSeconds(2),
            document["over"].Duration ?? TimeSpan.FromSeconds(60),
            [.. document["policies"].Entries.SelectMany(policy => ReadPolicy(policy, startUp))]);
    }

    private static IEnumerable<ReplayCandidate> ReadPolicy(MapEntry policy, TimeSpan startUp) => policy.Key switch
    {
        "drain" => Each(policy.Value["wait"]).Select(wait => wait.Duration ?? default).Select(wait => new ReplayCandidate(ReplayedPolicy.Drain, wait.TotalSeconds, ReplayPlan.DrainTo(wait, startUp))),
        "hpa" => Numbers(policy).Select(target => new ReplayCandidate(ReplayedPolicy.Hpa, target, ReadRules(policy.Value, target))),
        "keda" => Numbers(policy).Select(target => new ReplayCandidate(ReplayedPolicy.Keda, target, null)),
        _ => Numbers(policy).Select(target => new ReplayCandidate(ReplayedPolicy.TargetTracking, target, null)),
    };

    private static ScalingPolicy ReadRules(ManifestNode hpa, double target) => ScalingSection.Read(hpa)! with
    {
        Metrics = [new(MetricKind.QueueDepth, target, Readings.Find(hpa["as"].Text) ?? MetricReading.PerReplica)],
    };

    private static IEnumerable<double> Numbers(MapEntry policy) => Each(policy.Value["target"]).Select(target => target.Number ?? 0);

    private static IReadOnlyList<ManifestNode> Each(ManifestNode node) => node is ListNode list ? list.Items : node is ScalarNode ? [node] : [];
}
