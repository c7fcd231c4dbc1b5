using System.Globalization;
using System.Text.Json;

namespace Slipway.Tests.Wire.Notices;

/// <summary>A message in the conversation.</summary>
internal sealed record SlackPost(string Id, string? Under, string Text, JsonElement Blocks);

/// <summary>Slack's chat.postMessage and chat.update as its reference says them: it refuses what the real one refuses, with the real one's codes and its status 200.</summary>
internal sealed class SlackPeer : IAsyncDisposable
{
    public const string Token = "xoxb-1-2-peer";
    public const string Conversation = "C0123456789";
    private readonly List<SlackPost> _posts = [];
    private NoticePeer? _peer;

    public IReadOnlyList<SlackPost> Posts => _posts;

    public Uri Api => _peer!.Address("/api/");

    public IReadOnlyList<string> Calls => [.. _peer!.Arrived.Select(arrived => arrived.Path["/api/".Length..])];

    /// <summary>What the next call is answered with instead; null when it is answered by what it says.</summary>
    public (int Status, (string, string)? Header, string Body)? Next { get; set; }

    public static async Task<SlackPeer> StartAsync()
    {
        var slack = new SlackPeer();
        slack._peer = await NoticePeer.StartAsync(arrived => slack.Answer(arrived));
        return slack;
    }

    public ValueTask DisposeAsync() => _peer!.DisposeAsync();

    private (int Status, (string, string)? Header, string Body) Answer(Arrived arrived)
    {
        if (Next is { } next)
        {
            Next = null;
            return next;
        }

        var error = Refusal(arrived);
        if (error is not null)
        {
            return (200, null, $$"""{"ok":false,"error":"{{error}}"}""");
        }

        var id = Keep(arrived);
        return (200, null, $$$"""{"ok":true,"channel":"{{{Conversation}}}","ts":"{{{id}}}","message":{"type":"message","ts":"{{{id}}}"}}""");
    }

    private string Keep(Arrived arrived)
    {
        var body = arrived.Json;
        if (arrived.Path == "/api/chat.update")
        {
            var changed = _posts.FindIndex(post => post.Id == Text(body, "ts"));
            _posts[changed] = _posts[changed] with { Text = Text(body, "text")!, Blocks = body.GetProperty("blocks") };
            return _posts[changed].Id;
        }

        var id = string.Create(CultureInfo.InvariantCulture, $"1767603600.{_posts.Count + 1:000000}");
        _posts.Add(new(id, Text(body, "thread_ts"), Text(body, "text")!, body.GetProperty("blocks")));
        return id;
    }

    private string? Refusal(Arrived arrived) => arrived switch
    {
        { Path: not ("/api/chat.postMessage" or "/api/chat.update") } => "unknown_method",
        { Authorization: null } => "not_authed",
        { Authorization: not $"Bearer {Token}" } => "invalid_auth",
        { ContentType: not "application/json" } and { ContentType: not "application/json; charset=utf-8" } => "invalid_post_type",
        _ when Text(arrived.Json, "channel") != Conversation => "channel_not_found",
        _ when arrived.Path == "/api/chat.update" && _posts.All(post => post.Id != Text(arrived.Json, "ts")) => "message_not_found",
        _ when Text(arrived.Json, "text") is not { Length: > 0 and <= 40_000 } => "no_text",
        _ => arrived.Json.TryGetProperty("blocks", out var blocks) && Blocks(blocks) ? null : "invalid_blocks",
    };

    /// <summary>The limits of Block Kit.</summary>
    private static bool Blocks(JsonElement blocks)
    {
        var all = blocks.EnumerateArray().ToList();
        var ids = all.Select(block => Text(block, "block_id")).OfType<string>().ToList();
        return all.Count is > 0 and <= 50 && ids.Distinct().Count() == ids.Count && ids.All(id => id.Length <= 255) && all.All(block => Text(block, "type") switch
        {
            "header" => IsText(block.GetProperty("text"), "plain_text", 150),
            "section" => IsText(block.GetProperty("text"), null, 3000),
            "context" => block.GetProperty("elements").EnumerateArray().Count() is > 0 and <= 10 && block.GetProperty("elements").EnumerateArray().All(element => IsText(element, null, 3000)),
            "actions" => block.GetProperty("elements").EnumerateArray().Count() is > 0 and <= 25 && block.GetProperty("elements").EnumerateArray().All(IsButton),
            _ => false,
        });
    }

    private static bool IsButton(JsonElement element) =>
        Text(element, "type") == "button" && IsText(element.GetProperty("text"), "plain_text", 75) && Text(element, "action_id") is { Length: > 0 and <= 255 } && Text(element, "value") is { Length: <= 2000 }
        && Text(element, "style") is null or "primary" or "danger"
        && element.GetProperty("confirm") is var confirm
        && IsText(confirm.GetProperty("title"), "plain_text", 100) && IsText(confirm.GetProperty("text"), "plain_text", 300) && IsText(confirm.GetProperty("confirm"), "plain_text", 30) && IsText(confirm.GetProperty("deny"), "plain_text", 30);

    private static bool IsText(JsonElement text, string? type, int most) =>
        Text(text, "type") is "plain_text" or "mrkdwn" && (type is null || Text(text, "type") == type) && Text(text, "text") is { Length: > 0 } written && written.Length <= most;

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
