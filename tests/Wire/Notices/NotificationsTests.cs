using System.Net;
using Slipway.Aws.Notices;
using Slipway.Domain;
using Slipway.Domain.Notifications;
using Slipway.Domain.Remediation;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Notices;

/// <summary>One notice to many channels, some of which fail; scripted, since no peer fails when it is asked to.</summary>
public sealed class NotificationsTests
{
    private static readonly KnownSecrets Secrets = new(("slack", "https://hooks.slack.com/hunter2"), ("audit", "https://audit.shop.example/hunter2"));
    private readonly ScriptedAws _script = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_channels_will_never_take_is_told_once_by_the_topic_of_the_installation_with_the_reasons()
    {
        _script.Refuse("hunter2", status: HttpStatusCode.Gone).Answer("{}").Answer("<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>");
        var notifications = Sending();
        await notifications.SendAsync(Notice(Slack, Mail, Audit), Token);
        await notifications.SendAsync(Notice(Slack, Mail, Audit), Token);

        Assert.Equal(["hooks.slack.com", "audit.shop.example", "sns.eu-central-1.amazonaws.com"], _script.Requests.Select(request => request.Host));
        var told = WebUtility.UrlDecode(_script.Requests[2].Body);
        Assert.Contains($"TopicArn={NoticeSamples.Options.Topic}", told, StringComparison.Ordinal);
        Assert.Contains(
            "text\n\nThe notice shop-1 did not reach 2 of 3 channels: slack: Slack answered 410: put a new address into the secret slack. "
            + "team: No e-mail can be sent: set the parameter NoticeSender of template.yaml to an address that is verified in SES.",
            told,
            StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_not_even_that_topic_takes_is_a_failure()
    {
        _script.RefuseQuery("NotFound", "Topic does not exist", HttpStatusCode.NotFound);
        await Assert.ThrowsAsync<RejectedException>(() => Sending().SendAsync(Notice(Mail), Token));
    }

    [Fact]
    public async Task A_failure_that_passes_is_worth_a_retry_which_tells_only_those_who_did_not_hear()
    {
        _script.Answer("{}").Refuse("busy", status: HttpStatusCode.ServiceUnavailable).Answer("{}");
        var notifications = Sending();
        await Assert.ThrowsAsync<UnavailableException>(() => notifications.SendAsync(Notice(Slack, Audit), Token));
        await notifications.SendAsync(Notice(Slack, Audit), Token);
        await notifications.SendAsync(Notice(Slack, Audit), Token);

        Assert.Equal(["hooks.slack.com", "audit.shop.example", "audit.shop.example"], _script.Requests.Select(request => request.Host));
    }

    private static Channel Slack { get; } = new("slack", ChannelKind.Slack, "slack");

    private static Channel Audit { get; } = new("audit", ChannelKind.Webhook, "audit");

    private static Channel Mail { get; } = new("team", ChannelKind.Email, "team@shop.example");

    private static Notice Notice(params IReadOnlyList<Channel> channels) => new("shop-1", AlarmSeverity.Info, "title", "text", channels);

    private Notifications Sending()
    {
        var clients = _script.Clients();
        var options = NoticeSamples.Options with { Sender = "" };
        return new(new SnsNotifications(clients, options), new SesNotifications(clients, options), new HttpNotifications(_script.Client(), Secrets), options);
    }
}
