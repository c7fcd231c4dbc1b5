using Slipway.Domain.Scaling;
using Slipway.Domain.Scaling.Hpa;

namespace Slipway.Tests.Shared.Domain.Scaling;

/// <summary>A service that may have no replicas: what sends it to sleep and what wakes it.</summary>
public sealed class SleepTests
{
    private static readonly ScalingPolicy Policy = new([new(MetricKind.QueueDepth, 10, MetricReading.PerReplica) { Queues = ["jobs"] }], HpaBehavior.UsualUp, HpaBehavior.UsualDown)
    {
        Zero = new(2, TimeSpan.FromMinutes(5)),
    };

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(35, 4)]
    public void What_sleeps_wakes_at_the_first_tick_that_sees_more_than_the_activation(int depth, int expected) =>
        Assert.Equal(expected, Sleeper(0).See(depth, Any.Seconds(15)).Replicas);

    [Fact]
    public void A_percentage_of_no_replicas_wakes_one_nevertheless() =>
        Assert.Equal(1, new Workers(0) { Limits = new(0, 0, 10), Rules = Policy with { ScaleUp = new(TimeSpan.Zero, [new(null, 100, Any.Seconds(15))], PolicySelection.Max) } }.See(50, Any.Seconds(15)).Replicas);

    [Fact]
    public void It_sleeps_once_no_more_than_the_activation_waited_for_the_whole_cooldown()
    {
        var workers = Sleeper(3).See(30, Any.Seconds(60)).See(2, TimeSpan.FromMinutes(10));

        Assert.Equal((45 + 300, 0), workers.Changes.Single(change => change.Replicas == 0));
        Assert.DoesNotContain(Sleeper(1).See(30, Any.Seconds(15)).See(0, Any.Seconds(270)).See(30, Any.Seconds(15)).See(0, Any.Seconds(270)).Changes, change => change.Replicas == 0);
    }

    [Fact]
    public void Work_that_cannot_be_read_sends_nothing_to_sleep()
    {
        var workers = Sleeper(1).See(null, TimeSpan.FromHours(1));
        Assert.Empty(workers.Changes);

        Assert.Equal(3600 - 15 + 300, workers.See(0, TimeSpan.FromHours(1)).Changes.Single().Second);
    }

    [Fact]
    public void A_metric_of_several_that_cannot_be_read_keeps_it_awake()
    {
        var policy = Policy with { Metrics = [Policy.Metrics[0], Policy.Metrics[0]] };
        var state = new ScalingState(new("shop"), new("production"), new("worker"));
        for (var tick = 0; tick < 100; tick++)
        {
            var seen = new ScalingObservation(policy, new(0, 0, 10), 1, [MetricLevel.Of(0), MetricLevel.Unread("Nobody answers.")], null, state, Any.Time.AddSeconds(15 * tick));
            (var decision, state) = ScalingRule.Tick(seen);
            Assert.Equal(1, decision.To);
        }
    }

    [Fact]
    public void A_metric_of_several_that_cannot_be_read_wakes_nothing_either_but_the_fallback_does()
    {
        var policy = Policy with { Metrics = [Policy.Metrics[0], Policy.Metrics[0]], Outage = new(2, 3, 20) };
        var state = new ScalingState(new("shop"), new("production"), new("worker"));
        var seen = new ScalingObservation(policy, new(0, 0, 10), 0, [MetricLevel.Of(0), MetricLevel.Unread("Nobody answers.")], null, state, Any.Time);

        Assert.Equal(0, ScalingRule.Decide(seen).To);
        Assert.Equal(2, ScalingRule.Decide(seen with { State = state with { Misses = 2 } }).To);
    }

    [Fact]
    public void After_a_pause_of_the_control_plane_the_cooldown_begins_anew()
    {
        var workers = Sleeper(1).See(30, Any.Seconds(15)).Sleep(TimeSpan.FromHours(1)).See(0, Any.Seconds(285));
        Assert.DoesNotContain(workers.Changes, change => change.Replicas == 0);

        Assert.Contains(workers.See(0, Any.Seconds(60)).Changes, change => change.Replicas == 0);
    }

    [Fact]
    public void What_is_never_scaled_in_never_sleeps() =>
        Assert.Empty(new Workers(1) { Limits = new(0, 0, 10), Rules = Policy with { ScaleDown = Policy.ScaleDown with { Select = PolicySelection.Disabled } } }.See(0, TimeSpan.FromHours(1)).Changes);

    [Fact]
    public void What_may_not_sleep_keeps_its_fewest() => Assert.Equal(2, new Workers(2) { Rules = Policy }.See(0, TimeSpan.FromHours(1)).Replicas);

    private static Workers Sleeper(int replicas) => new(replicas) { Limits = new(0, 0, 10), Rules = Policy };
}
