using System.Text.Json;

namespace Slipway.Local.StepFunctions.Documents;

/// <summary>
/// What a reader learns of a value that it passes over: its size as it would be written, how deep it is, and whether its text
/// may be what would be written: no escape and no doubled name that would be written otherwise. White space shows in the size.
/// </summary>
internal struct JsonSkim
{
    private JsonSkim(int size, int depth) => (Size, Depth, IsCompact) = (size, depth, true);

    public int Size { get; private set; }

    public int Depth { get; private set; }

    public bool IsCompact { get; private set; }

    /// <summary>Leaves the reader at the end of the value that it stands at.</summary>
    public static JsonSkim Over(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => Map(ref reader),
        JsonTokenType.StartArray => List(ref reader),
        JsonTokenType.String => Text(ref reader),
        _ => new(reader.ValueSpan.Length, 0),
    };

    private static JsonSkim Map(ref Utf8JsonReader reader)
    {
        var (skim, shape) = (new JsonSkim(1, 0), JsonShape.Empty);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            skim.IsCompact &= !reader.ValueIsEscaped;
            skim.Size += reader.ValueSpan.Length + 4;
            var (longer, _) = shape.Plus(ref reader);
            skim.IsCompact &= longer is not null;
            shape = longer ?? shape;
            reader.Read();
            skim.Add(Over(ref reader));
        }

        return skim.Closed();
    }

    private static JsonSkim List(ref Utf8JsonReader reader)
    {
        var skim = new JsonSkim(1, 0);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            skim.Size++;
            skim.Add(Over(ref reader));
        }

        return skim.Closed();
    }

    private static JsonSkim Text(ref Utf8JsonReader reader)
    {
        var skim = new JsonSkim(reader.ValueSpan.Length + 2, 0);
        skim.IsCompact = !reader.ValueIsEscaped || JsonEscaping.IsAsWritten(reader.ValueSpan);
        return skim;
    }

    private void Add(JsonSkim inner)
    {
        Size += inner.Size;
        Depth = Math.Max(Depth, inner.Depth + 1);
        IsCompact &= inner.IsCompact;
    }

    /// <summary>Each member was counted with the comma after it: the last one's place is the closing bracket's.</summary>
    private JsonSkim Closed()
    {
        Size = Math.Max(Size, 2);
        return this;
    }
}
