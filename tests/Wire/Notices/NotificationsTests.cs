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
    public async Task A_channel_that_fails_keeps_no_other_from_the_notice_and_is_named()
    {
        _script.Refuse("hunter2", status: HttpStatusCode.Gone).Answer("{}");
        var failed = await Assert.ThrowsAsync<RejectedException>(() => Sending().SendAsync(Notice(Slack, Mail, Audit), Token));

        Assert.Equal(
            "The notice shop-1 did not reach 2 of 3 channels: slack: Slack answered 410: put a new address into the secret slack. "
            + "team: No e-mail can be sent: set the parameter NoticeSender of template.yaml to an address that is verified in SES.",
            failed.Message);
        Assert.Equal("audit.shop.example", _script.Requests[1].Host);
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
        return new(new SnsNotifications(clients, options), new SesNotifications(clients, options), new HttpNotifications(_script.Client(), Secrets));
    }
}
