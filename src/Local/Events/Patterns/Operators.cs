using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Slipway.Local.Events.Patterns;

/// <summary>The comparison operators of event patterns, each from the value that the pattern gives it.</summary>
internal static class Operators
{
    public static readonly string[] Names = ["prefix", "suffix", "equals-ignore-case", "anything-but", "numeric", "exists", "wildcard", "cidr"];

    /// <summary>Null with a remedy for an operator that EventBridge would refuse.</summary>
    public static Func<JsonElement, bool>? Read(string name, JsonElement value, out string remedy)
    {
        remedy = name switch
        {
            "prefix" or "suffix" => $"write {name}: text, or {name}: {{equals-ignore-case: text}}",
            "equals-ignore-case" => "write equals-ignore-case: text",
            "anything-but" => "write a text or number, a list of them, or one of prefix, suffix, equals-ignore-case and wildcard",
            "numeric" => "write numeric: [\">\", 0, \"<=\", 5], with =, or with one lower and one upper limit",
            "exists" => "write exists: true or exists: false",
            "wildcard" => "write wildcard: text with single * in it; \\* is a star itself",
            "cidr" => "write cidr: 10.0.0.0/24",
            _ => $"write one of {string.Join(", ", Names)}",
        };
        return name switch
        {
            "anything-but" => AnythingBut(value),
            "numeric" => Numeric(value),
            _ => Textual(name, value),
        };
    }

    private static Func<JsonElement, bool>? Textual(string name, JsonElement value)
    {
        if (name is "prefix" or "suffix" && value.ValueKind == JsonValueKind.Object)
        {
            return value.EnumerateObject().ToList() is [{ Name: "equals-ignore-case", Value: { ValueKind: JsonValueKind.String } folded }]
                ? Affix(name, folded.GetString()!, StringComparison.OrdinalIgnoreCase)
                : null;
        }

        return value.ValueKind != JsonValueKind.String ? null : (name, value.GetString()!) switch
        {
            ("prefix" or "suffix", var text) => Affix(name, text, StringComparison.Ordinal),
            ("equals-ignore-case", var text) => Leaf.Text(leaf => leaf.Equals(text, StringComparison.OrdinalIgnoreCase)),
            ("wildcard", var text) when Wildcard.Parse(text) is { } wildcard => Leaf.Text(wildcard.Matches),
            ("cidr", var text) when IPNetwork.TryParse(text, out var network) =>
                Leaf.Text(leaf => IPAddress.TryParse(leaf, out var address) && network.Contains(address)),
            _ => null,
        };
    }

    private static Func<JsonElement, bool> Affix(string name, string text, StringComparison comparison) =>
        name == "prefix" ? Leaf.Text(leaf => leaf.StartsWith(text, comparison)) : Leaf.Text(leaf => leaf.EndsWith(text, comparison));

    private static Func<JsonElement, bool>? AnythingBut(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String or JsonValueKind.Number:
                return leaf => !Leaf.Same(leaf, value);
            case JsonValueKind.Array when IsUniform(value):
                return leaf => !value.EnumerateArray().Any(refused => Leaf.Same(leaf, refused));
            case JsonValueKind.Object when value.EnumerateObject().ToList() is [{ Name: "prefix" or "suffix" or "equals-ignore-case" or "wildcard" } inner]:
                var refusals = (
                    inner.Value.ValueKind == JsonValueKind.Array ? inner.Value.EnumerateArray() : Enumerable.Repeat(inner.Value, 1))
                    .Select(item => Textual(inner.Name, item)).ToList();
                return refusals.Count == 0 || refusals.Contains(null) ? null : leaf => !refusals.Any(refused => refused!(leaf));
            default:
                return null;
        }
    }

    private static bool IsUniform(JsonElement list) =>
        list.GetArrayLength() > 0
            && list.EnumerateArray().Select(item => item.ValueKind).Distinct().ToList() is [JsonValueKind.String or JsonValueKind.Number];

    private static Func<JsonElement, bool>? Numeric(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is not (2 or 4))
        {
            return null;
        }

        var parts = value.EnumerateArray().Chunk(2).Select(
            pair => (Sign: pair[0].ValueKind == JsonValueKind.String ? pair[0].GetString()! : "", Limit: pair[1])).ToList();
        var isRange = parts.Count == 2 && parts[0].Sign is ">" or ">=" && parts[^1].Sign is "<" or "<=";
        if ((parts.Count == 2 && !isRange) || parts.Any(part => part.Sign is not ("=" or "<" or "<=" or ">" or ">=") || part.Limit.ValueKind != JsonValueKind.Number))
        {
            return null;
        }

        return leaf => leaf.ValueKind == JsonValueKind.Number && parts.All(part => Holds(Number(leaf), part.Sign, Number(part.Limit)));
    }

    private static double Number(JsonElement element) => double.Parse(element.GetRawText(), CultureInfo.InvariantCulture);

    private static bool Holds(double left, string sign, double right) => sign switch
    {
        "=" => left == right,
        "<" => left < right,
        "<=" => left <= right,
        ">" => left > right,
        _ => left >= right,
    };
}
