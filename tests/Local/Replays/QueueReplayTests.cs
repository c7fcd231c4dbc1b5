using Slipway.Local.Replays;
using Slipway.Tests.Shared.Domain;

namespace Slipway.Tests.Local.Replays;

/// <summary>The queue of a replay, followed by hand.</summary>
public sealed class QueueReplayTests
{
    [Fact]
    public void A_job_waits_for_a_replica_in_the_order_of_arrival()
    {
        var outcome = Run([(0, 10), (1, 10), (2, 10)], new Always(1), start: 1);

        Assert.Equal([0, 9, 18], outcome.Waits);
        Assert.Equal(30 / 3600.0, outcome.ReplicaHours, 1e-9);
        Assert.Equal(0, outcome.Actions);
    }

    [Fact]
    public void A_replica_serves_once_its_start_has_passed_and_counts_from_the_decision()
    {
        var outcome = Run([(0, 100), (1, 10)], new Always(2), start: 1);

        // Decided at 0, serves at 30, idle from 40 to the end at 100.
        Assert.Equal([0, 29], outcome.Waits);
        Assert.Equal(200 / 3600.0, outcome.ReplicaHours, 1e-9);
        Assert.Equal(1, outcome.Actions);
    }

    [Fact]
    public void A_replica_that_is_taken_away_ends_with_the_job_that_it_has()
    {
        var outcome = Run([(0, 100), (0, 100), (50, 1)], new Scripted(2, 2, 1), start: 2);

        // The one that goes at 30 works until 100; the other is alone then.
        Assert.Equal([0, 0, 50], outcome.Waits);
        Assert.Equal((100 + 101) / 3600.0, outcome.ReplicaHours, 1e-9);
    }

    [Fact]
    public void Those_that_start_go_first_and_idle_ones_next()
    {
        var policy = new Scripted(1, 3, 1);
        var outcome = Run([(0, 100)], policy, start: 1);

        Assert.Equal((100 + 15 + 15) / 3600.0, outcome.ReplicaHours, 1e-9);
        Assert.Equal([(1, 1), (1, 1), (3, 1), (1, 1)], policy.Seen.Take(4).Select(sight => (sight.Replicas, sight.Ready)));
    }

    [Fact]
    public void A_policy_sees_what_can_be_seen_and_its_wish_stays_within_the_limits()
    {
        var policy = new Scripted(1, 1, 99);
        var outcome = Run([(0, 20), (1, 20), (2, 20), (16, 60)], policy, start: 1, max: 2);

        Assert.Equal(new QueueSight(15, 2, 1, 3, 0, 1, 1), policy.Seen[1]);
        Assert.Equal(new QueueSight(30, 2, 1, 4, 1, 1, 1), policy.Seen[2]);
        Assert.Equal(2, policy.Seen[3].Replicas);
        Assert.Equal(1, outcome.Actions);
    }

    [Fact]
    public void A_policy_that_leaves_jobs_for_good_ends_and_says_so()
    {
        var outcome = QueueReplay.Run(LoadTrace.OfJobs([(0, 1), (10, 1)]), new Fleet(0, 0, 5, Any.Seconds(30), Any.Seconds(15)), new Always(0), TestContext.Current.CancellationToken);

        Assert.Equal((2, 0.0), (outcome.Unserved, outcome.ReplicaHours));
        Assert.All(outcome.Waits, wait => Assert.True(wait > 80_000));
    }

    [Theory]
    [InlineData(50, 2)]
    [InlineData(99, 9)]
    [InlineData(100, 9)]
    [InlineData(1, 1)]
    public void Percentiles_are_those_of_the_nearest_rank(double percent, double expected) =>
        Assert.Equal(expected, new ReplayOutcome(0, [9, 1, 2], 0, []).Percentile(percent));

    [Fact]
    public void Work_is_never_lost_whatever_a_policy_wishes()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var chance = new Random(seed);
            var jobs = Enumerable.Range(0, 50).Select(_ => (At: chance.NextDouble() * 600, Work: 1 + (chance.NextDouble() * 40))).OrderBy(job => job.At).ToArray();
            var outcome = Run(jobs, new Erratic(chance), start: 1, max: 8);

            Assert.All(outcome.Waits, wait => Assert.True(wait >= 0));
            Assert.True(outcome.ReplicaHours * 3600 >= jobs.Sum(job => job.Work) - 1e-6);
        }
    }

    private static ReplayOutcome Run((double At, double Work)[] jobs, IReplayPolicy policy, int start, int max = 10) =>
        QueueReplay.Run(LoadTrace.OfJobs(jobs), new Fleet(1, start, max, Any.Seconds(30), Any.Seconds(15)), policy);

    private sealed class Always(int replicas) : IReplayPolicy
    {
        public int Decide(QueueSight sight) => replicas;
    }

    private sealed class Scripted(params int[] wishes) : IReplayPolicy
    {
        public List<QueueSight> Seen { get; } = [];

        public int Decide(QueueSight sight)
        {
            Seen.Add(sight);
            return wishes[Math.Min(Seen.Count, wishes.Length) - 1];
        }
    }

    private sealed class Erratic(Random chance) : IReplayPolicy
    {
        public int Decide(QueueSight sight) => chance.Next(-5, 30);
    }
}
