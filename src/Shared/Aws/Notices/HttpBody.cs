using System.Net.Http.Headers;
using System.Text.Json;
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
        if (notice.Decides is { } release)
        {
            Buttons(json, release);
        }
    });

    /// <summary>Buttons of an attachment and not of a block: their answer is that of the request, so that no address of Slack's must be called.</summary>
    private static void Buttons(Utf8JsonWriter json, ReleaseId release)
    {
        json.WriteStartArray("attachments");
        json.WriteStartObject();
        json.WriteString("fallback", "slipway approve or reject decides.");
        json.WriteString("callback_id", "slipway");
        json.WriteStartArray("actions");
        foreach (var (name, text, style) in new[] { ("approve", "Approve", "primary"), ("reject", "Reject", "danger") })
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("text", text);
            json.WriteString("type", "button");
            json.WriteString("style", style);
            json.WriteString("value", release.Value);
            json.WriteStartObject("confirm");
            json.WriteString("title", $"{text} {release.Value}?");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>An event of the Events API v2, whose key makes repeated ones one incident.</summary>
    public static ByteArrayContent PagerDuty(Notice notice, string routingKey) => Write(json =>
    {
        json.WriteString("routing_key", routingKey);
        json.WriteString("event_action", "trigger");
        json.WriteString("dedup_key", NoticeText.Subject(notice.Id, KeyLength));
        json.WriteStartObject("payload");
        json.WriteString("summary", NoticeText.Within(notice.Title, SummaryLength));
        json.WriteString("source", "slipway");
        json.WriteString("severity", Severity(notice));
        json.WriteStartObject("custom_details");
        json.WriteString("text", NoticeText.Within(notice.Text, NoticeText.Bytes));
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>The notice itself, for whatever listens.</summary>
    public static ByteArrayContent Webhook(Notice notice) => Write(json =>
    {
        json.WriteString("id", notice.Id);
        json.WriteString("severity", Severity(notice));
        json.WriteString("title", notice.Title);
        json.WriteString("text", NoticeText.Within(notice.Text, NoticeText.Bytes));
    });

    private static ByteArrayContent Write(Action<Utf8JsonWriter> members)
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

    private static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
