namespace Slipway.Domain.Rollouts.Canary;

/// <summary>
/// The bounds in milliseconds between which latencies are counted, the same for both sides: a bucket holds what is longer than the
/// bound below it and no longer than its own, the last one what is longer than all bounds.
/// <para>
/// CloudWatch counts so: its statistic <c>TC(a:b)</c> is the number of values above a up to and with b, <c>PR(a:b)</c> the same in
/// percent of SampleCount, for each period and for up to 500 of them in one GetMetricData. It needs the values themselves: of a
/// metric that was published as statistic sets it knows neither. An ALB's TargetResponseTime (in seconds, for each target group,
/// by the minute) has them; a service may also publish its own histogram, values with their counts, by the second.
/// </para>
/// </summary>
public sealed record LatencyBuckets(IReadOnlyList<double> Bounds)
{
    private const double Rounding = 1 + 1e-9;

    /// <summary>From 1 ms up to about a minute, each bound a quarter above the last. What is faster than 1 ms cannot be told apart.</summary>
    public static LatencyBuckets Standard { get; } = new([.. Enumerable.Range(0, 51).Select(bound => Math.Pow(1.25, bound))]);

    public int Count => Bounds.Count + 1;

    /// <summary>The bucket of a latency in milliseconds.</summary>
    public int Of(double latency)
    {
        var (low, high) = (0, Bounds.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = latency <= Bounds[middle] ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>The counts as if all latencies had been shorter by a share of what is left: the shortest of a bucket stands for all of it, so that it is never less than asked.</summary>
    public IReadOnlyList<long> Shortened(IReadOnlyList<long> counts, double by)
    {
        var shortened = new long[counts.Count];
        var to = 0;
        for (var bucket = 0; bucket < counts.Count; bucket++)
        {
            while (bucket > 0 && to < Bounds.Count && Bounds[to] * (1 + by) <= Bounds[bucket - 1] * Rounding)
            {
                to++;
            }

            shortened[to] += counts[bucket];
        }

        return shortened;
    }

    /// <summary>The latency in milliseconds that a share of the requests does not exceed, by its place in its bucket; null without requests or beyond all bounds.</summary>
    public double? Quantile(IReadOnlyList<long> counts, double share)
    {
        var rank = share * counts.Sum();
        for (var (bucket, below) = (0, 0L); bucket < Bounds.Count; below += counts[bucket++])
        {
            if (counts[bucket] > 0 && below + counts[bucket] >= rank)
            {
                var from = bucket == 0 ? 0 : Bounds[bucket - 1];
                return from + ((Bounds[bucket] - from) * (rank - below) / counts[bucket]);
            }
        }

        return null;
    }
}
