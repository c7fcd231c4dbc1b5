using Slipway.Domain.Scaling;

namespace Slipway.Tests.Shared.Domain.Scaling;

public sealed class ScalingRuleTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(2, 0, 2)]
    [InlineData(2, 100, 2)]
    [InlineData(2, 101, 4)]
    [InlineData(3, 101, 6)]
    [InlineData(8, 100, 8)]
    [InlineData(8, 101, 12)]
    [InlineData(19, 101, 20)]
    [InlineData(20, 1000000, 20)]
    public void More_than_a_hundred_waiting_jobs_ask_for_more_workers(int workers, int depth, int expected) =>
        Assert.Equal(expected, new Workers(workers).See(depth, Any.Seconds(15)).Replicas);

    [Fact]
    public void Workers_double_every_half_minute_by_at_most_four() => Assert.Equal(
        [(0, 4), (30, 8), (60, 12), (90, 16), (120, 20)], new Workers(2).See(101, TimeSpan.FromMinutes(9)).Changes);

    [Fact]
    public void Workers_halve_every_minute_after_ten_quiet_minutes() => Assert.Equal(
        [(615, 10), (675, 5), (735, 2)], new Workers(20).See(101, Any.Seconds(30)).See(0, Long).Changes);

    [Fact]
    public void Between_half_the_limit_and_the_limit_nothing_changes_however_long()
    {
        Assert.Empty(new Workers(8).See(51, Long).See(100, Long).Changes);
        Assert.NotEmpty(new Workers(8).See(50, Long).Changes);
    }

    [Fact]
    public void One_busy_tick_begins_the_ten_minutes_anew() => Assert.Equal(
        [(1185, 10), (1245, 5), (1305, 2)], new Workers(20).See(0, Any.Seconds(585)).See(101, Any.Seconds(15)).See(0, Long).Changes);

    [Fact]
    public void A_queue_that_cannot_be_read_scales_nothing_in_nor_shortens_the_quiet_time_after_it()
    {
        var workers = new Workers(20).See(null, Long);
        Assert.Equal("What waits could not be read: nothing is changed. Nobody answers.", workers.Reason);

        Assert.Equal((3600 + 585, 10), workers.See(0, Long).Changes[0]);
    }

    [Fact]
    public void A_queue_that_cannot_be_read_says_why()
    {
        var seen = new ScalingObservation(Workers.Policy, Workers.Range, 3, [MetricLevel.Unread("Nobody answers.")], null, new(new("shop"), new("production"), new("worker")), Any.Time);

        Assert.Equal(new(3, 3, 3, "What waits could not be read: nothing is changed. Nobody answers."), ScalingRule.Decide(seen));
    }

    [Fact]
    public void A_pause_of_the_control_plane_is_no_quiet_time()
    {
        var workers = new Workers(20).See(0, Any.Seconds(300)).Sleep(Long).See(0, Long);

        Assert.Equal((3900 + 600, 10), workers.Changes[0]);
    }

    [Fact]
    public void The_first_tick_after_a_start_scales_nothing_in() => Assert.Equal((600, 10), new Workers(20).See(0, Long).Changes[0]);

    [Fact]
    public void What_is_held_is_not_scaled_in_but_out()
    {
        var workers = new Workers(10) { Held = "a release is changing the service" }.See(0, Long);
        Assert.Empty(workers.Changes);
        Assert.Equal("0 messages wait (limit 100); not scaled in: a release is changing the service", workers.Reason);

        Assert.Equal((3600, 14), workers.See(101, Any.Seconds(15)).Changes[0]);
    }

    [Fact]
    public void What_was_held_scales_in_as_soon_as_it_is_free()
    {
        var workers = new Workers(20) { Held = "a release is changing the service" }.See(0, Long);
        workers.Held = null;

        Assert.Equal([(3600, 10), (3660, 5), (3720, 2)], workers.See(0, Long).Changes);
    }

    [Theory]
    [InlineData(30, 20)]
    [InlineData(1, 2)]
    [InlineData(0, 2)]
    public void What_is_outside_the_limits_is_brought_back_to_them(int workers, int expected) =>
        Assert.Equal(expected, new Workers(workers).See(100, Any.Seconds(15)).Replicas);

    [Fact]
    public void The_most_of_several_steps_counts_where_the_policy_says_so() => Assert.Equal(
        [(0, 6), (30, 12), (60, 20)],
        new Workers(2) { Rules = Workers.Policy with { ScaleUp = Workers.Policy.ScaleUp with { Select = PolicySelection.Max } } }.See(101, Long).Changes);

    [Fact]
    public void A_direction_that_is_switched_off_never_moves()
    {
        Assert.Empty(new Workers(2) { Rules = Workers.Policy with { ScaleUp = Workers.Policy.ScaleUp with { Select = PolicySelection.Disabled } } }.See(101, Long).Changes);
        Assert.Empty(new Workers(20) { Rules = Workers.Policy with { ScaleDown = Workers.Policy.ScaleDown with { Select = PolicySelection.Disabled } } }.See(0, Long).Changes);
    }

    [Fact]
    public void A_window_for_scaling_out_must_pass_as_well() => Assert.Equal(
        (60, 4), new Workers(2) { Rules = Workers.Policy with { ScaleUp = Workers.Policy.ScaleUp with { Stabilization = TimeSpan.FromMinutes(1) } } }.See(0, Any.Seconds(15)).See(101, Long).Changes[0]);

    [Theory]
    [InlineData(0, 2)]
    [InlineData(200, 2)]
    [InlineData(220, 2)]
    [InlineData(221, 3)]
    [InlineData(1000, 10)]
    [InlineData(100000, 20)]
    public void By_replica_the_wish_is_as_many_as_bring_each_to_its_target(int depth, int expected) => Assert.Equal(expected, new Workers(2)
    {
        Rules = Workers.Policy with { Metrics = [new(MetricKind.QueueDepth, 100, MetricReading.PerReplica) { Queues = ["jobs"] }], ScaleUp = new(TimeSpan.Zero, [], PolicySelection.Max) },
    }.See(depth, Any.Seconds(15)).Replicas);

    [Fact]
    public void Whatever_comes_workers_stay_within_their_limits_and_scale_in_only_after_ten_minutes_without_a_busy_tick()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var workers = new Workers(random.Next(0, 25));
            var busy = 0;
            for (var tick = 0; tick < 400; tick++)
            {
                var before = workers.Replicas;
                var at = workers.Second;
                int? depth = random.Next(60) switch { 0 => 500, 1 => null, < 20 => 70, _ => 0 };
                workers.Held = random.Next(10) == 0 ? "held" : null;
                workers.See(depth, Any.Seconds(15));
                busy = depth is 0 ? busy : at;

                Assert.True(workers.Replicas is >= 2 and <= 20 || depth is null || workers.Held is not null, $"seed {seed}, tick {tick}: {workers.Replicas}");
                Assert.True(workers.Replicas >= before || before > 20 || (at - busy > 600 && workers.Held is null && depth == 0), $"seed {seed}, tick {tick}: {before} → {workers.Replicas}");
                Assert.True(workers.Replicas <= Math.Max(2, Math.Min(before * 2, before + 4)), $"seed {seed}, tick {tick}: {before} → {workers.Replicas}");
            }
        }
    }
}
