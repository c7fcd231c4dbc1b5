using Slipway.Domain.Scaling.Hpa;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Scaling;

/// <summary>What a tick saw. <paramref name="Depth"/> is null when the queue could not be read; <paramref name="Held"/> says why nothing may be scaled in.</summary>
public sealed record ScalingObservation(ScalingPolicy Policy, ReplicaRange Range, int Current, QueueDepth? Depth, string? Held, ScalingState State, DateTimeOffset At)
{
    /// <summary>Why nothing may be scaled at all; null when it may.</summary>
    public string? Frozen { get; init; }

    /// <summary>Why the queue could not be read.</summary>
    public string? Unread { get; init; }
}

/// <summary>How many replicas there should be, and why.</summary>
public sealed record ScalingDecision(int From, int To, int Wish, string Reason);

/// <summary>
/// How many replicas a queue's depth asks for, in the HPA's order: wish, stabilisation window, steps allowed, limits.
/// Nothing scales in on a missing depth or while it is held; what an incident paused stays at none, and what ran before counts as the wish.
/// </summary>
public static class ScalingRule
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    public static ScalingDecision Decide(ScalingObservation seen)
    {
        if (seen.State.PausedBy is { Count: > 0 } incidents)
        {
            return new(seen.Current, 0, seen.State.PausedFrom ?? seen.Current, $"Paused by incident {string.Join(", ", incidents)}: no replicas until it ends.");
        }

        if (seen.Frozen is { } frozen)
        {
            return new(seen.Current, seen.Current, seen.Current, $"{frozen}: nothing is scaled.");
        }

        if (seen.Depth is not { } depth)
        {
            return new(seen.Current, seen.Current, seen.Current, $"The queue could not be read: nothing is changed.{(seen.Unread is { } why ? $" {why}" : "")}");
        }

        var metric = seen.Policy.Metrics.First(metric => metric.Kind == MetricKind.QueueDepth);
        var waiting = depth.Visible + depth.InFlight;
        var wish = Wish(metric, waiting, seen);
        var (up, down) = (seen.Policy.ScaleUp, seen.Policy.ScaleDown);
        var stable = HpaMemory.Stabilize(WithStart(seen.State, seen).Recommendations, seen.Current, wish, up.Stabilization, down.Stabilization, seen.At);
        var limited = HpaBehavior.Limit(seen.Current, stable, seen.Range.Min, seen.Range.Max, up, down, seen.State.Events, seen.At).Replicas;
        var to = Math.Clamp(limited, seen.Range.Min, seen.Range.Max);
        var seenDepth = $"{waiting} messages wait (limit {metric.Target:0.##})";
        return to < seen.Current && seen.Held is { } held
            ? new(seen.Current, seen.Current, wish, $"{seenDepth}; not scaled in: {held}")
            : new(seen.Current, to, wish, $"{seenDepth}: {Text(seen.Current, wish, stable, to)}");
    }

    /// <summary>What to remember of this tick: what no window and no period needs any more is dropped.</summary>
    public static ScalingState Remember(ScalingObservation seen, ScalingDecision decision)
    {
        var state = WithStart(seen.State, seen);
        var window = Longest(seen.Policy.ScaleUp.Stabilization, seen.Policy.ScaleDown.Stabilization);
        var period = Longest([.. seen.Policy.ScaleUp.Policies.Concat(seen.Policy.ScaleDown.Policies).Select(policy => policy.Period)]);
        var change = seen.State.PausedBy.Count > 0 ? 0 : decision.To - decision.From;
        return state with
        {
            Recommendations = [.. state.Recommendations.Where(past => seen.At - past.At <= window), new(seen.At, decision.Wish)],
            Events = [.. state.Events.Where(past => seen.At - past.At <= period), .. change == 0 ? [] : new[] { new ScalingEvent(seen.At, change) }],
            Decision = decision,
            At = seen.At,
        };
    }

    private static int Wish(ScalingMetric metric, int waiting, ScalingObservation seen) => metric.Reading switch
    {
        MetricReading.PerReplica => (int)Math.Ceiling(waiting / metric.Target),
        _ when waiting > metric.Target => seen.Range.Max,
        _ when waiting <= metric.Target / 2 => seen.Range.Min,
        _ => seen.Current,
    };

    /// <summary>The first tick, also the first after a pause, counts what runs as a wish, so that a restart of the control plane scales nothing in.</summary>
    private static ScalingState WithStart(ScalingState state, ScalingObservation seen) =>
        state.Recommendations.Any(past => seen.At - past.At <= Pause) ? state : state with { Recommendations = [.. state.Recommendations, new(seen.At, seen.Current)] };

    private static TimeSpan Longest(params TimeSpan[] durations) => durations.DefaultIfEmpty().Max();

    private static string Text(int current, int wish, int stable, int to) => (to - current) switch
    {
        not 0 => $"{current} → {to} replicas.",
        _ when stable != current => $"stays at {current}: the policy allows no further step yet.",
        _ when wish != current => $"stays at {current}: the window for scaling {(wish < current ? "in" : "out")} has not passed.",
        _ => $"stays at {current}.",
    };
}
