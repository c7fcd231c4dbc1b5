using System.Net;
using Slipway.Domain;
using Slipway.Domain.Notifications;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Notices;

/// <summary>
/// Notices to Slack, PagerDuty and webhooks. Their addresses and keys are secrets: no message of a failure tells them, nor what
/// the other side answered, which may repeat them.
/// </summary>
/// <param name="http">A client that follows no redirect: it would carry the notice elsewhere.</param>
public sealed class HttpNotifications(HttpClient http, ISecrets secrets)
{
    private static readonly Uri PagerDuty = new("https://events.pagerduty.com/v2/enqueue");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static HttpClient CreateClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });

    public async Task SendAsync(Notice notice, Channel channel, CancellationToken cancellationToken)
    {
        var secret = (await secrets.ReadOwnAsync(channel.Target, cancellationToken)).Trim();
        using var request = new HttpRequestMessage(HttpMethod.Post, channel.Kind == ChannelKind.PagerDuty ? PagerDuty : Address(channel, secret));
        request.Content = channel.Kind switch
        {
            ChannelKind.Slack => HttpBody.Slack(notice),
            ChannelKind.PagerDuty => HttpBody.PagerDuty(notice, secret),
            _ => HttpBody.Webhook(notice),
        };
        var status = await PostAsync(channel, request, cancellationToken);
        if (status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError)
        {
            throw new UnavailableException($"{Name(channel)} answered {(int)status}: it takes no notice now.");
        }

        if ((int)status is < 200 or > 299)
        {
            throw new RejectedException($"{Name(channel)} answered {(int)status}: put a new {(channel.Kind == ChannelKind.PagerDuty ? "integration key" : "address")} into the secret {channel.Target}.");
        }
    }

    private async Task<HttpStatusCode> PostAsync(Channel channel, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return answer.StatusCode;
        }
        catch (OperationCanceledException)
        {
            throw new UnavailableException($"{Name(channel)} did not answer in time.");
        }
        catch (HttpRequestException failure)
        {
            throw new UnavailableException($"{Name(channel)} cannot be reached ({failure.HttpRequestError}).");
        }
    }

    private static Uri Address(Channel channel, string secret) =>
        Uri.TryCreate(secret, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address
            : throw new RejectedException($"The secret {channel.Target} holds no https address: store the address of the {(channel.Kind == ChannelKind.Slack ? "incoming webhook" : "webhook")} in it.");

    private static string Name(Channel channel) => channel.Kind switch
    {
        ChannelKind.Slack => "Slack",
        ChannelKind.PagerDuty => "PagerDuty",
        _ => "The webhook",
    };
}
