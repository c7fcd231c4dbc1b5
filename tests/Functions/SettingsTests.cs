using Slipway.Domain;
using Slipway.Functions;

namespace Slipway.Tests.Functions;

public sealed class SettingsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_variable_that_is_not_set_is_named(string? value)
    {
        var settings = new Settings(_ => value);

        Assert.Equal(
            "The environment variable PROMOTION_STATE_MACHINE_ARN is not set: template.yaml must set it for this function.",
            Assert.Throws<RejectedException>(() => settings.PromotionStateMachineArn).Message);
        Assert.Contains("REMEDIATION_STATE_MACHINE_ARN", Assert.Throws<RejectedException>(() => settings.RemediationStateMachineArn).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_installation_without_a_sender_of_email_is_one_all_the_same() => Assert.Equal("", new Settings(_ => null).NoticeSender);

    [Fact]
    public void A_variable_that_is_set_is_read()
    {
        var settings = new Settings(name => $"value of {name}");

        Assert.Equal("value of PROMOTION_STATE_MACHINE_ARN", settings.PromotionStateMachineArn);
        Assert.Equal("value of REMEDIATION_STATE_MACHINE_ARN", settings.RemediationStateMachineArn);
        Assert.Equal("value of ACCOUNT_ID", settings.AccountId);
        Assert.Equal("value of NOTICE_SENDER", settings.NoticeSender);
    }
}
