using Slipway.Domain.Scaling;
using Slipway.Domain.Scaling.Drain;

namespace Slipway.Tests.Shared.Domain.Scaling.Drain;

/// <summary>How many replicas keep the wait below a target, from what was seen of the queue.</summary>
public sealed class DrainRuleTests
{
    private static readonly DrainPolicy Minute = new(Any.Seconds(60), Any.Seconds(30));

    [Fact]
    public void A_backlog_that_the_replicas_cannot_do_in_time_brings_as_many_as_can_do_the_rest()
    {
        // 300 jobs of 2 s have just come: 600 s of work, of which 2 replicas do 120 s within the minute; 16 more have half of it.
        var answer = Decide(Burst(300), current: 2);

        Assert.InRange(answer.Replicas, 17, 20);
        Assert.Contains("300 wait", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Replicas_that_start_already_count_with_what_they_will_do()
    {
        var samples = Burst(300);
        var first = Decide(samples, current: 2);

        Assert.Equal(first.Replicas, Decide(samples, current: first.Replicas, starting: [.. Enumerable.Repeat(30.0, first.Replicas - 2)]).Replicas);
    }

    [Fact]
    public void Overdue_work_is_done_as_soon_as_a_start_allows() =>
        Assert.InRange(Decide(Steady(waiting: 300, inFlight: 2, arrivedEach: 0, completedEach: 15), current: 2).Replicas, 35, 40);

    [Theory]
    [InlineData(5, 8, 11)]
    [InlineData(60, 6, 8)]
    public void What_arrives_needs_its_replicas_and_headroom_and_a_long_wait_lets_a_cushion_build_up(int wait, int least, int most)
    {
        // 4 jobs a second of 2 s each keep 8 replicas busy.
        var samples = Steady(waiting: 0, inFlight: 8, arrivedEach: 60, completedEach: 60);

        Assert.InRange(DrainRule.Decide(new(Minute with { Wait = Any.Seconds(wait) }, samples, 20, [], [new(samples[^1].At.AddSeconds(-15), 0)], samples[^1].At)).Replicas, least, most);
    }

    [Fact]
    public void It_scales_in_only_when_the_whole_window_agrees()
    {
        var samples = Steady(waiting: 0, inFlight: 1, arrivedEach: 7, completedEach: 7);

        Assert.Equal(10, Decide(samples, current: 10, wishes: [(15, 10)]).Replicas);
        Assert.Equal(10, Decide(samples, current: 10, wishes: [(60, 2)]).Replicas);
        Assert.True(Decide(samples, current: 10, wishes: [(30, 10), (15, 2)]).Replicas < 10);
    }

    [Fact]
    public void A_queue_that_nobody_works_on_is_not_an_empty_one()
    {
        var samples = Enumerable.Range(0, 10).Select(tick => new QueueSample(At(15 * tick), 50 * tick, 0, 50 * tick)).ToList();

        Assert.True(Decide(samples, current: 3).Replicas > 3);
    }

    [Fact]
    public void Where_arrivals_are_not_counted_the_depth_tells_them()
    {
        var counted = Steady(waiting: 100, inFlight: 4, arrivedEach: 30, completedEach: 30);
        var flow = QueueFlow.Of(Minute with { Work = Any.Seconds(2) }, [.. counted.Select(sample => sample with { Arrived = null })], counted[^1].At);

        Assert.Equal(2, flow.ServiceTime, 0.01);
        Assert.Equal(2, flow.Rate, 0.1);
    }

    [Fact]
    public void Messages_that_were_thrown_away_were_not_served()
    {
        var samples = Steady(waiting: 0, inFlight: 2, arrivedEach: 15, completedEach: 15);
        var purged = samples.Select((sample, index) => sample with { Waiting = index < 20 ? 10_000 : 0, Arrived = sample.Arrived + 10_000 }).ToList();

        Assert.Equal(QueueFlow.Of(Minute, samples, At(600)).ServiceTime, QueueFlow.Of(Minute, purged, At(600)).ServiceTime, 0.3);
    }

    [Fact]
    public void Nothing_is_taken_away_before_the_queue_was_seen_for_long_enough_without_a_gap()
    {
        var samples = Steady(waiting: 0, inFlight: 1, arrivedEach: 7, completedEach: 7);

        Assert.Equal(10, Decide(samples[^8..], current: 10, wishes: [(15, 2)]).Replicas);
        Assert.Equal(10, Decide([.. samples.Where((_, index) => index is < 35 or 40)], current: 10, wishes: [(15, 2)]).Replicas);
        Assert.True(Decide(samples[^9..], current: 10, wishes: [(15, 2)]).Replicas < 10);
    }

    [Fact]
    public void Bursts_are_told_from_a_steady_stream_by_their_dispersion()
    {
        var steady = QueueFlow.Of(Minute, Steady(waiting: 0, inFlight: 2, arrivedEach: 30, completedEach: 30), At(600));
        var arrived = 0L;
        var bursts = Enumerable.Range(0, 41).Select(tick => new QueueSample(At(15 * tick), 0, 2, arrived += tick % 10 == 0 ? 300 : 0)).ToList();

        Assert.Equal(1, steady.Dispersion);
        Assert.True(QueueFlow.Of(Minute, bursts, At(600)).Dispersion > 100);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_was_seen_the_answer_is_a_number_of_replicas_and_more_waiting_never_asks_for_fewer(int seed)
    {
        var chance = new Random(seed);
        for (var time = 0; time < 2000; time++)
        {
            var policy = new DrainPolicy(Any.Seconds(chance.Next(1, 600)), Any.Seconds(chance.Next(0, 200)));
            var (arrived, samples) = (0L, new List<QueueSample>());
            for (var tick = 0; tick <= chance.Next(40); tick++)
            {
                arrived += chance.Next(3) == 0 ? chance.Next(500) : 0;
                samples.Add(new(At(15 * tick), chance.Next(300), chance.Next(30), chance.Next(10) == 0 ? null : arrived));
            }

            var current = chance.Next(40);
            List<double> starting = [.. Enumerable.Range(0, chance.Next(current + 1)).Select(_ => chance.NextDouble() * 200).Order()];
            var seen = new DrainObservation(policy, samples, current, starting, [], samples[^1].At);
            var answer = DrainRule.Decide(seen);
            var fuller = DrainRule.Decide(seen with { Samples = [.. samples[..^1], samples[^1] with { Waiting = samples[^1].Waiting + 50, Arrived = samples[^1].Arrived + 50 }] });

            Assert.InRange(answer.Replicas, 0, 2_000_000);
            Assert.True(answer.Wish <= Math.Max(answer.Replicas, current), answer.Reason);
            Assert.True(samples.Any(sample => sample.Arrived is null) || fuller.Replicas >= answer.Replicas, $"{answer} but {fuller}");
        }
    }

    private static DateTimeOffset At(double seconds) => Any.Time.AddSeconds(seconds);

    /// <summary>Ten minutes in which each quarter of a minute looks like the other.</summary>
    private static List<QueueSample> Steady(int waiting, int inFlight, int arrivedEach, int completedEach) =>
        [.. Enumerable.Range(0, 41).Select(tick => new QueueSample(At(15 * tick), waiting + ((completedEach - arrivedEach) * (40 - tick)), inFlight, 10_000 + (arrivedEach * tick)))];

    /// <summary>A steady stream of jobs of 2 s, and so many more within the last quarter of a minute.</summary>
    private static List<QueueSample> Burst(int jobs)
    {
        var steady = Steady(waiting: 0, inFlight: 2, arrivedEach: 15, completedEach: 15);
        return [.. steady[..^1], steady[^1] with { Waiting = jobs, Arrived = steady[^2].Arrived + jobs }];
    }

    private static DrainAnswer Decide(List<QueueSample> samples, int current, List<double>? starting = null, (int Ago, int Replicas)[]? wishes = null) =>
        DrainRule.Decide(new(
            Minute, samples, current, starting ?? [],
            [.. (wishes ?? []).Select(wish => new Recommendation(samples[^1].At.AddSeconds(-wish.Ago), wish.Replicas))],
            samples[^1].At));
}
