using Slipway.Domain.Notifications;

namespace Slipway.Tests.Shared.Domain.Notifications;

/// <summary>The table of <see cref="DeliveryRule"/>, and the whole of a delivery under it.</summary>
public sealed class DeliveryRuleTests
{
    /// <summary>Seconds until the channel is asked again; null when the next one takes over.</summary>
    [Theory]
    [InlineData(Attempt.Rejected, 1, false, true, null)]
    [InlineData(Attempt.Rejected, 1, true, true, null)]
    [InlineData(Attempt.Refused, 1, true, true, null)]
    [InlineData(Attempt.Refused, 1, false, true, 30)]
    [InlineData(Attempt.Failed, 1, false, true, 30)]
    [InlineData(Attempt.Failed, 2, false, true, 60)]
    [InlineData(Attempt.Failed, 3, false, true, 120)]
    [InlineData(Attempt.Failed, 4, false, true, 240)]
    [InlineData(Attempt.Failed, 5, false, true, null)]
    [InlineData(Attempt.Refused, 5, false, true, null)]
    [InlineData(Attempt.Failed, 2, true, true, 60)]
    [InlineData(Attempt.Failed, 3, true, true, null)]
    [InlineData(Attempt.Failed, 5, false, false, 480)]
    [InlineData(Attempt.Failed, 6, false, false, 900)]
    [InlineData(Attempt.Failed, 1000, true, false, 900)]
    [InlineData(Attempt.Refused, 1, true, false, 30)]
    [InlineData(Attempt.Rejected, 1, true, false, 900)]
    public void A_channel_is_asked_again_later_each_time_until_the_next_one_takes_over(Attempt attempt, int failures, bool isCritical, bool hasNext, int? seconds) =>
        Assert.Equal(seconds is { } later ? TimeSpan.FromSeconds(later) : null, DeliveryRule.Decide(new(attempt, failures, isCritical, hasNext)));

    [Theory]
    [InlineData(10, 30)]
    [InlineData(45, 45)]
    [InlineData(86400, 900)]
    public void A_channel_that_says_when_is_not_asked_before_that_and_a_quarter_of_an_hour_is_enough(int asked, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), DeliveryRule.Decide(new(Attempt.Failed, 1, IsCritical: false, HasNext: true) { Asked = TimeSpan.FromSeconds(asked) }));
}
