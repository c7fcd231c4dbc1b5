namespace Slipway.Domain.Scaling.Hpa;

/// <summary>What limited a wish, in the words of the status of an autoscaler.</summary>
public enum HpaCondition
{
    DesiredWithinRange,
    TooFewReplicas,
    TooManyReplicas,
    ScaleUpLimit,
    ScaleDownLimit,
}

/// <summary>What an autoscaler comes to, and which limit made it so.</summary>
public sealed record HpaAnswer(int Replicas, HpaCondition Condition);

/// <summary>
/// The limits of autoscaling/v2: the policies of a direction count from what there was when their period began, which changes of
/// both directions moved; of several the one that changes most counts, or least.
/// </summary>
public static class HpaBehavior
{
    /// <summary>How an autoscaler adds replicas whose behaviour nobody wrote: four, or as many as there are, every 15 seconds.</summary>
    public static ScalingDirection UsualUp { get; } = new(TimeSpan.Zero, [new(4, null, TimeSpan.FromSeconds(15)), new(null, 100, TimeSpan.FromSeconds(15))], PolicySelection.Max);

    /// <summary>How it removes them: all at once, once five minutes agree.</summary>
    public static ScalingDirection UsualDown { get; } = new(TimeSpan.FromMinutes(5), [new(null, 100, TimeSpan.FromSeconds(15))], PolicySelection.Max);

    public static HpaAnswer Limit(int current, int desired, int min, int max, ScalingDirection up, ScalingDirection down, IReadOnlyList<ScalingEvent> events, DateTimeOffset now)
    {
        if (desired > current)
        {
            var bound = Math.Max(current, UpTo(current, up, events, now));
            return Capped(desired, bound, max);
        }

        var floor = Math.Min(current, DownTo(current, down, events, now));
        return desired == current || desired >= Math.Max(min, floor) ? new(desired, HpaCondition.DesiredWithinRange)
            : min < floor ? new(floor, HpaCondition.ScaleDownLimit)
            : new(min, HpaCondition.TooFewReplicas);
    }

    /// <summary>The limits without behaviour, of autoscaling/v1: twice what there is, or four.</summary>
    public static HpaAnswer Limit(int current, int desired, int min, int max)
    {
        var bound = Math.Max(2 * current, 4);
        return desired < min ? new(min, HpaCondition.TooFewReplicas) : Capped(desired, bound, max);
    }

    /// <summary>The most that the policies allow now; where there are none, anything.</summary>
    public static int UpTo(int current, ScalingDirection up, IReadOnlyList<ScalingEvent> events, DateTimeOffset now)
    {
        var bounds = AtStart(current, up, events, now)
            .Select(known => known.Policy.Pods is { } pods ? known.Start + pods : (int)Math.Ceiling(known.Start * (1 + (known.Policy.Percent!.Value / 100.0))))
            .DefaultIfEmpty(int.MaxValue);
        return up.Select switch { PolicySelection.Disabled => current, PolicySelection.Min => bounds.Min(), _ => bounds.Max() };
    }

    /// <summary>The fewest that the policies allow now; where there are none, anything.</summary>
    public static int DownTo(int current, ScalingDirection down, IReadOnlyList<ScalingEvent> events, DateTimeOffset now)
    {
        var bounds = AtStart(current, down, events, now)
            .Select(known => known.Policy.Pods is { } pods ? known.Start - pods : (int)(known.Start * (1 - (known.Policy.Percent!.Value / 100.0))))
            .DefaultIfEmpty(int.MinValue);
        return down.Select switch { PolicySelection.Disabled => current, PolicySelection.Min => bounds.Max(), _ => bounds.Min() };
    }

    /// <summary>By how many replicas events changed within a period, less those that took some away.</summary>
    public static int Change(TimeSpan period, IReadOnlyList<ScalingEvent> events, DateTimeOffset now) => events.Where(past => now - past.At < period).Sum(past => past.Change);

    private static HpaAnswer Capped(int desired, int bound, int max) =>
        desired <= Math.Min(max, bound) ? new(desired, HpaCondition.DesiredWithinRange)
        : max > bound ? new(bound, HpaCondition.ScaleUpLimit)
        : new(max, HpaCondition.TooManyReplicas);

    /// <summary>Each policy with what there was when its period began.</summary>
    private static IEnumerable<(ScalingStep Policy, int Start)> AtStart(int current, ScalingDirection direction, IReadOnlyList<ScalingEvent> events, DateTimeOffset now) =>
        direction.Policies.Select(policy => (policy, current - Change(policy.Period, events, now)));
}
