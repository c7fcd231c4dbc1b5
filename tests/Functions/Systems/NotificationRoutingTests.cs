using Slipway.Domain.Notifications;
using Slipway.Domain.Remediation;

namespace Slipway.Tests.Functions.Systems;

/// <summary>Who hears of what, by the manifests of the operated systems.</summary>
public sealed class NotificationRoutingTests
{
    [Theory]
    [Trait("Requirement", "ACP-38")]
    [Trait("Requirement", "ACP-39")]
    [Trait("Requirement", "ACP-40")]
    [InlineData(AlarmSeverity.Critical, "pagerduty", ChannelKind.PagerDuty)]
    [InlineData(AlarmSeverity.Warning, "slack", ChannelKind.Slack)]
    [InlineData(AlarmSeverity.Info, "email", ChannelKind.Email)]
    public void What_is_critical_pages_what_people_should_know_is_in_Slack_and_the_rest_is_mailed(AlarmSeverity severity, string name, ChannelKind kind) =>
        Assert.Equal([(name, kind)], To("ai-community", severity).Select(channel => (channel.Name, channel.Kind)));

    [Theory]
    [Trait("Requirement", "ODE-64")]
    [InlineData(AlarmSeverity.Critical)]
    [InlineData(AlarmSeverity.Warning)]
    [InlineData(AlarmSeverity.Info)]
    public void The_devops_team_of_Ode_hears_of_everything(AlarmSeverity severity) => Assert.Equal(["devops"], To("ode", severity).Select(channel => channel.Name));

    [Theory]
    [Trait("Requirement", "CCP-59")]
    [Trait("Requirement", "DGT-51")]
    [InlineData("cloud-consulting", "HighCPUUtilization", "SNSTopic")]
    [InlineData("dougust", null, "dougust-alerts")]
    public void Alarms_tell_the_topic_of_SNS(string system, string? alarm, string topic)
    {
        var manifest = SystemManifests.Load(system);
        var alarms = manifest.Environments.SelectMany(environment => environment.Alarms).Where(known => alarm is null || known.Name == alarm).ToList();

        Assert.NotEmpty(alarms);
        Assert.All(alarms, known => Assert.Equal([(ChannelKind.Sns, topic)], To(system, known.Severity).Select(channel => (channel.Kind, channel.Target))));
    }

    [Fact]
    public void Whom_any_route_pages_hears_that_it_ended_well_and_nobody_else_is_paged_for_that()
    {
        var policy = SystemManifests.Load("ai-community").Notifications;

        Assert.Equal(["pagerduty", "email"], policy.Resolving("n-1", AlarmSeverity.Info, "title", "text").Channels.Select(channel => channel.Name));
        Assert.Equal(["email"], (policy with { Routes = new Dictionary<AlarmSeverity, IReadOnlyList<string>> { [AlarmSeverity.Info] = ["email"] } }).Resolving("n-1", AlarmSeverity.Info, "title", "text").Channels.Select(channel => channel.Name));
    }

    [Fact]
    public void A_channel_has_what_the_manifest_says_of_it_and_the_channel_that_takes_over()
    {
        var manifest = Sample.Load(Sample.With(
            "channels: {oncall: {kind: sns, to: shop-oncall}}",
            "channels: {oncall: {kind: slack, to: shop/slack, channel: C0123456789, fallback: audit}, audit: {kind: webhook, to: shop/hook, signingSecret: shop/hook-key}}")).Manifest!;

        var audit = new Channel("audit", ChannelKind.Webhook, "shop/hook") { SigningSecret = "shop/hook-key" };
        Assert.Equal([new Channel("oncall", ChannelKind.Slack, "shop/slack") { Conversation = "C0123456789", Fallback = audit }, audit], manifest.Notifications.Channels);
    }

    private static IReadOnlyList<Channel> To(string system, AlarmSeverity severity) => SystemManifests.Load(system).Notifications.Notice("n-1", severity, "title", "text").Channels;
}
