using Slipway.Domain.Scaling;
using Slipway.Domain.Scaling.Hpa;
using Slipway.Domain.Systems;

namespace Slipway.Tests.Shared.Domain.Scaling;

/// <summary>Wishes of several metrics, and of those that cannot be read.</summary>
public sealed class ScalingWishTests
{
    private static readonly ScalingMetric Depth = new(MetricKind.QueueDepth, 10, MetricReading.PerReplica) { Queues = ["jobs"] };
    private static readonly ScalingMetric Age = new(MetricKind.OldestMessage, 60, MetricReading.Value) { Queues = ["jobs"] };
    private static readonly ScalingMetric Cpu = new(MetricKind.Cpu, 70, MetricReading.PerReplica);
    private static readonly ScalingMetric Sessions = new(MetricKind.CloudWatch, 100, MetricReading.PerReplica) { Query = new(new("My/App", "Sessions", []), "Average", TimeSpan.FromMinutes(1)) };

    [Fact]
    public void The_highest_wish_counts_and_its_metric_is_the_reason()
    {
        var decision = Decide(4, (Depth, MetricLevel.Of(30)), (Sessions, MetricLevel.Of(620)));

        Assert.Equal((7, "Sessions is 620 (100 for each replica): 4 → 7 replicas."), (decision.To, decision.Reason));
    }

    [Theory]
    [InlineData(60, 4)]
    [InlineData(66, 4)]
    [InlineData(90, 6)]
    [InlineData(120, 8)]
    public void An_age_over_its_limit_brings_replicas_in_proportion(int seconds, int expected) =>
        Assert.Equal(expected, Decide(4, (Age, MetricLevel.Of(seconds))).To);

    [Fact]
    public void The_use_of_each_pod_counts_and_a_pod_without_a_figure_is_idle_when_others_ask_for_more()
    {
        Assert.Equal(6, Decide(4, (Cpu, new([100, 100, 100, 100]) { Pods = 4, Ready = 4 })).To);
        Assert.Equal(5, Decide(4, (Cpu, new([110, 110, 110]) { Pods = 4, Ready = 4 })).To);
        Assert.Equal("CPU is at 100 % (limit 70 %): 4 → 6 replicas.", Decide(4, (Cpu, new([100, 100, 100, 100]) { Pods = 4, Ready = 4 })).Reason);
    }

    [Theory]
    [InlineData(new[] { 35.0, 35.0 }, 4, 4, 4)]
    [InlineData(new[] { 35.0, 35.0 }, 4, 2, 1)]
    [InlineData(new[] { 35.0, 35.0, 35.0, 35.0 }, 4, 4, 2)]
    public void When_fewer_are_asked_for_a_pod_that_nobody_measured_is_busy_and_one_that_is_too_young_counts_not_at_all(double[] levels, int pods, int ready, int expected) =>
        Assert.Equal(expected, ScalingWish.Of(See(4, (Cpu, new(levels) { Pods = pods, Ready = ready }))).Replicas);

    [Fact]
    public void The_use_of_a_whole_service_counts_in_proportion_to_its_ready_replicas() =>
        Assert.Equal(6, Decide(4, (Cpu with { Reading = MetricReading.Value }, MetricLevel.Of(105))).To);

    [Fact]
    public void Where_one_metric_cannot_be_read_the_others_may_only_ask_for_more()
    {
        var unread = (Sessions, MetricLevel.Unread("CloudWatch does not answer."));

        Assert.Equal(7, Decide(4, (Depth, MetricLevel.Of(70)), unread).To);
        var kept = Decide(4, (Depth, MetricLevel.Of(0)), unread);
        Assert.Equal((4, "0 messages wait (10 for each replica); CloudWatch does not answer: stays at 4."), (kept.To, kept.Reason));
    }

