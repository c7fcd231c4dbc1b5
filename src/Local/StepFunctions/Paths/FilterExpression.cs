using System.Text.RegularExpressions;
using Slipway.Local.StepFunctions.Documents;

namespace Slipway.Local.StepFunctions.Paths;

/// <summary>The condition of a filter <c>[?(...)]</c>.</summary>
internal abstract class FilterExpression
{
    public abstract bool Holds(Json node, Json root);
}

internal sealed class AllOf(FilterExpression left, FilterExpression right) : FilterExpression
{
    public override bool Holds(Json node, Json root) => left.Holds(node, root) && right.Holds(node, root);
}

internal sealed class AnyOf(FilterExpression left, FilterExpression right) : FilterExpression
{
    public override bool Holds(Json node, Json root) => left.Holds(node, root) || right.Holds(node, root);
}

internal sealed class NotOf(FilterExpression inner) : FilterExpression
{
    public override bool Holds(Json node, Json root) => !inner.Holds(node, root);
}

internal sealed class Exists(FilterOperand operand) : FilterExpression
{
    public override bool Holds(Json node, Json root) => operand.Read(node, root) is { } found && found is not JsonList { Count: 0 };
}

internal sealed class Compares(FilterOperand left, string comparison, FilterOperand right) : FilterExpression
{
    public override bool Holds(Json node, Json root)
    {
        var (one, other) = (left.Read(node, root), right.Read(node, root));
        return comparison switch
        {
            "==" => one is not null && one.Equals(other),
            "!=" => one is null ? other is not null : !one.Equals(other),
            "in" => one is not null && other is JsonList list && list.Contains(one),
            "nin" => one is null || other is not JsonList without || !without.Contains(one),
            "=~" => one is JsonText text && other is JsonText pattern && Matches(text.Value, pattern.Value),
            _ => Ordered(one, other),
        };
    }

    private bool Ordered(Json? one, Json? other)
    {
        int order;
        switch (one, other)
        {
            case (JsonNumber a, JsonNumber b):
                order = a.Value.CompareTo(b.Value);
                break;
            case (JsonText a, JsonText b):
                order = string.CompareOrdinal(a.Value, b.Value);
                break;
            default:
                return false;
        }

        return comparison switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, ">=" => order >= 0, _ => false };
    }

    private static bool Matches(string value, string pattern)
    {
        var close = pattern.LastIndexOf('/');
        var options = pattern[(close + 1)..].Contains('i', StringComparison.Ordinal) ? RegexOptions.IgnoreCase : RegexOptions.None;
        return Regex.IsMatch(value, $"^(?:{pattern[1..close]})$", options | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }
}

/// <summary>A side of a comparison: a path from the node (<c>@</c>) or the root (<c>$</c>), or a literal.</summary>
internal sealed class FilterOperand(JsonPath? path, bool fromRoot, Json? literal)
{
    public Json? Read(Json node, Json root)
    {
        if (path is null)
            return literal;

        return path.IsDefinite ? path.Find(fromRoot ? root : node) : JsonList.Of(path.FindAll(fromRoot ? root : node, root));
    }
}
