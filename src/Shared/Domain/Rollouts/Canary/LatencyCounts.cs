namespace Slipway.Domain.Rollouts.Canary;

/// <summary>
/// The latencies of an interval in shared buckets, the canary's shortened already by what the policy bears, and how much what the
/// tests count would change if one side alone were slower by a little: that is what its sway does to them.
/// </summary>
internal sealed class LatencyCounts(LatencyBuckets buckets, IReadOnlyList<long> canary, IReadOnlyList<long> baseline)
{
    private const double Little = 0.25;

    private readonly IReadOnlyList<long> _both = [.. canary.Zip(baseline, (own, others) => own + others)];

    public IReadOnlyList<long> Canary => canary;

    public IReadOnlyList<long> Baseline => baseline;

    /// <summary>The change of the share of pairs in which the canary's request is the slower, for each unit of the latency's logarithm.</summary>
    public double RankSlope()
    {
        var apart = MannWhitney.Of(_both, buckets.Shortened(_both, Little));
        return apart.Mean == 0 ? 0 : ((apart.U / apart.Mean) - 1) / 2 / Math.Log(1 + Little);
    }

    /// <summary>The relative change of the requests from a bucket on, for each unit of the latency's logarithm.</summary>
    public double TailSlope(int bucket)
    {
        var (now, faster) = (_both.Skip(bucket).Sum(), buckets.Shortened(_both, Little).Skip(bucket).Sum());
        return Math.Log((now + 1.0) / (faster + 1.0)) / Math.Log(1 + Little);
    }

    /// <summary>The first bucket from which on there is no more than a share of all requests, but some: it depends on both sides together, not on which is which.</summary>
    public int Slowest(double share)
    {
        var (bucket, slower, all) = (_both.Count, 0L, _both.Sum());
        while (bucket > 0 && (slower == 0 || slower + _both[bucket - 1] <= share * all))
        {
            slower += _both[--bucket];
        }

        return bucket;
    }
}
