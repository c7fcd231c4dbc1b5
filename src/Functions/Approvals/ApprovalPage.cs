using System.Globalization;
using System.Net;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Approvals;

/// <summary>What a person sees before she decides: what changes where, what its gates said, who decided before, and until when. It loads nothing, and every text on it is escaped.</summary>
public sealed record ApprovalPage(Release Release, SystemManifest System, EnvironmentManifest Environment, string Person, string Token)
{
    /// <summary>What is known to be good there now.</summary>
    public IReadOnlyList<LastKnownGood> Before { get; init; } = [];

    private string? Previous => Before.FirstOrDefault(good => good.Service == Release.Services[0].Service)?.Tag;

    private const string Style = """
        body{margin:0;background:#f6f7f9;color:#1b1f24;font:16px/1.5 system-ui,sans-serif}main{max-width:44rem;margin:2rem auto;padding:1.5rem 2rem;background:#fff;border:1px solid #d8dde3;border-radius:8px}
        h1{font-size:1.35rem;margin:0 0 1rem}dl{display:grid;grid-template-columns:8rem 1fr;gap:.35rem 1rem;margin:0 0 1.25rem}dt{color:#5b6570}dd{margin:0;overflow-wrap:anywhere}
        code{font:.9em ui-monospace,monospace}ul{margin:0;padding-left:1.1rem}label{display:block;margin-bottom:.35rem}textarea{box-sizing:border-box;width:100%;min-height:4.5rem;font:inherit;padding:.5rem;border:1px solid #9aa4af;border-radius:6px}
        .note{background:#fff4ce;border:1px solid #e5c100;border-radius:6px;padding:.5rem .75rem}.buttons{display:flex;gap:.75rem;margin-top:1rem}button{font:inherit;font-weight:600;padding:.55rem 1.4rem;border-radius:6px;border:1px solid #1a7f37;background:#1a7f37;color:#fff;cursor:pointer}
        button.no{background:#fff;color:#b3261e;border-color:#b3261e}button:focus-visible,textarea:focus-visible{outline:3px solid #4c9aff;outline-offset:2px}@media(max-width:36rem){main{margin:0;border:0;border-radius:0}dl{grid-template-columns:1fr}dd{margin-bottom:.4rem}}
        """;

    public static string Message(string sentence) => Document("Slipway", $"<h1>Slipway</h1><p>{Text(sentence)}</p>");

    /// <param name="note">What was wrong with what the person sent; null when nothing was.</param>
    public string Html(string? note = null) => Document(
        $"{System.DisplayName} {Release.Environment}",
        $"""
        <h1>Release {Text(Release.Push.Title)} into {Text(System.DisplayName)} {Text(Release.Environment.Value)}?</h1>
        {(note is null ? "" : $"<p class=\"note\" role=\"alert\">{Text(note)}</p>")}
        <dl>
        <dt>You are</dt><dd>{Text(Person)}</dd>
        <dt>Image</dt><dd>{Text(Release.Push.Title)}{string.Concat(Release.Push.Images.Select(image => $"<br><code>{Text(image.Digest.Value)}</code>"))}</dd>
        <dt>Changes</dt><dd>{List(Release.Services.Select(change => $"{change.Service}: {Before.FirstOrDefault(good => good.Service == change.Service)?.Image.Digest.Abbreviation ?? "what it runs now"} → {Release.ImageOf(change).Digest.Abbreviation}"))}</dd>
        <dt>Gates</dt><dd>{List(Release.Verdicts.Where(verdict => verdict.Unasked != true).Select(verdict => $"{verdict.Rule}{(verdict.About is { } image ? $" of {image}" : "")}: {verdict.Reason}"))}</dd>
        <dt>Snapshots</dt><dd>{List(Environment.Databases.Where(database => SnapshotRule.IsAskedFor(database.SnapshotBeforeDeploy, Previous, Release.Push.Tag)).Select(database => database.Identifier))}</dd>
        <dt>Decided</dt><dd>{List(Release.Approval!.Decisions.Select(said => $"{said.Person} {(said.Approves ? "approved" : "rejected")} on {Time(said.At)}: {said.Reason}"))}</dd>
        <dt>Ends</dt><dd>{Text(Time(Release.Approval.ExpiresAt))}, as rejected</dd>
        </dl>
        <form method="post" action="/">
        <input type="hidden" name="t" value="{Text(Token)}">
        <label for="reason">Why? It is kept with your name.</label>
        <textarea id="reason" name="reason" maxlength="500" required></textarea>
        <div class="buttons"><button name="decision" value="approve">Approve</button><button class="no" name="decision" value="reject">Reject</button></div>
        </form>
        """);

    private static string Document(string title, string body) =>
        $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{Text(title)}</title><style>{Style}</style></head>\n<body><main>\n{body}\n</main></body></html>\n";

    private static string List(IEnumerable<string> items) => items.Select(item => $"<li>{Text(item)}</li>").ToList() is { Count: > 0 } lines ? $"<ul>{string.Concat(lines)}</ul>" : "none";

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Time(DateTimeOffset at) => $"{at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC";
}
