using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Slipway.Domain;
using Slipway.Domain.Notifications;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Notices;

/// <summary>Notices by the bot of a Slack app: the first of a release begins a thread and always shows how it stands, the others stand under it (Slack's chat.postMessage and chat.update).</summary>
/// <param name="http">One of <see cref="HttpNotifications.CreateClient"/>.</param>
/// <param name="api">Where Slack's methods are; null for Slack's own address.</param>
public sealed class SlackBot(HttpClient http, ISecrets secrets, Uri? api = null)
{
    private const string Name = "Slack";
    private static readonly Uri Api = new("https://slack.com/api/");

    /// <summary>Slack answers so when somebody deleted the first message, or nobody may change it any more: the thread is no worse for it.</summary>
    private static readonly string[] Unchangeable = ["message_not_found", "cant_update_message", "edit_window_closed"];

    public async Task<string> SendAsync(Notice notice, Channel channel, string conversation, string? under, bool showsState, CancellationToken cancellationToken)
    {
        var token = (await secrets.ReadOwnAsync(channel.Target, cancellationToken)).Trim();
        if (!token.StartsWith("xoxb-", StringComparison.Ordinal))
        {
            throw new RejectedException($"The secret {channel.Target} holds no token of a bot: store that of the Slack app in it, which begins with xoxb-.");
        }

        // What may be repeated goes first: when it fails, nobody has read anything yet.
        if (under is not null && showsState)
        {
            var changed = await CallAsync("chat.update", token, SlackMessage.Change(notice, conversation, under), cancellationToken);
            if (changed.Error is { } code && !Unchangeable.Contains(code))
            {
                throw SlackFailure.Of(code, channel, conversation);
            }
        }

        var sent = await CallAsync("chat.postMessage", token, under is null ? SlackMessage.First(notice, conversation) : SlackMessage.Under(notice, conversation, under), cancellationToken);
        return sent.Error is null && sent.Id is { } id ? id : throw SlackFailure.Of(sent.Error ?? "", channel, conversation);
    }

    /// <summary>Slack says with 200 that it refuses.</summary>
    private async Task<(string? Error, string? Id)> CallAsync(string method, string token, HttpContent body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(api ?? Api, method)) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var (status, answer) = await Posting.SendAsync(http, Name, request, cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(status == HttpStatusCode.OK ? answer : "");
            var root = document.RootElement;
            return root.GetProperty("ok").GetBoolean()
                ? (null, root.TryGetProperty("ts", out var id) ? id.GetString() : null)
                : (root.GetProperty("error").GetString() ?? "", null);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UnavailableException($"{Name} answered {(int)status} with what is no answer of its API.");
        }
    }
}
