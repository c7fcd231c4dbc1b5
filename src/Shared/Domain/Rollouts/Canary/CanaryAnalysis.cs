namespace Slipway.Domain.Rollouts.Canary;

/// <summary>The three tests of an analysis as its intervals come in, and both sides' sums.</summary>
internal sealed class CanaryAnalysis(CanaryPolicy policy)
{
    /// <summary>Parts of the false-positive rate, one in all (Bonferroni): latencies that doubled are plain to see, one per cent more errors are not.</summary>
    private const double ErrorsPart = 0.9, WholePart = 0.05, TailPart = 0.05;

    /// <summary>Not the slowest twentieth: where a p95 doubled, those that are slower than the old p95 by more than the policy bears stand out among fewer.</summary>
    private const double Tail = 0.025;

    /// <summary>Steps in a deviation of an interval's statistic, at least: more of them change no decision that a hundred runs would show.</summary>
    private const int Fine = 16;

    private readonly SequentialTest _errors = new(policy.FalsePositiveRate * ErrorsPart);
    private readonly SequentialTest _whole = new(policy.FalsePositiveRate * WholePart);
    private readonly SequentialTest _tail = new(policy.FalsePositiveRate * TailPart);
    private TimeSpan _ended;
    private double _step;
    private double _excess;
    private double _weight;

    public SideCounts Canary { get; private set; } = SideCounts.None;

    public SideCounts Baseline { get; private set; } = SideCounts.None;

    public CanaryFigures Figures => new(policy.Buckets, Canary, Baseline);

    public bool IsEnough => Math.Min(Canary.Requests, Baseline.Requests) >= policy.MinimumRequests;

    /// <summary>Takes the next interval and says in a sentence why the canary is worse; null where that is not proven.</summary>
    public string? Look(CanaryInterval interval)
    {
        (Canary, Baseline) = (Canary.And(interval.Canary), Baseline.And(interval.Baseline));
        var elapsed = interval.Ends / policy.Longest;
        var sway = SwayWithin(interval.Ends - _ended);
        _ended = interval.Ends;
        var (errors, whole, tail) = (Errors(elapsed, sway, interval), default(SequentialLook), default(SequentialLook));
        if (interval is { Canary.Latencies.Count: > 0, Baseline.Latencies.Count: > 0 })
        {
            var latencies = new LatencyCounts(policy.Buckets, policy.Buckets.Shortened(interval.Canary.Latencies, policy.SlowerBy), interval.Baseline.Latencies);
            (whole, tail) = (Whole(elapsed, sway, latencies), Slowest(elapsed, sway, latencies));
        }

        return errors.Stops ? Figures.Errors(errors.P) : whole.Stops ? Figures.Latency(whole.P, 50, 95) : tail.Stops ? Figures.Latency(tail.P, 95, 99) : null;
    }

    /// <summary>A side that sways does so for a minute, in all shorter intervals of it alike. Taken for independent ones each must sway more, for all to vary as much together.</summary>
    private static double SwayWithin(TimeSpan length) => length < TimeSpan.FromMinutes(1) ? Math.Sqrt(TimeSpan.FromMinutes(1) / length) : 1;

    /// <summary>The difference of both rates, weighed over the intervals as Mantel and Haenszel do, must be worth it as well.</summary>
    private SequentialLook Errors(double elapsed, double sway, CanaryInterval interval)
    {
        var (canary, baseline) = (interval.Canary, interval.Baseline);
        if (canary.Requests > 0 && baseline.Requests > 0)
        {
            var both = (double)canary.Requests + baseline.Requests;
            _excess += ((canary.Errors * (double)baseline.Requests) - (baseline.Errors * (double)canary.Requests)) / both;
            _weight += canary.Requests * (double)baseline.Requests / both;
        }

        var look = _errors.Look(elapsed, Increment.OfMarked(new(canary.Errors, canary.Requests), new(baseline.Errors, baseline.Requests), sway * policy.ErrorSway), IsEnough);
        return look with { Stops = look.Stops && _excess > policy.MoreErrorsBy * _weight };
    }

    /// <summary>Ranks within the interval, summed over the intervals with the weights of van Elteren (1960): what both sides have in common is in none of them.</summary>
    private SequentialLook Whole(double elapsed, double sway, LatencyCounts latencies)
    {
        var ranks = MannWhitney.Of(latencies.Canary, latencies.Baseline);
        var swayed = ranks.Mean * 2 * latencies.RankSlope() * sway * policy.LatencySway;
        var weight = latencies.Canary.Sum() + latencies.Baseline.Sum() + 1.0;
        var deviation = Math.Sqrt(ranks.Variance + (swayed * swayed)) / weight;
        if (deviation == 0)
        {
            return _whole.Look(elapsed, Increment.Nothing, IsEnough);
        }

        for (_step = _step == 0 ? deviation / Fine : _step; deviation / _step > 2 * Fine; _step *= 2)
        {
            _whole.Coarsen();
        }

        return _whole.Look(elapsed, Increment.OfNormal((ranks.U - ranks.Mean) / weight, deviation, _step), IsEnough);
    }

    private SequentialLook Slowest(double elapsed, double sway, LatencyCounts latencies)
    {
        var bucket = latencies.Slowest(Tail);
        var slow = Increment.OfMarked(Slow(latencies.Canary), Slow(latencies.Baseline), sway * policy.LatencySway * latencies.TailSlope(bucket));
        return _tail.Look(elapsed, slow, IsEnough);

        MarkedCount Slow(IReadOnlyList<long> side) => new(side.Skip(bucket).Sum(), side.Sum());
    }
}
