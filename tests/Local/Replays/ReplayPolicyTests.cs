using Slipway.Domain.Scaling.Replays;
using Slipway.Local.Replays;
using Slipway.Tests.Shared.Domain;

namespace Slipway.Tests.Local.Replays;

/// <summary>What policies make of loads whose answer one can reckon.</summary>
public sealed class ReplayPolicyTests
{
    private static readonly Fleet Fleet = new(1, 2, 50, Any.Seconds(30), Any.Seconds(15));

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(120)]
    public void Drain_keeps_a_steady_stream_below_its_target_and_then_leaves_it_alone(double wait)
    {
        // Two jobs of 3 s each second: six replicas are busy.
        var outcome = Replay(Drain(wait), [.. Enumerable.Range(0, 14_400).Select(job => (job / 2.0, 3.0))]);

        Assert.True(outcome.Waits.Skip(600).Max() <= wait, $"{outcome.Waits.Skip(600).Max()} s");
        Assert.InRange(outcome.ReplicaHours, 12, 12 * 1.1);
        Assert.InRange(outcome.Actions, 1, 8);
    }

    [Fact]
    public void Drain_never_takes_away_what_it_brings_back_within_its_window_while_the_load_is_steady()
    {
        var chance = new Random(5);
        var at = 0.0;
        var jobs = Enumerable.Range(0, 20_000).Select(_ => (at += -Math.Log(1 - chance.NextDouble()) / 2, Work: 0.5 + (5 * chance.NextDouble()))).ToArray();
        var points = Replay(Drain(60), jobs).Points;

        var changes = points.Zip(points.Skip(1)).Where(pair => pair.First.Replicas != pair.Second.Replicas).Select(pair => (pair.Second.At, Change: pair.Second.Replicas - pair.First.Replicas)).ToList();
        Assert.DoesNotContain(changes.Zip(changes.Skip(1)), pair => pair.First.Change < 0 && pair.Second.Change > 0 && pair.Second.At - pair.First.At < 30);
        Assert.InRange(changes.Count, 0, (int)(points[^1].At / 60));
    }

    [Fact]
    public void Keda_brings_the_total_over_the_target_and_takes_it_back_after_five_minutes()
    {
        var outcome = Replay(new(ReplayedPolicy.Keda, 10, null), [.. Enumerable.Repeat((1.0, 30.0), 100), (900, 1)]);

        Assert.Equal([2, 6, 10], outcome.Points.Take(3).Select(point => point.Replicas));
        Assert.Equal(1, outcome.Points[^1].Replicas);
        Assert.InRange(outcome.Points.First(point => point.At > 60 && point.Replicas < 10).At, 300, 500);
    }

    [Fact]
    public void Keda_sleeps_after_its_cooldown_and_wakes_at_its_next_poll()
    {
        var fleet = Fleet with { Min = 0, Start = 0 };
        var points = QueueReplay.Run(LoadTrace.OfJobs([(16, 1), (900, 1)]), fleet, new KedaReplayPolicy(10, fleet), TestContext.Current.CancellationToken).Points;

        Assert.Equal(30, points.First(point => point.Replicas > 0).At);
        Assert.Contains(points, point => point.At is > 330 and < 900 && point.Replicas == 0);
    }

    [Fact]
    public void Target_tracking_waits_three_minutes_before_it_adds_and_fifteen_before_it_removes()
    {
        var outcome = Replay(new(ReplayedPolicy.TargetTracking, 5, null), [.. Enumerable.Repeat((1.0, 20.0), 200), (3600, 1)]);

        Assert.Equal(180, outcome.Points.First(point => point.Replicas > 2).At);
        Assert.True(outcome.Points.First(point => point.At > 600 && point.Replicas < 30).At >= 1080);
    }

    private static ReplayCandidate Drain(double wait) => new(ReplayedPolicy.Drain, wait, ReplayPlan.DrainTo(Any.Seconds((int)wait), Any.Seconds(30)));

    private static ReplayOutcome Replay(ReplayCandidate candidate, (double At, double Work)[] jobs) =>
        Replaying.Run(LoadTrace.OfJobs(jobs), new(new(1, 2, 50), Any.Seconds(30), Any.Seconds(2), Any.Seconds(60), []), candidate).Outcome;
}
