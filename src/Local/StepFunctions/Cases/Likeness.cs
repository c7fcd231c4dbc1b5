using System.Text.RegularExpressions;
using Slipway.Local.StepFunctions.Documents;

namespace Slipway.Local.StepFunctions.Cases;

/// <summary>
/// Whether a value is what was recorded, where the recording has placeholders for what differs from run to run: texts in angle
/// brackets, and words such as timestamp, date, start-time or generated-uuid.
/// </summary>
internal static partial class Likeness
{
    private const string IntrinsicFailure = "had the following error: ";

    public static bool Matches(Json expected, Json actual) => (expected, actual) switch
    {
        (JsonText text, _) when Word().IsMatch(text.Value) => true,
        (JsonText text, JsonText other) => text.Value == other.Value || MatchesPattern(text.Value, other.Value) || MatchesEmbedded(text.Value, other.Value),
        (JsonText text, _) => MatchesPattern(text.Value, actual.ToString()),
        (JsonMap map, JsonMap other) => map.Count == other.Count && map.Members.All(member => other.Find(member.Key) is { } value && Matches(member.Value, value)),
        (JsonList list, JsonList other) => list.Count == other.Count && list.Zip(other).All(pair => Matches(pair.First, pair.Second)),
        (JsonMap or JsonList, JsonText text) => Parsed(text.Value) is { } parsed and not JsonText && Matches(expected, parsed),
        _ => expected.Equals(actual),
    };

    /// <summary>A cause that quotes a Java exception compares loosely: nothing else words its messages like that.</summary>
    public static bool MatchesCause(Json expected, Json actual)
    {
        if (actual is not JsonText text || Matches(expected, actual) || expected is not JsonText recorded)
            return Matches(expected, actual);

        if (JavaClass().IsMatch(recorded.Value))
            return true;

        var quoted = recorded.Value.IndexOf(IntrinsicFailure, StringComparison.Ordinal);
        return quoted >= 0 && !recorded.Value.Contains("JsonPath argument", StringComparison.Ordinal)
            && text.Value.StartsWith(recorded.Value[..(quoted + IntrinsicFailure.Length)], StringComparison.Ordinal);
    }

    private static bool MatchesPattern(string expected, string actual)
    {
        if (!Placeholder().IsMatch(expected))
            return false;

        var pattern = string.Concat(Placeholder().Split(expected).Select(Regex.Escape).SelectMany((part, at) => at == 0 ? [part] : new[] { ".*", part }));
        return Regex.IsMatch(actual, $"^{pattern}$", RegexOptions.Singleline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
    }

    private static bool MatchesEmbedded(string expected, string actual) =>
        Parsed(expected) is JsonMap or JsonList && Parsed(actual) is { } right && Matches(Parsed(expected)!, right);

    private static Json? Parsed(string text)
    {
        if (text.AsSpan().TrimStart() is not (['{', ..] or ['[', ..]))
            return null;

        try
        {
            return Json.Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"<+[\w.\-:]*>?[\w.\-:]*>")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^(timestamp|date|([a-z]+-)+(time|date|timestamp|uuid))$")]
    private static partial Regex Word();

    [GeneratedRegex(@"\b(java|javax|com|org|software)(\.[a-z]\w*)+\.[A-Z]\w+")]
    private static partial Regex JavaClass();
}