    [Fact]
    public void An_outage_that_lasts_brings_what_the_manifest_says_and_tells_people_once()
    {
        var policy = Policy([Depth]) with { Outage = new(6, 3, 5) };
        var (state, replicas, alerts) = (new ScalingState(new("shop"), new("production"), new("worker")), 4, new List<(int Tick, int Replicas, string? Alert)>());
        for (var tick = 1; tick <= 8; tick++)
        {
            var seen = new ScalingObservation(policy, new(1, 1, 20), replicas, [MetricLevel.Unread("Nobody answers.")], null, state, Any.Time.AddSeconds(15 * tick));
            (var decision, state) = ScalingRule.Tick(seen);
            replicas = decision.To;
            var alert = state.Alert(policy.Outage, "Nobody answers.");
            state = alert is null ? state : state with { AlertedAt = seen.At };
            alerts.Add((tick, decision.To, alert));
        }

        Assert.Equal([4, 4, 6, 6, 6, 6, 6, 6], alerts.Select(tick => tick.Replicas));
        Assert.Equal(5, Assert.Single(alerts, tick => tick.Alert is not null).Tick);
        Assert.EndsWith("nothing is scaled in: Nobody answers.", alerts[4].Alert, StringComparison.Ordinal);
        Assert.Equal(8, state.Misses);
    }

    [Fact]
    public void A_fallback_holds_where_one_of_several_metrics_cannot_be_read_as_well()
    {
        var seen = See(4, (Depth, MetricLevel.Of(10)), (Sessions, MetricLevel.Unread("CloudWatch does not answer.")));
        var policy = seen.Policy with { Outage = new(6, 3, 5) };

        Assert.Equal(4, ScalingRule.Decide(seen with { Policy = policy, State = seen.State with { Misses = 1 } }).To);
        Assert.Equal(6, ScalingRule.Decide(seen with { Policy = policy, State = seen.State with { Misses = 2 } }).To);
    }

    [Fact]
    public void A_freeze_stops_what_an_incident_would_do_too() =>
        Assert.Equal(4, ScalingRule.Decide(See(4, (Depth, MetricLevel.Of(10))) with { Frozen = "Everything is frozen by ann", State = new ScalingState(new("shop"), new("production"), new("worker")).Pause("one", 4) }).To);

    [Fact]
    public void What_is_held_for_scaling_out_is_not_scaled_out()
    {
        var seen = See(4, (Depth, MetricLevel.Of(90))) with { HeldOut = "somebody paused it" };

        Assert.Equal((4, "90 messages wait (10 for each replica); not scaled out: somebody paused it"), (ScalingRule.Decide(seen).To, ScalingRule.Decide(seen).Reason));
    }

    [Fact]
    public void A_wait_that_is_meant_is_kept_within_limits_and_steps_too()
    {
        var policy = new ScalingPolicy([], new(TimeSpan.Zero, [new(3, null, Any.Seconds(15))], PolicySelection.Max), new(TimeSpan.Zero, [], PolicySelection.Max)) { Drain = new(Any.Seconds(60), Any.Seconds(30)) };
        var seen = new ScalingObservation(policy, new(1, 1, 20), 2, [], null, new(new("shop"), new("production"), new("worker")), Any.Time) { Sample = new(Any.Time, 1000, 2, 1002) };
        var decision = ScalingRule.Decide(seen);

        Assert.Equal(5, decision.To);
        Assert.StartsWith("1000 wait, ", decision.Reason, StringComparison.Ordinal);
        Assert.Equal(2, ScalingRule.Decide(seen with { Sample = null, Unread = "Nobody answers." }).To);
    }

    private static ScalingPolicy Policy(IReadOnlyList<ScalingMetric> metrics) => new(metrics, HpaBehavior.UsualUp, HpaBehavior.UsualDown);

    private static ScalingObservation See(int current, params (ScalingMetric Metric, MetricLevel Level)[] seen) => new(
        Policy([.. seen.Select(pair => pair.Metric)]), new ReplicaRange(1, 1, 20), current, [.. seen.Select(pair => pair.Level)], null, new(new("shop"), new("production"), new("worker")), Any.Time);

    private static ScalingDecision Decide(int current, params (ScalingMetric Metric, MetricLevel Level)[] seen) => ScalingRule.Decide(See(current, seen));
}
