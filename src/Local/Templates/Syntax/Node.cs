using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Local.Templates.Syntax;

/// <summary>A piece of the template with the line it stands on, so that every complaint can name its place.</summary>
internal abstract record Node(int Line)
{
    public abstract JsonNode? ToJson();

    public JsonElement ToElement() => JsonSerializer.SerializeToElement(ToJson());
}

/// <summary>A text, number, flag or null; quoted ones are always text.</summary>
internal sealed record Scalar(string Text, bool Quoted, int Line) : Node(Line)
{
    public bool IsNull => !Quoted && Text is "" or "~" or "null" or "Null" or "NULL";

    public override JsonNode? ToJson() => Quoted ? JsonValue.Create(Text) : Text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when IsNumber(Text) => JsonNode.Parse(Text),
        _ => JsonValue.Create(Text),
    };

    /// <summary>A number as JSON writes it; 0123 and 1_000 stay text, as account ids must.</summary>
    private static bool IsNumber(string text)
    {
        var digits = text.TrimStart('-');
        return digits.Length > 0 && char.IsAsciiDigit(digits[0]) && char.IsAsciiDigit(digits[^1])
            && (digits[0] != '0' || digits.Length == 1 || digits[1] == '.')
            && double.TryParse(
                text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out _);
    }
}

internal sealed record Sequence(IReadOnlyList<Node> Items, int Line) : Node(Line)
{
    public override JsonNode ToJson() => new JsonArray([.. Items.Where(item => item is not Absent).Select(item => item.ToJson())]);
}

internal sealed record Entry(string Key, int Line, Node Value);

internal sealed record Mapping(IReadOnlyList<Entry> Entries, int Line) : Node(Line)
{
    public static Mapping Empty { get; } = new([], 0);

    public Node? this[string key] => Entries.FirstOrDefault(entry => entry.Key == key)?.Value;

    public override JsonNode ToJson() =>
        new JsonObject(
            Entries.Where(entry => entry.Value is not Absent).Select(entry => KeyValuePair.Create(entry.Key, entry.Value.ToJson())));
}

/// <summary>What AWS::NoValue leaves behind: the property is not there.</summary>
internal sealed record Absent(int Line) : Node(Line)
{
    public override JsonNode? ToJson() => null;
}

/// <summary>A value that could not be found and is already reported; nothing more is said about it.</summary>
internal sealed record Unknown(int Line) : Node(Line)
{
    public override JsonNode? ToJson() => null;
}
