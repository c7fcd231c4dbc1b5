using Slipway.Domain;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts.Canary;
using static Slipway.Domain.Rollouts.Canary.CanaryVerdictKind;

namespace Slipway.Tests.Shared.Domain.Rollouts.Canary;

/// <summary>What is decided on traffic that is always the same: 600 requests of the canary a minute and 2400 of the baseline.</summary>
public sealed class CanaryRuleTests
{
    private static readonly CanaryPolicy Policy = new();

    private static readonly IReadOnlyList<double> Latencies = [.. Enumerable.Range(0, 2000).Select(rank => 80 * Math.Exp(-0.7 * StandardNormal.Quantile((rank + 0.5) / 2000)))];

    [Fact]
    public void A_canary_like_its_baseline_is_undecided_to_the_last_minute_and_healthy_then()
    {
        const string Figures = "p95 is 255 ms against 256 ms, 0.5 % of the requests fail against 0.5 %.";

        Assert.Equal((Undecided, $"Not proven worse after 4 min of 5 min: {Figures}"), Decide(Policy, 4, Side(600, 3), Side(2400, 12)));
        Assert.Equal((Healthy, $"Not proven worse after 5 min and 3,000 requests: {Figures}"), Decide(Policy, 5, Side(600, 3), Side(2400, 12)));
    }

    [Fact]
    public void Nothing_is_decided_on_nothing() =>
        Assert.Equal((Undecided, "Only 0 of the 250 requests that are needed reached the canary in 0 s."), Decide(Policy, 0, SideCounts.None, SideCounts.None));

    [Theory]
    [InlineData(0, 2400, Undecided)]
    [InlineData(1, 2400, Worse)]
    [InlineData(1, 600, Worse)]
    public void A_canary_that_answers_nothing_but_errors_is_stopped_after_the_first_minute(int minutes, long baseline, CanaryVerdictKind kind) =>
        Assert.Equal(kind, Decide(Policy, minutes, Side(600, 600), Side(baseline, 0)).Kind);

