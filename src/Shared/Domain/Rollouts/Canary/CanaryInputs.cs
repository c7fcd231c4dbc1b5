namespace Slipway.Domain.Rollouts.Canary;

/// <summary>What CloudWatch knows of one side for an interval.</summary>
/// <param name="Requests">How many were answered or failed: the Sum of a count such as RequestCount.</param>
/// <param name="Errors">How many of them failed: the Sum of a count such as HTTPCode_Target_5XX_Count.</param>
/// <param name="Latencies">How many took how long, by the policy's buckets; none where it is not known. They need not be as many as the requests.</param>
public sealed record SideCounts(long Requests, long Errors, IReadOnlyList<long> Latencies)
{
    public static SideCounts None { get; } = new(0, 0, []);

    /// <summary>Both intervals in one. An interval without latencies adds none.</summary>
    public SideCounts And(SideCounts other) => new(
        Requests + other.Requests,
        Errors + other.Errors,
        Latencies.Count == 0 ? other.Latencies : other.Latencies.Count == 0 ? Latencies : [.. Latencies.Zip(other.Latencies, (own, others) => own + others)]);
}

/// <summary>Both sides over the same interval, a minute or less.</summary>
/// <param name="Ends">The time from the beginning of the analysis to the interval's end. The analysis begins once both sides are warm.</param>
public sealed record CanaryInterval(TimeSpan Ends, SideCounts Canary, SideCounts Baseline);

/// <summary>
/// All intervals so far that are complete in CloudWatch, which takes a minute or two, the oldest first. One of which CloudWatch has
/// no points had no requests and is among them with zeros: without it the time would never be over.
/// </summary>
public sealed record CanaryInputs(CanaryPolicy Policy, IReadOnlyList<CanaryInterval> Intervals)
{
    /// <exception cref="RejectedException">They contradict themselves or the policy.</exception>
    internal void Check()
    {
        Policy.Check();
        for (var at = 0; at < Intervals.Count; at++)
        {
            var interval = Intervals[at];
            if (interval.Ends <= (at == 0 ? TimeSpan.Zero : Intervals[at - 1].Ends))
            {
                throw new RejectedException($"The canary's intervals are not in their order: one ends {interval.Ends.Text()} after the beginning and follows a later one.");
            }

            Check(interval.Canary);
            Check(interval.Baseline);
        }
    }

    private void Check(SideCounts side)
    {
        if (side.Latencies.Count != 0 && side.Latencies.Count != Policy.Buckets.Count)
        {
            throw new RejectedException($"Latencies are counted in {side.Latencies.Count} buckets; the policy has {Policy.Buckets.Count}.");
        }

        if (side.Errors < 0 || side.Errors > side.Requests || side.Latencies.Any(count => count < 0))
        {
            throw new RejectedException($"{side.Errors} errors of {side.Requests} requests, or a count of latencies below 0, cannot be.");
        }
    }
}
