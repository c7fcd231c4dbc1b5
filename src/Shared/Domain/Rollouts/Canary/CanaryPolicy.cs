using System.Text.Json.Serialization;

namespace Slipway.Domain.Rollouts.Canary;

/// <summary>What becomes of a canary that had too few requests to be judged when its time is over.</summary>
[JsonConverter(typeof(CamelCase<TooFewRequests>))]
public enum TooFewRequests
{
    /// <summary>Unproven is not good: the release goes back.</summary>
    Stop,

    /// <summary>Nobody was hurt: the release goes on.</summary>
    GoOn,
}

/// <summary>When a canary is worse than its baseline, and how sure that must be.</summary>
public sealed record CanaryPolicy
{
    /// <summary>How often at most a canary that is no worse is stopped, over all metrics and all looks of an analysis together; a share of 1.</summary>
    public double FalsePositiveRate { get; init; } = 0.01;

    /// <summary>Fewer requests on either side prove nothing. With so many a pass still says little of errors: it would miss one per cent more of them more often than not.</summary>
    public long MinimumRequests { get; init; } = 250;

    /// <summary>How much longer requests may take, as a share, before it is worth stopping for. The test proves that it is more than this, rounded up to whole buckets.</summary>
    public double SlowerBy { get; init; } = 0.25;

    /// <summary>By how much the share of errors may grow, in absolute terms, before it is worth stopping for: what was observed must be more than this, and proven to be more than nothing.</summary>
    public double MoreErrorsBy { get; init; } = 0.005;

    /// <summary>How much longer than on the other side requests may take on one from minute to minute by chance, as a share of it: what no release did. A side that sways more is stopped more often than the rate says.</summary>
    public double LatencySway { get; init; } = 0.1;

    /// <summary>The same of the ratio of both sides' rates of errors. None is assumed, since it takes away from the little that errors show; at one per cent of errors what sways by a tenth stays below what is worth it.</summary>
    public double ErrorSway { get; init; }

    /// <summary>How long it is looked for a difference. What is shorter finds more in that time; what is longer finds smaller differences, later.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(5);

    public TooFewRequests TooFew { get; init; } = TooFewRequests.Stop;

    public LatencyBuckets Buckets { get; init; } = LatencyBuckets.Standard;

    /// <exception cref="RejectedException">No analysis can be made by it.</exception>
    internal void Check()
    {
        if (FalsePositiveRate is not (> 0 and < 0.5) || Longest <= TimeSpan.Zero || SlowerBy < 0 || MoreErrorsBy < 0 || ErrorSway < 0 || LatencySway < 0 || MinimumRequests < 1)
        {
            throw new RejectedException("A canary's policy needs a false-positive rate between 0 and 0.5, a longest time and a minimum of requests above 0, and no difference or sway below 0.");
        }

        if (Buckets.Bounds.Count == 0 || Buckets.Bounds[0] <= 0 || Buckets.Bounds.Zip(Buckets.Bounds.Skip(1)).Any(pair => pair.Second <= pair.First))
        {
            throw new RejectedException("A canary's latency buckets need bounds above 0 that rise.");
        }
    }
}
