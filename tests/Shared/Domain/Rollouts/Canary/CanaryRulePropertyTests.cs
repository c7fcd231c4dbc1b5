using Slipway.Domain.Rollouts.Canary;

namespace Slipway.Tests.Shared.Domain.Rollouts.Canary;

/// <summary>What holds of the rule whatever the traffic is.</summary>
public sealed class CanaryRulePropertyTests
{
    private static readonly LatencyBuckets Buckets = new([10, 20, 40, 80, 160]);

    private static readonly CanaryPolicy Policy = new() { Buckets = Buckets, FalsePositiveRate = 0.2, MinimumRequests = 50, MoreErrorsBy = 0, SlowerBy = 0 };

    [Fact]
    public void A_canary_of_the_same_kind_is_stopped_no_more_often_than_the_rate()
    {
        const int Times = 1000;
        var chance = new Random(1);
        var stopped = Enumerable.Range(0, Times).Count(_ => CanaryRule.Decide(new(Policy with { LatencySway = 0 }, Run(chance, 0))).Kind == CanaryVerdictKind.Worse);

        Assert.InRange(stopped, 0, (0.2 * Times) + (3 * Math.Sqrt(0.16 * Times)));
    }

    [Fact]
    public void More_of_the_canarys_requests_that_fail_never_turn_a_stop_into_a_pass()
    {
        var chance = new Random(2);
        for (var time = 0; time < 500; time++)
        {
            var run = Run(chance, 0.1);
            var worse = run.Select(interval => interval with { Canary = interval.Canary with { Errors = Math.Min(interval.Canary.Requests, interval.Canary.Errors + chance.Next(4)) } });

            AssertStaysStopped(run, [.. worse]);
        }
    }

    [Fact]
    public void A_canary_that_is_slower_still_never_turns_a_stop_into_a_pass()
    {
        var chance = new Random(3);
        for (var time = 0; time < 500; time++)
        {
            var run = Run(chance, 0.1);

            AssertStaysStopped(run, [.. run.Select(interval => interval with { Canary = interval.Canary with { Latencies = Slower(interval.Canary.Latencies) } })]);
        }
    }

    [Fact]
    public void What_was_decided_after_fewer_intervals_is_decided_after_more()
    {
        var chance = new Random(4);
        for (var time = 0; time < 150; time++)
        {
            var run = Run(chance, 0.1);
            var verdicts = Enumerable.Range(1, run.Count).Select(count => CanaryRule.Decide(new(Policy, [.. run.Take(count)]))).ToList();

            Assert.All(verdicts.SkipWhile(verdict => verdict.Kind != CanaryVerdictKind.Worse), verdict => Assert.Equal(verdicts[^1], verdict));
        }
    }

    private static void AssertStaysStopped(IReadOnlyList<CanaryInterval> run, IReadOnlyList<CanaryInterval> worse)
    {
        if (CanaryRule.Decide(new(Policy, run)) is { Kind: CanaryVerdictKind.Worse } verdict)
        {
            var then = CanaryRule.Decide(new(Policy, worse));
            Assert.True(then.Kind == CanaryVerdictKind.Worse, $"{verdict.After}: {verdict.Reason} {then.Reason}");
        }
    }

    private static IReadOnlyList<CanaryInterval> Run(Random chance, double more)
    {
        var (share, errors) = (0.1 + (0.8 * chance.NextDouble()), chance.NextDouble() * 0.1);
        return [.. Enumerable.Range(1, 5).Select(minute => new CanaryInterval(
            TimeSpan.FromMinutes(minute),
            Side(chance, (int)(300 * share), errors + (more * chance.NextDouble()), more * chance.NextDouble()),
            Side(chance, (int)(300 * (1 - share)), errors, 0)))];
    }

    private static SideCounts Side(Random chance, int requests, double errors, double slower)
    {
        var latencies = new long[Buckets.Count];
        for (var request = 0; request < requests; request++)
        {
            latencies[Math.Min(Buckets.Count - 1, (int)(4 * Math.Sqrt(chance.NextDouble())) + (chance.NextDouble() < slower ? 2 : 0))]++;
        }

        return new(requests, Enumerable.Range(0, requests).Count(_ => chance.NextDouble() < errors), latencies);
    }

    /// <summary>All of them by a bucket.</summary>
    private static List<long> Slower(IReadOnlyList<long> latencies) => [0, .. latencies.SkipLast(2), latencies[^2] + latencies[^1]];
}
