using System.Text;
using System.Text.Json;
using Slipway.Domain.Interventions;
using Slipway.Domain.Notifications;
using Slipway.Domain.Releases;

namespace Slipway.Aws.Notices;

/// <summary>A notice as blocks of Slack's Block Kit, within their limits: 150 characters of a header, 3,000 of a section, 50 blocks, 255 of a block's id.</summary>
internal static class SlackMessage
{
    private const int HeaderLength = 150;
    private const int SectionLength = 3000;
    private const int MostSections = 10;
    private const int FallbackLength = 3000;
    private const int BlockIdLength = 255;

    /// <summary>The first message of a thread, which shows how things stand and what may be decided.</summary>
    public static HttpContent First(Notice notice, string conversation) => HttpBody.Write(json =>
    {
        json.WriteString("channel", conversation);
        json.WriteBoolean("unfurl_links", false);
        State(json, notice);
    });

    /// <summary>Lets the first message show how things stand now.</summary>
    public static HttpContent Change(Notice notice, string conversation, string first) => HttpBody.Write(json =>
    {
        json.WriteString("channel", conversation);
        json.WriteString("ts", first);
        State(json, notice);
    });

    /// <summary>What happened, under the first message.</summary>
    public static HttpContent Under(Notice notice, string conversation, string first) => HttpBody.Write(json =>
    {
        json.WriteString("channel", conversation);
        json.WriteString("thread_ts", first);
        json.WriteString("text", Fallback(notice));
        json.WriteBoolean("unfurl_links", false);
        json.WriteStartArray("blocks");
        Sections(json, $"*{notice.Title}*\n{notice.Text}");
        json.WriteEndArray();
    });

    private static void State(Utf8JsonWriter json, Notice notice)
    {
        json.WriteString("text", Fallback(notice));
        json.WriteStartArray("blocks");
        json.WriteStartObject();
        json.WriteString("type", "header");
        Plain(json, "text", NoticeText.Shortened(notice.Title, HeaderLength));
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("type", "context");
        json.WriteStartArray("elements");
        Markup(json, null, HttpBody.Escaped($"{notice.Severity.ToString().ToLowerInvariant()} · {notice.Thread ?? notice.Id}"));
        json.WriteEndArray();
        json.WriteEndObject();
        Sections(json, notice.Text);
        if (notice is { Decides: { } release, Offers: { Count: > 0 } offers })
        {
            Buttons(json, notice, release, offers);
        }

        json.WriteEndArray();
    }

    private static void Buttons(Utf8JsonWriter json, Notice notice, ReleaseId release, IReadOnlyList<InterventionKind> offers)
    {
        json.WriteStartObject();
        json.WriteString("type", "actions");
        json.WriteString("block_id", ReleaseId.Fit(notice.Id, BlockIdLength));
        json.WriteStartArray("elements");
        foreach (var button in offers.Select(SlackButton.Of).OfType<SlackButton>())
        {
            json.WriteStartObject();
            json.WriteString("type", "button");
            json.WriteString("action_id", button.Action);
            Plain(json, "text", button.Text);
            json.WriteString("value", release.Value);
            if (button.Style is { } style)
            {
                json.WriteString("style", style);
            }

            json.WriteStartObject("confirm");
            Plain(json, "title", $"{button.Text}?");
            Plain(json, "text", $"{button.Means} {release.Value}");
            Plain(json, "confirm", button.Text);
            Plain(json, "deny", "Not now");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The text in as many sections as it takes; what goes beyond them is said to be cut.</summary>
    private static void Sections(Utf8JsonWriter json, string text)
    {
        var pieces = Pieces(text).Take(MostSections + 1).ToList();
        foreach (var piece in pieces.Take(MostSections))
        {
            json.WriteStartObject();
            json.WriteString("type", "section");
            Markup(json, "text", piece);
            json.WriteEndObject();
        }

        if (pieces.Count > MostSections)
        {
            json.WriteStartObject();
            json.WriteString("type", "section");
            Plain(json, "text", "... (cut)");
            json.WriteEndObject();
        }
    }

    private static IEnumerable<string> Pieces(string text)
    {
        var piece = new StringBuilder();
        foreach (var rune in text.Trim().EnumerateRunes())
        {
            var escaped = HttpBody.Escaped(rune.ToString());
            if (piece.Length + escaped.Length > SectionLength)
            {
                yield return piece.ToString();
                piece.Clear();
            }

            piece.Append(escaped);
        }

        if (piece.ToString().Trim().Length > 0)
        {
            yield return piece.ToString();
        }
    }

    /// <summary>What a phone shows before anybody opens the message.</summary>
    private static string Fallback(Notice notice) => NoticeText.Within(HttpBody.Escaped(notice.Title), FallbackLength);

    private static void Plain(Utf8JsonWriter json, string name, string text) => TextObject(json, name, "plain_text", text);

    private static void Markup(Utf8JsonWriter json, string? name, string text) => TextObject(json, name, "mrkdwn", text);

    private static void TextObject(Utf8JsonWriter json, string? name, string type, string text)
    {
        if (name is null)
        {
            json.WriteStartObject();
        }
        else
        {
            json.WriteStartObject(name);
        }

        json.WriteString("type", type);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
