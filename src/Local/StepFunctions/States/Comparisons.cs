using Slipway.Local.StepFunctions.Documents;

namespace Slipway.Local.StepFunctions.States;

/// <summary>The operators of Choice rules by name.</summary>
internal static class Comparisons
{
    private static readonly Dictionary<string, Func<Json, Json, bool>> Operators = Build();

    private static readonly Dictionary<string, Func<Json, bool>> Tests = new()
    {
        ["IsNull"] = value => value.Kind == JsonKind.Null,
        ["IsString"] = value => value.Kind == JsonKind.Text,
        ["IsNumeric"] = value => value.Kind == JsonKind.Number,
        ["IsBoolean"] = value => value.Kind == JsonKind.Truth,
        ["IsTimestamp"] = value => Timestamps.TryRead(value.AsText, out _),
    };

    /// <summary>Every operator's name, without the Path variants.</summary>
    public static IEnumerable<string> Names => Operators.Keys.Concat(Tests.Keys).Append("IsPresent");

    public static Func<Json, Json, bool>? Operator(string name) => Operators.GetValueOrDefault(name);

    public static Func<Json, bool>? Test(string name) => Tests.GetValueOrDefault(name);

    /// <summary>The kind that an operator compares with.</summary>
    public static bool Accepts(string name, Json constant) => name switch
    {
        _ when name.StartsWith("String", StringComparison.Ordinal) => constant.Kind == JsonKind.Text,
        _ when name.StartsWith("Numeric", StringComparison.Ordinal) => constant.Kind == JsonKind.Number,
        _ when name.StartsWith("Boolean", StringComparison.Ordinal) => constant.Kind == JsonKind.Truth,
        _ => Timestamps.TryRead(constant.AsText, out _),
    };

    private static Dictionary<string, Func<Json, Json, bool>> Build()
    {
        var operators = new Dictionary<string, Func<Json, Json, bool>>
        {
            ["BooleanEquals"] = (left, right) => left is JsonTruth one && right is JsonTruth other && one.Value == other.Value,
            ["StringMatches"] = (left, right) => left is JsonText text && right is JsonText pattern && Wildcards.Match(text.Value, pattern.Value),
        };
        Func<int, bool>[] orders = [order => order == 0, order => order < 0, order => order > 0, order => order <= 0, order => order >= 0];
        string[] names = ["Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals"];
        for (var at = 0; at < orders.Length; at++)
        {
            var holds = orders[at];
            operators["String" + names[at]] = (left, right) =>
                left is JsonText one && right is JsonText other && holds(string.CompareOrdinal(one.Value, other.Value));
            operators["Numeric" + names[at]] = (left, right) =>
                left is JsonNumber one && right is JsonNumber other && holds(Order(one, other));
            operators["Timestamp" + names[at]] = (left, right) =>
                Timestamps.TryRead(left.AsText, out var one) && Timestamps.TryRead(right.AsText, out var other) && holds(one.CompareTo(other));
        }

        return operators;
    }

    private static int Order(JsonNumber left, JsonNumber right) =>
        left.IsWhole && right.IsWhole ? left.Whole.CompareTo(right.Whole) : left.Value.CompareTo(right.Value);
}

/// <summary>Patterns of <c>StringMatches</c>: a star stands for any text, a backslash makes the next star or backslash literal.</summary>
internal static class Wildcards
{
    public static bool Match(string text, string pattern)
    {
        int at = 0, place = 0, star = -1, retry = 0;
        while (at < text.Length)
        {
            var escaped = place + 1 < pattern.Length && pattern[place] == '\\' && pattern[place + 1] is '*' or '\\';
            if (place < pattern.Length && pattern[place] == '*')
            {
                star = place++;
                retry = at;
            }
            else if (place < pattern.Length && text[at] == pattern[escaped ? place + 1 : place])
            {
                place += escaped ? 2 : 1;
                at++;
            }
            else if (star >= 0)
            {
                place = star + 1;
                at = ++retry;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(place).Trim('*').IsEmpty;
    }
}
