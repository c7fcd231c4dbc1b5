namespace Slipway.Domain.Rollouts.Canary;

/// <summary>
/// The U statistic of Mann and Whitney (Annals of Mathematical Statistics 18, 1947) from counts in shared buckets: in how many pairs
/// of requests the canary's is the slower, one of a bucket with another counting half, and what U comes to where neither is. A
/// bucket is a tie; its correction of the variance makes the counts as good as the latencies rounded to buckets.
/// </summary>
public sealed record MannWhitney(double U, double Mean, double Variance)
{
    public static MannWhitney Of(IReadOnlyList<long> canary, IReadOnlyList<long> baseline)
    {
        var (n, m) = ((double)canary.Sum(), (double)baseline.Sum());
        var (u, ties, below) = (0.0, 0.0, 0.0);
        for (var bucket = 0; bucket < canary.Count; bucket++)
        {
            var both = (double)canary[bucket] + baseline[bucket];
            u += canary[bucket] * (below + (baseline[bucket] / 2.0));
            below += baseline[bucket];
            ties += (both * both * both) - both;
        }

        var all = n + m;
        var variance = all > 1 ? Math.Max(0, n * m / 12 * (all + 1 - (ties / (all * (all - 1))))) : 0;
        return new(u, n * m / 2, variance);
    }
}
