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

    [Theory]
    [InlineData("PROMOTION_STATE_MACHINE_ARN")]
    [InlineData("REMEDIATION_STATE_MACHINE_ARN")]
    [InlineData("TABLE_NAME")]
    [InlineData("MANIFESTS_BUCKET")]
    [InlineData("REPORTS_BUCKET")]
    [InlineData("ACCOUNT_ID")]
    [InlineData("NOTICES_TOPIC_ARN")]
    [InlineData("AWS_REGION")]
    [InlineData("AWS_LAMBDA_LOG_STREAM_NAME")]
    public void Every_variable_is_required_under_its_own_name(string variable)
    {
        Func<Settings, string>[] all =
        [
            settings => settings.PromotionStateMachineArn, settings => settings.RemediationStateMachineArn, settings => settings.TableName,
            settings => settings.ManifestsBucket, settings => settings.ReportsBucket, settings => settings.AccountId, settings => settings.NoticesTopicArn, settings => settings.Region, settings => settings.Instance,
        ];

        Assert.Single(all, read => read(new(name => $"value of {name}")) == $"value of {variable}");
        var missing = all.Select(read => Record.Exception(() => read(new(name => name == variable ? null : "set")))).OfType<RejectedException>();
        Assert.Contains(variable, Assert.Single(missing).Message, StringComparison.Ordinal);
    }
}
