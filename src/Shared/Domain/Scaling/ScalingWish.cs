using Slipway.Domain.Scaling.Drain;
using Slipway.Domain.Scaling.Hpa;

namespace Slipway.Domain.Scaling;

/// <summary>The replicas that what was seen asks for, before windows, steps and limits.</summary>
/// <param name="Replicas">Null when nothing could be read.</param>
/// <param name="Level">The work there is, to tell whether there is any.</param>
/// <param name="Problem">Why something could not be read.</param>
public sealed record ScalingWish(int? Replicas, double Level, string Seen, string? Problem = null)
{
    private const double Thousandths = 1000;

    /// <summary>What sums of fractions may be off.</summary>
    private const double Rounding = 1e-6;

    /// <summary>The highest wish of all metrics counts. Where one could not be read, the others may only ask for more.</summary>
    public static ScalingWish Of(ScalingObservation seen) => seen.Policy.Drain is { } drain ? ByWait(drain, seen) : ByMetrics(seen);

    private static ScalingWish ByMetrics(ScalingObservation seen)
    {
        var problem = seen.Levels.Select(level => level.Problem).FirstOrDefault(problem => problem is not null);
        var wishes = seen.Policy.Metrics.Zip(seen.Levels)
            .Where(pair => pair.Second is { Problem: null, Levels.Count: > 0 })
            .Select(pair => (Replicas: ByMetric(pair.First, pair.Second, seen), Work: IsWork(pair.First) ? pair.Second.Sum : 0, Text: Text(pair.First, pair.Second)))
            .ToList();
        if (wishes.Count == 0)
        {
            return new(null, 0, "", problem);
        }

        var highest = wishes.MaxBy(wish => wish.Replicas);
        var replicas = problem is null ? highest.Replicas : Math.Max(seen.Current, highest.Replicas);
        return new(replicas, wishes.Max(wish => wish.Work), problem is null ? highest.Text : $"{highest.Text}; {problem.TrimEnd('.')}", problem);
    }

    private static ScalingWish ByWait(DrainPolicy drain, ScalingObservation seen)
    {
        if (seen.Samples is not [.., var sample] samples)
        {
            return new(null, 0, "", seen.Unread);
        }

        var answer = DrainRule.Decide(new(drain, samples, seen.Current, Starting(drain, seen), seen.State.Recommendations, seen.At));
        return new(answer.Replicas, sample.Present, answer.Reason) { Remembered = answer.Wish };
    }

    /// <summary>What later ticks remember as the wish of this one, where that is another.</summary>
    public int? Remembered { get; private init; }

    /// <summary>When those that do not serve yet will: the last to be asked for are the last; one that is late is due now.</summary>
    private static List<double> Starting(DrainPolicy drain, ScalingObservation seen)
    {
        var asked = seen.State.Events.Where(past => past.Change > 0).SelectMany(past => Enumerable.Repeat(past.At + drain.StartUp - seen.At, past.Change));
        var late = Enumerable.Repeat(TimeSpan.Zero, Math.Max(0, seen.Current - seen.Ready));
        return [.. late.Concat(asked).TakeLast(Math.Max(0, seen.Current - seen.Ready)).Select(left => Math.Max(0, left.TotalSeconds)).Order()];
    }

    /// <summary>What keeps a service awake: its CPU is none of it, and an age says nothing of what is in work.</summary>
    private static bool IsWork(ScalingMetric metric) => metric.Kind is MetricKind.QueueDepth or MetricKind.CloudWatch or MetricKind.Requests;

    private static int ByMetric(ScalingMetric metric, MetricLevel level, ScalingObservation seen) => (metric.Reading, level.Pods) switch
    {
        _ when metric.Kind == MetricKind.Requests => (int)Math.Ceiling((level.Sum / metric.Target) - Rounding),
        (_, { } pods) => ByPods(metric, level, seen.Current, pods),
        (MetricReading.PerReplica, _) => Hpa(HpaMetricKind.ExternalAverage, metric, level, new(seen.Current, seen.Current, seen.Ready)),
        (MetricReading.Value, _) => Hpa(HpaMetricKind.ExternalValue, metric, level, new(seen.Current, seen.Current, seen.Ready)),
        _ => level.Sum > metric.Target ? seen.Range.Max : level.Sum <= metric.Target / 2 ? seen.Range.Min : seen.Current,
    };

    /// <summary>Pods that are too young count as idle where the others ask for more, and not at all where they do not; one that nobody measured is busy then.</summary>
    private static int ByPods(ScalingMetric metric, MetricLevel level, int current, int pods)
    {
        var counted = level.Levels.Average() > metric.Target ? pods : level.Ready;
        var target = Milli(metric.Target);
        var usage = new HpaMetric(HpaMetricKind.Pods, [.. level.Levels.Select(Milli)], target) { OfMissing = Math.Max(Milli(100), target) };
        return HpaReplicas.Of(usage, new(current, counted, counted), HpaTolerance.Usual).Replicas;
    }

    private static int Hpa(HpaMetricKind kind, ScalingMetric metric, MetricLevel level, HpaPods pods) =>
        HpaReplicas.Of(new(kind, [.. level.Levels.Select(Milli)], Math.Max(1, Milli(metric.Target))), pods, HpaTolerance.Usual).Replicas;

    private static long Milli(double value) => (long)Math.Clamp(Math.Ceiling(value * Thousandths), 0, long.MaxValue / 2);

    private static string Text(ScalingMetric metric, MetricLevel level)
    {
        var limit = metric.Reading == MetricReading.PerReplica && metric.Kind is MetricKind.QueueDepth or MetricKind.CloudWatch ? $"{metric.Target:0.##} for each replica" : $"limit {metric.Target:0.##}";
        return metric.Kind switch
        {
            MetricKind.QueueDepth => $"{level.Sum:0} messages wait ({limit})",
            MetricKind.OldestMessage => $"the oldest message has waited {level.Sum:0} s ({limit} s)",
            MetricKind.CloudWatch => $"{metric.Query?.Metric.Name} is {level.Sum:0.##} ({limit})",
            MetricKind.Requests => $"the pods ask for {level.Sum:0} % of a node ({metric.Target:0.##} % for each)",
            _ => $"{(metric.Kind == MetricKind.Cpu ? "CPU" : "memory")} is at {level.Levels.DefaultIfEmpty().Average():0.#} % ({limit} %)",
        };
    }
}
