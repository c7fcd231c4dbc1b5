using System.Text.RegularExpressions;

namespace Slipway.Local.Templates;

/// <summary>The ${name} places of a state machine's definition, which CloudFormation fills and Step Functions never sees.</summary>
public static partial class Placeholders
{
    /// <summary>Each name with the line of the text that it stands on, counted from one.</summary>
    public static IEnumerable<(string Name, int Line)> In(string text) =>
        text.Split('\n').SelectMany(
            (line, index) => Place().Matches(Uncommented(line)).Select(match => (match.Groups[1].Value, index + 1)));

    public static string Fill(string text, IReadOnlyDictionary<string, string> values) =>
        Place().Replace(text, match => values.TryGetValue(match.Groups[1].Value, out var value) ? value : match.Value);

    private static string Uncommented(string line) => line.TrimStart().StartsWith('#') ? "" : line;

    [GeneratedRegex(@"\$\{([A-Za-z0-9_.:-]+)\}")]
    private static partial Regex Place();
}
