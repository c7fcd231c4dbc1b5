using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Slipway.Local.StepFunctions.Documents;

/// <summary>
/// From JSON text to values. The outermost value is read at once; lists and maps inside it are passed over and stay text until
/// somebody looks into them, because most documents are only handed on.
/// </summary>
internal static class JsonReading
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Json Read(string text)
    {
        try
        {
            var bytes = Strict.GetBytes(text);
            var reader = new Utf8JsonReader(bytes, Options);
            reader.Read();
            var value = Value(ref reader, new(bytes, 0, bytes.Length));
            reader.Read();
            return value;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or EncoderFallbackException)
        {
            throw new FormatException($"not JSON: {broken.Message}", broken);
        }
    }

    /// <summary>The names and values of a map that was passed over.</summary>
    public static (JsonShape Shape, Json[] Values) Members(JsonSource source)
    {
        var reader = Reader(source);
        return Members(ref reader, source);
    }

    /// <summary>The items of a list that was passed over.</summary>
    public static Json[] Items(JsonSource source)
    {
        var reader = Reader(source);
        return Items(ref reader, source);
    }

    private static Utf8JsonReader Reader(JsonSource source)
    {
        var reader = new Utf8JsonReader(source.Bytes, Options);
        reader.Read();
        return reader;
    }

    private static Json Value(ref Utf8JsonReader reader, JsonSource source)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var (shape, values) = Members(ref reader, source);
                return shape.Names.Length == 0 ? JsonMap.Empty : new JsonMap(shape, values);
            case JsonTokenType.StartArray:
                return new JsonList(Items(ref reader, source));
            case JsonTokenType.String:
                return reader.ValueIsEscaped ? new JsonText(reader.GetString()!) : new JsonText(reader.GetString()!, reader.ValueSpan.Length + 2);
            case JsonTokenType.Number:
                return JsonNumber.FromDigits(Encoding.UTF8.GetString(reader.ValueSpan));
            case JsonTokenType.True:
                return Json.True;
            case JsonTokenType.False:
                return Json.False;
            default:
                return Json.Null;
        }
    }

    /// <summary>A value inside another one: passed over where its text is what it would be written as.</summary>
    private static Json Inner(ref Utf8JsonReader reader, JsonSource source)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return Value(ref reader, source);

        var skimmed = reader;
        var (start, isMap) = ((int)reader.TokenStartIndex, reader.TokenType == JsonTokenType.StartObject);
        var skim = JsonSkim.Over(ref skimmed);
        if (skim.Size == 2 || !skim.IsCompact || skim.Size != (int)skimmed.BytesConsumed - start)
            return Value(ref reader, source);

        reader = skimmed;
        var part = source.Part(start, skim.Size);
        return isMap ? new JsonMap(part, skim.Depth) : new JsonList(part, skim.Depth);
    }

    /// <summary>Of two members with one name the later one counts.</summary>
    private static (JsonShape Shape, Json[] Values) Members(ref Utf8JsonReader reader, JsonSource source)
    {
        var (shape, values, count) = (JsonShape.Empty, ArrayPool<Json>.Shared.Rent(32), 0);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (longer, place) = shape.Plus(ref reader);
            reader.Read();
            var value = Inner(ref reader, source);
            if (longer is not null)
            {
                (shape, place) = (longer, count++);
                values = Room(values, count);
            }

            values[place] = value;
        }

        return (shape, Taken(values, count));
    }

    private static Json[] Items(ref Utf8JsonReader reader, JsonSource source)
    {
        var (values, count) = (ArrayPool<Json>.Shared.Rent(32), 0);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var value = Inner(ref reader, source);
            values = Room(values, count + 1);
            values[count++] = value;
        }

        return Taken(values, count);
    }

    private static Json[] Room(Json[] values, int count)
    {
        if (count <= values.Length)
            return values;

        var larger = ArrayPool<Json>.Shared.Rent(values.Length * 2);
        values.CopyTo(larger, 0);
        ArrayPool<Json>.Shared.Return(values, clearArray: true);
        return larger;
    }

    private static Json[] Taken(Json[] values, int count)
    {
        var taken = values.AsSpan(0, count).ToArray();
        values.AsSpan(0, count).Clear();
        ArrayPool<Json>.Shared.Return(values);
        return taken;
    }
}
