using Slipway.Domain.Scaling;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about how a service's replicas follow its work.</summary>
internal static class ScalingSection
{
    private static readonly TimeSpan LongestWindow = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromMinutes(30);

    private static readonly Words<MetricKind> Kinds = new(("queueDepth", MetricKind.QueueDepth), ("cpu", MetricKind.Cpu), ("memory", MetricKind.Memory));

    private static readonly Words<MetricReading> Readings =
        new(("total", MetricReading.Total), ("perReplica", MetricReading.PerReplica), ("average", MetricReading.PerReplica));

    private static readonly Words<PolicySelection> Selections =
        new(("max", PolicySelection.Max), ("min", PolicySelection.Min), ("disabled", PolicySelection.Disabled));

    private static MapShape Metric { get; } = new("{metric: queueDepth, queue: jobs, target: 100, as: perReplica}",
    [
        Must("metric", Kinds.Shape, "What is measured."),
        May("queue", Scalars.NameIn("queues", "jobs"), "The queue whose depth is measured."),
        Must("target", Scalars.Either("a number or a percentage", "100 or 70%", Scalars.Amount("100"), Scalars.Percent), "Messages for queueDepth, a percentage for cpu and memory."),
        May("as", Readings.Shape, "total: over the target scales up, at or below half of it down; perReplica or average: what one replica should have, the default."),
    ]);

    private static MapShape Policy { get; } = new("{pods: 1, period: 60s}",
    [
        May("pods", Scalars.Whole(1, 1000, "1"), "How many replicas a period may add or remove."),
        May("percent", Scalars.Whole(1, 1000, "100"), "How many percent of its replicas a period may add or remove."),
        Must("period", Scalars.Duration, "The period, at most 30m."),
    ]);

    private static MapShape Direction { get; } = new("{policies: [{pods: 1, period: 60s}]}",
    [
        May("stabilization", Scalars.Duration, "The window over which the mildest wish counts, at most 1h; without it, 0s up and 5m down."),
        Must("policies", new ListShape("[{pods: 1, period: 60s}]", Policy, Filled: true), "The steps allowed."),
        May("select", Selections.Shape, "The policy that counts: the one that changes most (max, the default) or least (min); disabled for never."),
    ]);

    public static MapShape Shape { get; } = new("{metrics: [...], scaleUp: {...}, scaleDown: {...}}",
    [
        Must("metrics", new ListShape($"[{Metric.Example}]", Metric, Filled: true), "What is measured; the highest wish counts."),
        Must("scaleUp", Direction, "How fast replicas are added."),
        Must("scaleDown", Direction, "How fast replicas are removed."),
    ]);

    public static void Check(ManifestNode scaling, Problems problems)
    {
        foreach (var metric in scaling["metrics"].Items)
        {
            CheckMetric(metric, problems);
        }

        foreach (var direction in new[] { scaling["scaleUp"], scaling["scaleDown"] })
        {
            CheckLimit(direction["stabilization"], TimeSpan.Zero, LongestWindow, problems);
            foreach (var policy in direction["policies"].Items)
            {
                CheckLimit(policy["period"], TimeSpan.FromSeconds(1), LongestPeriod, problems);
                if (policy is MapNode && policy.Find("pods") is null == policy.Find("percent") is null)
                {
                    problems.Add(policy, "write either pods or percent, such as {pods: 1, period: 60s}");
                }
            }
        }
    }

    public static ScalingPolicy? Read(ManifestNode scaling) =>
        scaling is AbsentNode
            ? null
            : new(
                [.. scaling["metrics"].Items.Select(ReadMetric)],
                ReadDirection(scaling["scaleUp"], TimeSpan.Zero),
                ReadDirection(scaling["scaleDown"], TimeSpan.FromMinutes(5)));

    private static void CheckMetric(ManifestNode metric, Problems problems)
    {
        var (kind, target) = (Kinds.Find(metric["metric"].Text), metric["target"]);
        var percentage = Measure.Percent(target.Text);
        if (kind == MetricKind.QueueDepth)
        {
            if (metric.Find("queue") is null)
            {
                problems.Add(metric["queue"], "missing; write the queue whose depth counts, such as queue: jobs");
            }

            if (percentage is not null || target.Number is 0)
            {
                problems.Add(target, $"write a number of messages such as 100 instead of '{target.Text}'");
            }
        }
        else if (kind is not null)
        {
            if (target.Number is not null || percentage is 0 or > 100)
            {
                problems.Add(target, $"write a percentage from 1% to 100% such as 70% instead of '{target.Text}'");
            }

            foreach (var key in metric.Entries.Where(entry => entry.Key is "queue" or "as"))
            {
                problems.Add(key.Value, "belongs to metric: queueDepth; remove it here");
            }
        }
    }

    private static void CheckLimit(ManifestNode node, TimeSpan least, TimeSpan most, Problems problems)
    {
        if (node.Duration is { } duration && (duration < least || duration > most))
        {
            problems.Add(node, $"is {node.Text}; write from {Measure.Notation(least)} to {Measure.Notation(most)}");
        }
    }

    private static ScalingMetric ReadMetric(ManifestNode metric)
    {
        var kind = Kinds.Find(metric["metric"].Text) ?? default;
        var target = metric["target"].Number ?? Measure.Percent(metric["target"].Text) ?? 0;
        return new(kind, metric["queue"].Text, target, Readings.Find(metric["as"].Text) ?? MetricReading.PerReplica);
    }

    private static ScalingDirection ReadDirection(ManifestNode direction, TimeSpan window) => new(
        direction["stabilization"].Duration ?? window,
        [.. direction["policies"].Items.Select(policy => new ScalingStep(policy["pods"].Whole, policy["percent"].Whole, policy["period"].Duration ?? default))],
        Selections.Find(direction["select"].Text) ?? PolicySelection.Max);
}
