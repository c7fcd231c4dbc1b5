namespace Slipway.Domain.Scaling.Hpa;

/// <summary>How the levels of a metric become a wish, in the terms of autoscaling/v2.</summary>
public enum HpaMetricKind
{
    /// <summary>One level for each pod that has one, and what a pod should have on average.</summary>
    Pods,

    /// <summary>One level, and what it should be.</summary>
    ObjectValue,

    /// <summary>One level, and what each replica should have of it.</summary>
    ObjectAverage,

    /// <summary>Levels whose sum should be the target.</summary>
    ExternalValue,

    /// <summary>Levels of whose sum each replica should have the target.</summary>
    ExternalAverage,
}

/// <summary>Levels and target in thousandths, as Kubernetes counts quantities.</summary>
public sealed record HpaMetric(HpaMetricKind Kind, IReadOnlyList<long> Levels, long Target)
{
    /// <summary>What a pod without a level has when the others ask for fewer; null for the target. Of CPU and memory it is all that it requests.</summary>
    public long? OfMissing { get; init; }
}

/// <summary>How far from the target nothing is changed, as a share of it: below, and above.</summary>
public sealed record HpaTolerance(double Down, double Up)
{
    public static HpaTolerance Usual { get; } = new(0.1, 0.1);

    public bool Holds(double ratio) => ratio >= 1 - Down && ratio <= 1 + Up;
}

/// <summary>What runs: the replicas that the workload reports, its pods, and how many of those are ready.</summary>
public sealed record HpaPods(int Replicas, int All, int Ready);

/// <summary>The replicas that a metric asks for, and its use as the status would show it.</summary>
public sealed record HpaWish(int Replicas, long Usage);

/// <summary>
/// How many replicas a metric asks for, exactly as the controller of Kubernetes computes it.
/// <list type="table">
/// <item><term>within the tolerance</term><description>as many as there are</description></item>
/// <item><term>pods</term><description>use over target times the pods; one without a level counts as on target when scaling in and as idle when scaling out, and a wish that this turns round is none</description></item>
/// <item><term>object, external</term><description>use over target times the ready pods, from none the ratio itself</description></item>
/// <item><term>per pod</term><description>use over target</description></item>
/// </list>
/// All of it rounded up; more than an integer holds is the most that it holds.
/// </summary>
public static class HpaReplicas
{
    public static HpaWish Of(HpaMetric metric, HpaPods pods, HpaTolerance tolerance) => metric.Kind switch
    {
        HpaMetricKind.Pods => OfPods(metric, pods, tolerance),
        HpaMetricKind.ObjectValue or HpaMetricKind.ExternalValue => OfValue(metric, pods, tolerance),
        _ => OfAverage(metric, pods, tolerance),
    };

    private static HpaWish OfPods(HpaMetric metric, HpaPods pods, HpaTolerance tolerance)
    {
        var usage = Sum(metric.Levels) / metric.Levels.Count;
        var ratio = usage / (double)metric.Target;
        var missing = pods.All - metric.Levels.Count;
        if (missing <= 0)
        {
            return new(tolerance.Holds(ratio) ? pods.Replicas : Rounded(ratio * pods.All), usage);
        }

        var filled = Sum([.. metric.Levels, .. Enumerable.Repeat(ratio > 1 ? 0 : metric.OfMissing ?? metric.Target, missing)]) / pods.All / (double)metric.Target;
        var turns = (ratio < 1 && filled > 1) || (ratio > 1 && filled < 1);
        var wish = Rounded(filled * pods.All);
        var overshoots = (filled < 1 && wish > pods.Replicas) || (filled > 1 && wish < pods.Replicas);
        return new(tolerance.Holds(filled) || turns || overshoots ? pods.Replicas : wish, usage);
    }

    private static HpaWish OfValue(HpaMetric metric, HpaPods pods, HpaTolerance tolerance)
    {
        var usage = Sum(metric.Levels);
        var ratio = usage / (double)metric.Target;
        return new(pods.Replicas == 0 ? Rounded(ratio) : tolerance.Holds(ratio) ? pods.Replicas : Rounded(ratio * pods.Ready), usage);
    }

    private static HpaWish OfAverage(HpaMetric metric, HpaPods pods, HpaTolerance tolerance)
    {
        var usage = Sum(metric.Levels);
        var isOnTarget = pods.Replicas > 0 && tolerance.Holds(usage / ((double)metric.Target * pods.Replicas));
        return new(isOnTarget ? pods.Replicas : Rounded(usage / (double)metric.Target), pods.Replicas == 0 ? usage : Each(usage, pods.Replicas));
    }

    private static long Sum(IReadOnlyList<long> levels) => levels.Aggregate(0L, (sum, level) => level > long.MaxValue - sum ? long.MaxValue : sum + level);

    private static long Each(long usage, int replicas) => (usage / replicas) + (usage % replicas > 0 ? 1 : 0);

    private static int Rounded(double replicas) => Math.Ceiling(replicas) is var whole && whole >= int.MaxValue ? int.MaxValue : (int)whole;
}
