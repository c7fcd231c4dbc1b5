using System.Net.Http.Headers;
using System.Text.Json;
using Slipway.Domain.Interventions;
using Slipway.Domain.Notifications;
using Slipway.Domain.Releases;

namespace Slipway.Aws.Notices;

/// <summary>What each service that takes notices over HTTP wants to read.</summary>
internal static class HttpBody
{
    /// <summary>Slack cuts a text off at 40,000 characters.</summary>
    private const int SlackBytes = 40_000;

    /// <summary>PagerDuty takes a summary of 1,024 characters and a key of 255.</summary>
    private const int SummaryLength = 1024;
    private const int KeyLength = 255;

    /// <summary>An incoming webhook's message; Slack reads three characters as markup.</summary>
    public static ByteArrayContent Slack(Notice notice) => Write(json =>
    {
        json.WriteString("text", NoticeText.Within($"*{Escaped(notice.Title)}*\n{Escaped(notice.Text)}", SlackBytes));
        if (notice is { Decides: { } release, Offers: { Count: > 0 } offers })
        {
            Buttons(json, release, offers);
        }
    });

    /// <summary>Buttons of an attachment and not of a block: their answer is that of the request, so that no address of Slack's must be called.</summary>
    private static void Buttons(Utf8JsonWriter json, ReleaseId release, IReadOnlyList<InterventionKind> offers)
    {
        json.WriteStartArray("attachments");
        json.WriteStartObject();
        json.WriteString("fallback", "slipway decides, too.");
        json.WriteString("callback_id", "slipway");
        json.WriteStartArray("actions");
        foreach (var button in offers.Select(SlackButton.Of).OfType<SlackButton>())
        {
            json.WriteStartObject();
            json.WriteString("name", button.Action);
            json.WriteString("text", button.Text);
            json.WriteString("type", "button");
            json.WriteString("style", button.Style ?? "default");
            json.WriteString("value", release.Value);
            json.WriteStartObject("confirm");
            json.WriteString("title", $"{button.Text} {release.Value}?");
            json.WriteString("text", $"{button.Means} {release.Value}");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>
    /// An event of the Events API v2: all of one release or incident have one key, so that they are one incident there, which ends when
    /// that has ended well. PagerDuty drops the end of what never began.
    /// </summary>
    public static ByteArrayContent PagerDuty(Notice notice, string routingKey) => Write(json =>
    {
        json.WriteString("routing_key", routingKey);
        json.WriteString("event_action", notice.Resolves ? "resolve" : "trigger");
        json.WriteString("dedup_key", ReleaseId.Fit(notice.Thread ?? notice.Id, KeyLength));
        if (notice.Resolves)
        {
            return;
        }

        json.WriteStartObject("payload");
        json.WriteString("summary", NoticeText.Shortened(notice.Title, SummaryLength));
        json.WriteString("source", "slipway");
        json.WriteString("severity", Severity(notice));
        json.WriteStartObject("custom_details");
        json.WriteString("text", NoticeText.Within(notice.Text, NoticeText.Bytes));
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>Told to the person alone; the notice stays for the others.</summary>
    public static ByteArrayContent SlackAnswer(string sentence) => Write(json =>
    {
        json.WriteString("response_type", "ephemeral");
        json.WriteBoolean("replace_original", false);
        json.WriteString("text", Escaped(sentence));
    });

    /// <summary>The notice itself, for whatever listens.</summary>
    public static ByteArrayContent Webhook(Notice notice) => Write(json =>
    {
        json.WriteString("id", notice.Id);
        json.WriteString("severity", Severity(notice));
        json.WriteString("title", notice.Title);
        json.WriteString("text", NoticeText.Within(notice.Text, NoticeText.Bytes));
    });

    internal static ByteArrayContent Write(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return new(buffer.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }

    private static string Severity(Notice notice) => notice.Severity.ToString().ToLowerInvariant();

    internal static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
