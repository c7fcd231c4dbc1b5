using Slipway.Domain;
using Slipway.Domain.Notifications;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Notices;

/// <summary>Notices to incoming webhooks of Slack, to PagerDuty and to webhooks of people's own.</summary>
/// <param name="http">One of <see cref="CreateClient"/>.</param>
/// <param name="pagerDuty">Where PagerDuty takes events; null for its own address.</param>
public sealed class HttpNotifications(HttpClient http, ISecrets secrets, TimeProvider clock, Uri? pagerDuty = null)
{
    private static readonly Uri PagerDuty = new("https://events.pagerduty.com/v2/enqueue");

    /// <summary>A client that follows no redirect: it would carry the notice elsewhere.</summary>
    public static HttpClient CreateClient() => Posting.CreateClient();

    public async Task SendAsync(Notice notice, Channel channel, CancellationToken cancellationToken)
    {
        var secret = (await secrets.ReadOwnAsync(channel.Target, cancellationToken)).Trim();
        var isPager = channel.Kind == ChannelKind.PagerDuty;
        using var request = new HttpRequestMessage(HttpMethod.Post, isPager ? pagerDuty ?? PagerDuty : Address(channel, secret));
        request.Content = channel.Kind switch
        {
            ChannelKind.Slack => HttpBody.Slack(notice),
            ChannelKind.PagerDuty => HttpBody.PagerDuty(notice, secret),
            _ => HttpBody.Webhook(notice),
        };
        if (channel.SigningSecret is { } named)
        {
            var key = (await secrets.ReadOwnAsync(named, cancellationToken)).Trim();
            request.Headers.Add(WebhookSignature.Header, WebhookSignature.Of(key, clock.GetUtcNow(), await request.Content.ReadAsByteArrayAsync(cancellationToken)));
        }

        var (status, _) = await Posting.SendAsync(http, Name(channel), request, cancellationToken);
        if ((int)status is < 200 or > 299)
        {
            throw new RejectedException($"{Name(channel)} answered {(int)status}: put a new {(isPager ? "integration key" : "address")} into the secret {channel.Target}.");
        }
    }

    private static Uri Address(Channel channel, string secret) =>
        Uri.TryCreate(secret, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address
            : throw new RejectedException($"The secret {channel.Target} holds no https address: store the address of the {(channel.Kind == ChannelKind.Slack ? "incoming webhook" : "webhook")} in it{Token(channel, secret)}.");

    private static string Token(Channel channel, string secret) =>
        channel.Kind == ChannelKind.Slack && secret.StartsWith("xox", StringComparison.Ordinal) ? $", or name the conversation that its token writes to: notifications.channels.{channel.Name}.channel" : "";

    private static string Name(Channel channel) => channel.Kind switch
    {
        ChannelKind.Slack => "Slack",
        ChannelKind.PagerDuty => "PagerDuty",
        _ => "The webhook",
    };
}
