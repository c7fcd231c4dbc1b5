using Slipway.Domain.Scaling;

namespace Slipway.Tests.Shared.Domain.Scaling;

/// <summary>A service that incidents paused.</summary>
public sealed class PauseTests
{
    private static readonly ScalingState State = new(new("ode"), new("production"), new("worker"));

    [Fact]
    public void The_first_to_pause_notes_the_replicas_and_the_last_to_end_forgets_them()
    {
        var paused = State.Pause("one", 7).Pause("two", 0).Pause("one", 0);

        Assert.Equal("one, two from 7", Text(paused));
        Assert.Equal("two from 7", Text(paused.Resume("one")));
        Assert.Equal(" from ", Text(paused.Resume("two").Resume("one")));

        static string Text(ScalingState state) => $"{string.Join(", ", state.PausedBy)} from {state.PausedFrom}";
    }

    [Theory]
    [InlineData(7, 1000)]
    [InlineData(7, null)]
    [InlineData(0, 1000)]
    [InlineData(0, 0)]
    public void What_is_paused_has_no_replicas_whatever_waits(int current, int? depth)
    {
        var decision = ScalingRule.Decide(See(State.Pause("one", 7), current, depth));

        Assert.Equal((0, "Paused by incident one: no replicas until it ends."), (decision.To, decision.Reason));
    }

    [Fact]
    public void After_a_pause_what_ran_before_it_counts_as_the_wish_and_nothing_scales_in_at_once()
    {
        var seen = See(State.Pause("one", 7), 7, 0);
        var remembered = ScalingRule.Tick(seen).State;

        Assert.Empty(remembered.Events);
        Assert.Equal(7, ScalingRule.Decide(See(remembered.Resume("one"), 7, 0)).To);
    }

    [Fact]
    public void A_tick_that_failed_keeps_what_was_decided_before()
    {
        var failed = (State with { Decision = new(2, 4, 4, "") }).Failed("no cluster", Any.Time);

        Assert.Equal((new ScalingDecision(4, 4, 4, "no cluster"), Any.Time), (failed.Decision, failed.At));
    }

    private static ScalingObservation See(ScalingState state, int current, int? depth) =>
        new(Workers.Policy, Workers.Range, current, [depth is { } waiting ? MetricLevel.Of(waiting) : MetricLevel.Unread("Nobody answers.")], null, state, Any.Time);
}