    [Fact]
    public void The_reason_is_what_is_worse_with_its_figures()
    {
        Assert.Equal("2 % of the requests fail against 0.5 % (p < 0.001 after 1,200 requests).", Decide(Policy, 5, Side(600, 12), Side(2400, 12)).Reason);
        Assert.Equal("p50 is 161 ms against 80 ms (p < 0.001 after 1,200 requests).", Decide(Policy, 5, Side(600, 3, 2), Side(2400, 12)).Reason);
        Assert.Equal("p99 is 4,237 ms against 411 ms (p < 0.001 after 600 requests).", Decide(Policy, 5, Side(600, 3, 10, 0.9), Side(2400, 12)).Reason);
        Assert.StartsWith("p50 is more than 70,065 ms against 80 ms", Decide(Policy, 5, Side(600, 3, 10_000), Side(2400, 12)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_stopped_stays_stopped_whatever_comes_later()
    {
        var bad = Minutes(2, Side(600, 60), Side(2400, 2));
        var good = Enumerable.Range(3, 3).Select(minute => new CanaryInterval(TimeSpan.FromMinutes(minute), Side(600, 0), Side(2400, 2)));

        var verdict = CanaryRule.Decide(new(Policy, [.. bad, .. good]));

        Assert.Equal((Worse, TimeSpan.FromMinutes(1)), (verdict.Kind, verdict.After));
        Assert.Equal(verdict, CanaryRule.Decide(new(Policy, bad)));
        Assert.Equal(VerdictKind.Refuse, verdict.Answer.Kind);
    }

    [Fact]
    public void What_passed_in_its_time_stays_passed_whatever_comes_after_it()
    {
        var run = Minutes(5, Side(600, 3), Side(2400, 12));

        Assert.Equal(CanaryRule.Decide(new(Policy, run)), CanaryRule.Decide(new(Policy, [.. run, new(TimeSpan.FromMinutes(6), Side(600, 600), Side(2400, 12))])));
    }

    [Fact]
    public void With_fewer_requests_than_the_minimum_nothing_is_concluded_however_bad_they_are()
    {
        Assert.Equal((Undecided, "Only 249 of the 250 requests that are needed reached the canary in 1 min."), Decide(Policy, 1, Side(249, 249), Side(2400, 0)));
        Assert.Equal(Worse, Decide(Policy, 1, Side(250, 250), Side(2400, 0)).Kind);
        Assert.Equal(Worse, Decide(Policy, 2, Side(125, 125), Side(2400, 0)).Kind);
    }

    [Theory]
    [InlineData(TooFewRequests.Stop, 9, 2400, VerdictKind.Refuse, "Only 45 of the 250 requests that are needed reached the canary in 5 min; unproven it does not go on, as its policy says.")]
    [InlineData(TooFewRequests.GoOn, 9, 2400, VerdictKind.Pass, "Only 45 of the 250 requests that are needed reached the canary in 5 min; it goes on unproven, as its policy says.")]
    [InlineData(TooFewRequests.Stop, 600, 0, VerdictKind.Refuse, "Only 0 of the 250 requests that are needed reached the baseline in 5 min; unproven it does not go on, as its policy says.")]
    public void With_too_few_at_the_end_the_policy_says_what_that_means(TooFewRequests choice, long canary, long baseline, VerdictKind kind, string reason)
    {
        var verdict = CanaryRule.Decide(new(Policy with { TooFew = choice }, Minutes(5, Side(canary, 0), Side(baseline, 0))));

        Assert.Equal((TooFew, new Answer(kind, reason)), (verdict.Kind, verdict.Answer));
    }

    [Fact]
    public void Without_any_error_errors_are_no_reason_and_without_latencies_they_are_the_only_one()
    {
        Assert.Equal("Not proven worse after 5 min and 3,000 requests: 0 % of the requests fail against 0 %.", Decide(Policy, 5, new(600, 0, []), new(2400, 0, [])).Reason);
        Assert.Equal(Healthy, Decide(Policy, 5, new(600, 0, new long[52]), new(2400, 0, new long[52])).Kind);
        Assert.Equal(Healthy, Decide(Policy, 5, Side(600, 0, 2), new(2400, 0, [])).Kind);
        Assert.Equal(Worse, Decide(Policy, 5, new(600, 30, []), new(2400, 0, [])).Kind);
    }

    [Theory]
    [InlineData(12, 0.005, Worse)]
    [InlineData(12, 0.02, Healthy)]
    [InlineData(5, 0.005, Healthy)]
    [InlineData(5, 0, Worse)]
    public void A_proven_difference_that_is_not_worth_it_stops_nothing(long errors, double worth, CanaryVerdictKind kind)
    {
        // Ten times the traffic proves a third of a percentage point, which matters only where the policy says so.
        var (canary, baseline) = (Side(6000, 10 * errors), Side(24000, 120));

        Assert.Equal(kind, Decide(Policy with { MoreErrorsBy = worth }, 5, canary, baseline).Kind);
    }

    [Theory]
    [InlineData(1.2, 0.25, Healthy)]
    [InlineData(1.2, 0, Worse)]
    [InlineData(2, 0.25, Worse)]
    [InlineData(2, 1.5, Healthy)]
    public void Latencies_that_are_longer_by_no_more_than_is_borne_stop_nothing(double factor, double borne, CanaryVerdictKind kind) =>
        Assert.Equal(kind, Decide(Policy with { SlowerBy = borne, LatencySway = 0 }, 5, Side(6000, 30, factor), Side(24000, 120)).Kind);

    [Fact]
    public void A_slow_minute_and_a_burst_of_errors_on_both_sides_are_no_difference()
    {
        CanaryInterval slow = new(TimeSpan.FromMinutes(2), Side(600, 200, 10), Side(2400, 800, 10));

        Assert.Equal(Healthy, CanaryRule.Decide(new(Policy, [.. Minutes(5, Side(600, 3), Side(2400, 12)).Select(minute => minute.Ends == slow.Ends ? slow : minute)])).Kind);
    }

    [Fact]
    public void A_split_that_moves_between_intervals_is_no_difference_although_the_sums_look_so()
    {
        // Most of the canary's requests come in the bad minutes: 3.7 % of all of its fail, and 2.2 % of the baseline's.
        CanaryInterval[] minutes =
        [
            .. Minutes(2, Side(300, 3), Side(2700, 27)),
            .. Enumerable.Range(3, 3).Select(minute => new CanaryInterval(TimeSpan.FromMinutes(minute), Side(1500, 60), Side(1500, 60))),
        ];

        Assert.Equal(Healthy, CanaryRule.Decide(new(Policy, minutes)).Kind);
    }

    [Fact]
    public void Shorter_intervals_let_a_side_sway_as_much_within_a_minute_as_one_of_a_minute()
    {
        var seconds = Enumerable.Range(1, 30).Select(ten => new CanaryInterval(TimeSpan.FromSeconds(10 * ten), Side(1000, 0, 1.65), Side(4000, 0))).ToList();
        var minutes = Minutes(5, Side(6000, 0, 1.65), Side(24000, 0));

        var (bySeconds, byMinutes) = (CanaryRule.Decide(new(Policy, seconds)), CanaryRule.Decide(new(Policy, minutes)));

        Assert.Equal((Worse, Worse), (bySeconds.Kind, byMinutes.Kind));
        Assert.InRange(bySeconds.After, byMinutes.After - TimeSpan.FromMinutes(1), byMinutes.After);
    }

    [Fact]
    public void Millions_of_requests_a_minute_are_judged_by_the_same_measure()
    {
        Assert.Equal(Healthy, Decide(Policy, 5, Times(10_000, Side(600, 6)), Times(10_000, Side(2400, 24))).Kind);
        Assert.Equal(Worse, Decide(Policy, 5, Times(10_000, Side(600, 12)), Times(10_000, Side(2400, 24))).Kind);
        Assert.Equal(Worse, Decide(Policy, 5, Times(10_000, Side(600, 6, 10, 0.95)), Times(10_000, Side(2400, 24))).Kind);
    }

    public static TheoryData<CanaryPolicy, IReadOnlyList<CanaryInterval>> Contradictions => new()
    {
        { Policy, [.. Minutes(1, Side(600, 3), Side(2400, 12)), .. Minutes(1, Side(600, 3), Side(2400, 12))] },
        { Policy, Minutes(1, new(600, 3, [1, 2]), Side(2400, 12)) },
        { Policy, Minutes(1, new(600, 601, []), Side(2400, 12)) },
        { Policy, Minutes(1, new(600, -1, []), Side(2400, 12)) },
        { Policy with { FalsePositiveRate = 0 }, [] },
        { Policy with { Longest = TimeSpan.Zero }, [] },
        { Policy with { Buckets = new([5, 5]) }, [] },
        { Policy with { SlowerBy = -0.1 }, [] },
    };

    [Theory]
    [MemberData(nameof(Contradictions), DisableDiscoveryEnumeration = true)]
    public void What_contradicts_itself_is_rejected(CanaryPolicy policy, IReadOnlyList<CanaryInterval> intervals) =>
        Assert.Throws<RejectedException>(() => CanaryRule.Decide(new(policy, intervals)));

    private static (CanaryVerdictKind Kind, string Reason) Decide(CanaryPolicy policy, int minutes, SideCounts canary, SideCounts baseline) =>
        CanaryRule.Decide(new(policy, Minutes(minutes, canary, baseline))) is var verdict ? (verdict.Kind, verdict.Reason) : default;

    private static IReadOnlyList<CanaryInterval> Minutes(int count, SideCounts canary, SideCounts baseline) =>
        [.. Enumerable.Range(1, count).Select(minute => new CanaryInterval(TimeSpan.FromMinutes(minute), canary, baseline))];

    private static SideCounts Times(long times, SideCounts side) => new(times * side.Requests, times * side.Errors, [.. side.Latencies.Select(count => times * count)]);

    /// <summary>Latencies that are lognormal by their quantiles, without any chance: 80 ms in the middle and 253 ms at p95; those from a quantile on times a factor.</summary>
    private static SideCounts Side(long requests, long errors, double factor = 1, double from = 0)
    {
        var latencies = new long[LatencyBuckets.Standard.Count];
        for (var request = 0; request < requests; request++)
        {
            var quantile = (request + 0.5) / requests;
            latencies[LatencyBuckets.Standard.Of(Latencies[(int)(quantile * Latencies.Count)] * (quantile >= from ? factor : 1))]++;
        }

        return new(requests, errors, latencies);
    }
}
