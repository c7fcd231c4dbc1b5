using Slipway.Local;

namespace Slipway.Tests.Local;

public sealed class VirtualClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Actions_run_in_order_of_time_and_then_of_scheduling()
    {
        var clock = new VirtualClock(Start);
        var ran = new List<string>();
        clock.Schedule(TimeSpan.FromSeconds(2), () => ran.Add("late"));
        clock.Schedule(TimeSpan.FromSeconds(1), () => ran.Add("first"));
        clock.Schedule(TimeSpan.FromSeconds(1), () => ran.Add("second"));

        while (clock.RunNext())
        {
        }

        Assert.Equal(["first", "second", "late"], ran);
        Assert.Equal(Start.AddSeconds(2), clock.GetUtcNow());
    }

    [Fact]
    public void A_called_off_action_does_not_run_and_does_not_move_the_time()
    {
        var clock = new VirtualClock(Start);
        clock.Schedule(TimeSpan.FromHours(1), () => Assert.Fail("called off")).Dispose();

        Assert.Null(clock.NextDue);
        Assert.False(clock.RunNext());
        Assert.Equal(Start, clock.GetUtcNow());
    }

    [Fact]
    public void A_condition_that_is_not_met_before_the_limit_is_told()
    {
        var clock = new VirtualClock(Start);
        clock.Schedule(TimeSpan.FromMinutes(5), () => { });

        Assert.False(clock.RunUntil(() => false, Start.AddMinutes(1)));
        Assert.Equal(Start, clock.GetUtcNow());
    }

    [Fact]
    public async Task Delays_of_the_framework_wait_on_the_agenda()
    {
        var clock = new VirtualClock(Start);
        var delay = Task.Delay(TimeSpan.FromMinutes(20), clock, TestContext.Current.CancellationToken);

        clock.RunUntil(Start.AddMinutes(19));
        Assert.False(delay.IsCompleted);
        clock.RunUntil(Start.AddMinutes(20));
        await delay;
    }
}
