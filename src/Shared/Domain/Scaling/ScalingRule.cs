using Slipway.Domain.Scaling.Hpa;

namespace Slipway.Domain.Scaling;

/// <summary>
/// How many replicas what waits asks for, in the HPA's order: wish, stabilisation window, steps allowed, limits.
/// <list type="table">
/// <item><term>a freeze</term><description>nothing</description></item>
/// <item><term>an incident paused the service</term><description>none, and what ran before counts as the wish</description></item>
/// <item><term>nothing could be read</term><description>never fewer; what the outage policy says once it has lasted</description></item>
/// <item><term>it may sleep and there is no work</term><description>none, once the cooldown has passed; at the first work one at once</description></item>
/// <item><term>held, while something changes the service</term><description>never fewer</description></item>
/// </list>
/// </summary>
public static class ScalingRule
{
    /// <summary>Longer without a tick is a pause of the control plane; shorter, some were lost.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(3);

    public static ScalingDecision Decide(ScalingObservation tick) => Tick(tick).Decision;

    /// <summary>The decision, and what later ticks remember of this one: what no window and no period needs any more is dropped.</summary>
    public static (ScalingDecision Decision, ScalingState State) Tick(ScalingObservation tick)
    {
        var seen = tick with { State = WithStart(tick.State, tick) };
        var wish = ScalingWish.Of(seen);
        var decision = Decide(seen, wish);
        return (decision, Remember(seen, wish, decision));
    }

    private static ScalingDecision Decide(ScalingObservation seen, ScalingWish wish)
    {
        if (seen.Frozen is { } frozen)
        {
            return new(seen.Current, seen.Current, seen.Current, $"{frozen}: nothing is scaled.");
        }

        if (seen.State.PausedBy is { Count: > 0 } incidents)
        {
            return new(seen.Current, 0, seen.State.PausedFrom ?? seen.Current, $"Paused by incident {string.Join(", ", incidents)}: no replicas until it ends.");
        }

        return wish.Replicas is { } replicas ? Allow(seen, Limit(seen, wish, Math.Max(replicas, Fallback(seen, wish))), wish.Seen) : Blind(seen, wish);
    }

    private static ScalingState Remember(ScalingObservation seen, ScalingWish wish, ScalingDecision decision)
    {
        var policy = seen.Policy;
        var state = wish.Problem is null ? seen.State with { Misses = 0, MissingSince = null, AlertedAt = null } : seen.State.Missed(seen.At);
        var window = Longest(policy.ScaleUp.Stabilization, policy.ScaleDown.Stabilization, policy.Drain?.Pace ?? TimeSpan.Zero);
        var period = Longest([policy.Drain?.StartUp ?? TimeSpan.Zero, .. policy.ScaleUp.Policies.Concat(policy.ScaleDown.Policies).Select(step => step.Period)]);
        var change = seen.State.PausedBy.Count > 0 ? 0 : decision.To - decision.From;
        return state with
        {
            Recommendations = [.. state.Recommendations.Where(past => seen.At - past.At <= window), new(seen.At, decision.Wish)],
            Events = [.. state.Events.Where(past => seen.At - past.At <= period), .. change == 0 ? [] : new[] { new ScalingEvent(seen.At, change) }],
            Samples = seen.Samples ?? state.Samples,
            ActiveAt = IsActive(seen, wish) ? seen.At : state.ActiveAt ?? seen.At,
            Decision = decision,
            At = seen.At,
        };
    }

    /// <summary>What windows, steps and limits leave of the wish.</summary>
    private static (int To, int Wish, int Stable) Limit(ScalingObservation seen, ScalingWish wish, int replicas)
    {
        var (policy, range) = (seen.Policy, seen.Range);
        if (range.Min == 0 && !IsActive(seen, wish) && (seen.Current == 0 ? Fallback(seen, wish) == 0 : MaySleep(seen, wish)))
        {
            return (0, 0, 0);
        }

        // A service that sleeps is woken by one replica whatever its steps allow: a percentage of none is none.
        var least = Math.Max(range.Min, 1);
        var past = policy.Drain is null ? seen.State.Recommendations : [];
        var stable = HpaMemory.Stabilize(past, seen.Current, replicas, policy.ScaleUp.Stabilization, policy.ScaleDown.Stabilization, seen.At);
        var limited = HpaBehavior.Limit(seen.Current, stable, least, range.Max, policy.ScaleUp, policy.ScaleDown, seen.State.Events, seen.At).Replicas;
        return (Math.Clamp(limited, least, range.Max), wish.Remembered ?? replicas, stable);
    }

    private static bool MaySleep(ScalingObservation seen, ScalingWish wish) =>
        wish.Problem is null && seen.Policy.ScaleDown.Select != PolicySelection.Disabled && seen.At - (seen.State.ActiveAt ?? seen.At) >= seen.Policy.Zero.Cooldown;

    private static ScalingDecision Allow(ScalingObservation seen, (int To, int Wish, int Stable) limited, string text) => (limited.To - seen.Current) switch
    {
        < 0 when seen.Held is { } held => new(seen.Current, seen.Current, limited.Wish, $"{text}; not scaled in: {held}"),
        > 0 when seen.HeldOut is { } held => new(seen.Current, seen.Current, limited.Wish, $"{text}; not scaled out: {held}"),
        _ => new(seen.Current, limited.To, limited.Wish, $"{text}: {Text(seen.Current, limited.Wish, limited.Stable, limited.To)}"),
    };

    private static ScalingDecision Blind(ScalingObservation seen, ScalingWish wish)
    {
        var why = wish.Problem is { } sentence ? $" {sentence}" : "";
        return Math.Min(Fallback(seen, wish), seen.Range.Max) is var to && to > seen.Current && seen.HeldOut is null
            ? new(seen.Current, to, seen.Current, $"What waits could not be read for {seen.State.Misses + 1} ticks: {seen.Current} → {to} replicas, as the manifest says for this.{why}")
            : new(seen.Current, seen.Current, seen.Current, $"What waits could not be read: nothing is changed.{why}");
    }

    /// <summary>The least to have once something could not be read for long enough.</summary>
    private static int Fallback(ScalingObservation seen, ScalingWish wish) =>
        wish.Problem is not null && seen.State.Misses + 1 >= seen.Policy.Outage.After ? seen.Policy.Outage.Replicas ?? 0 : 0;

    private static bool IsActive(ScalingObservation seen, ScalingWish wish) => wish.Level > seen.Policy.Zero.Activation;

    /// <summary>The first tick, also the first after a pause, counts what runs as a wish, so that a restart of the control plane scales nothing in.</summary>
    private static ScalingState WithStart(ScalingState state, ScalingObservation seen) => state.Recommendations.Any(past => seen.At - past.At <= Pause)
        ? state
        : state with { Recommendations = [.. state.Recommendations, new(seen.At, seen.Current)], ActiveAt = seen.At };

    private static TimeSpan Longest(params TimeSpan[] durations) => durations.DefaultIfEmpty().Max();

    private static string Text(int current, int wish, int stable, int to) => (to - current) switch
    {
        not 0 => $"{current} → {to} replicas.",
        _ when stable != current => $"stays at {current}: the policy allows no further step yet.",
        _ when wish != current => $"stays at {current}: the window for scaling {(wish < current ? "in" : "out")} has not passed.",
        _ => $"stays at {current}.",
    };
}
