using Slipway.Domain.Scaling;
using Slipway.Domain.Scaling.Hpa;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about how a service's replicas follow its work.</summary>
internal static class ScalingSection
{
    private static readonly TimeSpan LongestWindow = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromMinutes(30);

    private static readonly Words<PolicySelection> Selections =
        new(("max", PolicySelection.Max), ("min", PolicySelection.Min), ("disabled", PolicySelection.Disabled));

    private static MapShape Zero { get; } = new("{activation: 0, cooldown: 5m}",
    [
        May("activation", Scalars.Amount("0"), "A service that sleeps wakes when more than this waits; without it, 0."),
        May("cooldown", Scalars.Duration, "It sleeps once no more than that waited for so long; without it, 5m."),
    ]);

    private static MapShape Outage { get; } = new("{replicas: 4, after: 3, alertAfter: 20}",
    [
        May("replicas", Scalars.Whole(1, 1000, "4"), "The least to have then; without it, nothing is changed."),
        May("after", Scalars.Whole(1, 1000, "3"), "After so many ticks of 15 seconds; without it, 3."),
        May("alertAfter", Scalars.Whole(1, 10000, "20"), "After so many ticks people are told, once; without it, 20."),
    ]);

    private static MapShape Policy { get; } = new("{pods: 1, period: 60s}",
    [
        May("pods", Scalars.Whole(1, 1000, "1"), "How many replicas a period may add or remove."),
        May("percent", Scalars.Whole(1, 1000, "100"), "How many percent of its replicas a period may add or remove."),
        Must("period", Scalars.Duration, "The period, at most 30m."),
    ]);

    public static MapShape Direction { get; } = new("{policies: [{pods: 1, period: 60s}]}",
    [
        May("stabilization", Scalars.Duration, "The window over which the mildest wish counts, at most 1h; without it, 0s up and 5m down."),
        Must("policies", new ListShape("[{pods: 1, period: 60s}]", Policy, Filled: true), "The steps allowed."),
        May("select", Selections.Shape, "The policy that counts: the one that changes most (max, the default) or least (min); disabled for never."),
    ]);

    public static MapShape Shape { get; } = new("{metrics: [...], scaleUp: {...}, scaleDown: {...}}",
    [
        May("metrics", new ListShape($"[{ScalingMetricSection.Shape.Example}]", ScalingMetricSection.Shape, Filled: true), "What is measured; the highest wish counts."),
        May("drain", DrainSection.Shape, "Instead of metrics: how long a message may wait."),
        May("scaleUp", Direction, "How fast replicas are added; without it, as the HPA does: the more of 4 and 100 % in 15s. With drain, anything."),
        May("scaleDown", Direction, "How fast replicas are removed; without it, as the HPA does: anything, once 5m agree. With drain, anything."),
        May("zero", Zero, "For replicas.min: 0: when there are none, and what wakes it."),
        May("unreadable", Outage, "What happens when a metric cannot be read; nothing is ever scaled in then."),
    ]);

    public static void Check(ManifestNode scaling, ManifestNode replicas, ManifestNode queues, Problems problems)
    {
        if (scaling is not MapNode)
        {
            return;
        }

        if (scaling.Find("metrics") is null == scaling.Find("drain") is null)
        {
            problems.Add(scaling, "write either metrics or drain, such as drain: {queue: jobs, wait: 60s}");
        }

        foreach (var metric in scaling["metrics"].Items)
        {
            ScalingMetricSection.Check(metric, problems);
        }

        DrainSection.Check(scaling["drain"], queues, problems);
        if (scaling.Find("zero") is { } zero && replicas["min"].Whole is not 0)
        {
            problems.Add(zero, "belongs to replicas.min: 0; remove it, or let the service have no replicas");
        }

        CheckDirections(scaling, problems);
        if (replicas["min"].Whole is 0)
        {
            CheckSleep(scaling, queues, problems);
        }

        foreach (var window in new[] { scaling["scaleUp"], scaling["scaleDown"] }.Where(direction => scaling.Find("drain") is not null).Select(direction => direction.Find("stabilization")).OfType<ManifestNode>())
        {
            problems.Add(window, "belongs to metrics; remove it: drain has a window of its own");
        }
    }

    /// <summary>The steps allowed, wherever they are written.</summary>
    public static void CheckDirections(ManifestNode scaling, Problems problems)
    {
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

    /// <summary>Something must wake what sleeps, and show that nobody works before it goes to sleep.</summary>
    private static void CheckSleep(ManifestNode scaling, ManifestNode queues, Problems problems)
    {
        var metrics = scaling["metrics"].Items;
        if (scaling.Find("drain") is null && metrics.Count > 0 && !metrics.Any(metric => metric["metric"].Text is "queueDepth" or "cloudWatch" or "requests"))
        {
            problems.Add(scaling["metrics"], "nothing here wakes a service with replicas.min: 0; add a queueDepth, such as {metric: queueDepth, queue: jobs, target: 10}, or write min: 1");
        }

        foreach (var metric in metrics)
        {
            foreach (var (queue, kind) in QueueSection.Which(metric["queue"], queues, QueueSection.HidesInFlight))
            {
                problems.Add(metric["queue"], $"{queue} is a {kind}, which does not tell what is being worked on, so that a busy worker would be sent to sleep; write replicas.min: 1");
            }
        }
    }

    /// <param name="usual">What counts for a direction that is not written; null for the HPA's.</param>
    public static ScalingPolicy? Read(ManifestNode scaling, ScalingPolicy? usual = null) => scaling is AbsentNode ? null : new(
        [.. scaling["metrics"].Items.Select(ScalingMetricSection.Read)],
        ReadDirection(scaling["scaleUp"], scaling, usual?.ScaleUp ?? HpaBehavior.UsualUp),
        ReadDirection(scaling["scaleDown"], scaling, usual?.ScaleDown ?? HpaBehavior.UsualDown))
    {
        Drain = DrainSection.Read(scaling["drain"]),
        Zero = new(scaling["zero"]["activation"].Number ?? ZeroPolicy.Usual.Activation, scaling["zero"]["cooldown"].Duration ?? ZeroPolicy.Usual.Cooldown),
        Outage = new(
            scaling["unreadable"]["replicas"].Whole,
            scaling["unreadable"]["after"].Whole ?? OutagePolicy.Usual.After,
            scaling["unreadable"]["alertAfter"].Whole ?? OutagePolicy.Usual.AlertAfter),
    };

    /// <summary>A duration must lie within limits.</summary>
    public static void CheckLimit(ManifestNode node, TimeSpan least, TimeSpan most, Problems problems)
    {
        if (node.Duration is { } duration && (duration < least || duration > most))
        {
            problems.Add(node, $"is {node.Text}; write from {Measure.Notation(least)} to {Measure.Notation(most)}");
        }
    }

    private static ScalingDirection ReadDirection(ManifestNode direction, ManifestNode scaling, ScalingDirection usual) => direction is AbsentNode
        ? scaling.Find("drain") is null ? usual : new(TimeSpan.Zero, [], PolicySelection.Max)
        : new(
            direction["stabilization"].Duration ?? (scaling.Find("drain") is null ? usual.Stabilization : TimeSpan.Zero),
            [.. direction["policies"].Items.Select(policy => new ScalingStep(policy["pods"].Whole, policy["percent"].Whole, policy["period"].Duration ?? default))],
            Selections.Find(direction["select"].Text) ?? PolicySelection.Max);
}
