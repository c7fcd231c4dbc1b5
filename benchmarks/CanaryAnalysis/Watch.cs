using Slipway.Domain.Rollouts.Canary;

namespace Slipway.Benchmarks.CanaryAnalysis;

/// <summary>A way to watch a canary: the minute in which it stops it, or null.</summary>
public sealed record Watch(string Name, Func<IReadOnlyList<CanaryInterval>, int?> StopsAt)
{
    /// <summary>The limits are those of Flagger's example. There five failed checks end it, which here would be every one; Argo Rollouts' examples have three.</summary>
    private const int FailedChecks = 3;

    private const double LongestP99 = 500, MostErrors = 0.01, Significance = 0.01;

    /// <summary>In the order of the table.</summary>
    public static IReadOnlyList<Watch> All { get; } = [new("slipway", BySlipway), new("limits", ByLimits), new("uncorrected", Uncorrected)];

    private static int? BySlipway(IReadOnlyList<CanaryInterval> intervals) =>
        CanaryRule.Decide(new(new(), intervals)) is { Kind: CanaryVerdictKind.Worse } verdict ? (int)verdict.After.TotalMinutes : null;

    private static int? ByLimits(IReadOnlyList<CanaryInterval> intervals)
    {
        var failed = intervals.Where(interval => interval.Canary.Errors > MostErrors * interval.Canary.Requests || !(LatencyBuckets.Standard.Quantile(interval.Canary.Latencies, 0.99) <= LongestP99));
        return failed.Skip(FailedChecks - 1).FirstOrDefault() is { } last ? (int)last.Ends.TotalMinutes : null;
    }

    /// <summary>Mann and Whitney's test of all latencies so far, and the z-test of both rates of errors, every minute as if it were the only one.</summary>
    private static int? Uncorrected(IReadOnlyList<CanaryInterval> intervals)
    {
        var (canary, baseline) = (SideCounts.None, SideCounts.None);
        foreach (var interval in intervals)
        {
            (canary, baseline) = (canary.And(interval.Canary), baseline.And(interval.Baseline));
            var ranks = MannWhitney.Of(canary.Latencies, baseline.Latencies);
            var both = (double)(canary.Errors + baseline.Errors) / (canary.Requests + baseline.Requests);
            var difference = ((double)canary.Errors / canary.Requests) - ((double)baseline.Errors / baseline.Requests);
            var deviation = Math.Sqrt(both * (1 - both) * ((1.0 / canary.Requests) + (1.0 / baseline.Requests)));
            if (IsSignificant(ranks.U - ranks.Mean, Math.Sqrt(ranks.Variance)) || IsSignificant(difference, deviation))
            {
                return (int)interval.Ends.TotalMinutes;
            }
        }

        return null;
    }

    private static bool IsSignificant(double difference, double deviation) => deviation > 0 && StandardNormal.UpperTail(difference / deviation) < Significance;
}
