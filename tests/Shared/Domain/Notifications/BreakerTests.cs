using Slipway.Domain.Notifications;

namespace Slipway.Tests.Shared.Domain.Notifications;

/// <summary>The table of <see cref="Breaker"/>. What seed 002 got wrong: an open breaker there lets everybody through at once.</summary>
public sealed class BreakerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    [Trait("Requirement", "CCP-49")]
    public void It_opens_at_the_fifth_failure_in_a_row_and_no_sooner()
    {
        var breaker = Failing(Breaker.MostFailures - 1);
        Assert.Equal(Admission.Let, breaker.Admit(Start));
        Assert.Equal(Admission.Let, breaker.Succeeded().Failed(Start).Admit(Start));
        Assert.Equal(Admission.Refused, breaker.Failed(Start).Admit(Start));
    }

    [Fact]
    public void An_open_one_stays_open_for_its_time_and_lets_one_trial_through_then()
    {
        var open = Failing(Breaker.MostFailures);
        Assert.Equal(Admission.Refused, open.Admit(Start + Breaker.OpenFor - TimeSpan.FromTicks(1)));
        Assert.Equal(Admission.Trial, open.Admit(Start + Breaker.OpenFor));

        var trying = open.Trying(Start + Breaker.OpenFor);
        Assert.Equal(Admission.Refused, trying.Admit(Start + Breaker.OpenFor));
        Assert.Equal(Admission.Refused, trying.Admit(Start + Breaker.OpenFor + Breaker.TrialFor - TimeSpan.FromTicks(1)));
        Assert.Equal(Admission.Trial, trying.Admit(Start + Breaker.OpenFor + Breaker.TrialFor));
    }

    [Fact]
    public void A_trial_that_fails_opens_it_again_for_the_whole_time_and_one_that_succeeds_closes_it()
    {
        var later = Start + Breaker.OpenFor;
        var trying = Failing(Breaker.MostFailures).Trying(later);
        Assert.Equal(Admission.Refused, trying.Failed(later).Admit(later + Breaker.OpenFor - TimeSpan.FromTicks(1)));

        var closed = trying.Succeeded();
        Assert.Equal(Admission.Let, closed.Admit(later));
        Assert.Equal(Admission.Let, closed.Failed(later).Admit(later));
    }

    private static Breaker Failing(int times) => Enumerable.Range(0, times).Aggregate(new Breaker("slack/shop"), (breaker, _) => breaker.Failed(Start));
}
