using System.Text.RegularExpressions;

namespace Slipway.Cli.Screens;

/// <summary>Reasons as they fit a glance: without the figures that AWS adds, digests by their first digits. The record keeps the whole.</summary>
internal static partial class Reasons
{
    public static string Short(this string reason) => Digests().Replace(Figures().Replace(reason, ""), "sha256:$1…");

    /// <summary>The text as a whole sentence.</summary>
    public static string Sentence(this string text) => text.TrimEnd() is [.., '.' or '!' or '?' or '…' or ')'] whole ? whole : $"{text.TrimEnd()}.";

    [GeneratedRegex(@" \[[^\]]*\d\d:\d\d:\d\d\)\]| \(minimum \d+ datapoints? for OK -> ALARM transition\)")]
    private static partial Regex Figures();

    [GeneratedRegex("sha256:([0-9a-f]{12})[0-9a-f]{52}")]
    private static partial Regex Digests();
}
