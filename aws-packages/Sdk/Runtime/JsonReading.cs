using System.Globalization;
using System.Text.Json;

namespace AwsPackages.Sdk;

/// <summary>Reads one member of a structure; answers false where the model does not know it.</summary>
public delegate bool JsonMember<in T>(ref Utf8JsonReader reader, string name, T target);

/// <summary>Reads one element of a list or map.</summary>
public delegate T JsonElementOf<out T>(ref Utf8JsonReader reader);

/// <summary>Values of the JSON protocols. A null on the wire is a member that is not set.</summary>
public static class JsonReading
{
    /// <summary>Reads a whole body, which may be empty.</summary>
    public static void Fill<T>(ReadOnlyMemory<byte> body, T target, JsonMember<T> member)
    {
        ArgumentNullException.ThrowIfNull(member);
        if (body.IsEmpty)
        {
            return;
        }

        var reader = new Utf8JsonReader(body.Span);
        reader.Read();
        Members(ref reader, target, member);
    }

    public static T Structure<T>(ref Utf8JsonReader reader, JsonMember<T> member)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(member);
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        var value = new T();
        Members(ref reader, value, member);
        return value;
    }

    public static List<T> List<T>(ref Utf8JsonReader reader, JsonElementOf<T> element)
    {
        ArgumentNullException.ThrowIfNull(element);
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        var values = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            values.Add(element(ref reader));
        }

        return values;
    }

    public static Dictionary<string, T> Map<T>(ref Utf8JsonReader reader, JsonElementOf<T> element)
    {
        ArgumentNullException.ThrowIfNull(element);
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        var values = new Dictionary<string, T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = reader.GetString();
            reader.Read();
            values[key] = element(ref reader);
        }

        return values;
    }

    public static string Text(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => reader.GetString(),
        _ => JsonElement.ParseValue(ref reader).GetRawText(),
    };

    public static bool? Boolean(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => bool.Parse(reader.GetString()),
        _ => reader.GetBoolean(),
    };

    public static int? Integer(ref Utf8JsonReader reader) => Number(ref reader) is { } number ? checked((int)number) : null;

    public static long? Long(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var whole) ? whole : Number(ref reader) is { } number ? checked((long)number) : null;

    public static double? Double(ref Utf8JsonReader reader) => Number(ref reader);

    public static float? Float(ref Utf8JsonReader reader) => (float?)Number(ref reader);

    /// <summary>A moment in UTC, from seconds since 1970 or from a text.</summary>
    public static DateTime? Moment(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.Number => DateTime.UnixEpoch.AddSeconds(reader.GetDouble()),
        _ => Moments.Parse(reader.GetString()),
    };

    /// <summary>A moment in UTC, from milliseconds since 1970.</summary>
    public static DateTime? Milliseconds(ref Utf8JsonReader reader) => Long(ref reader) is { } milliseconds ? DateTime.UnixEpoch.AddMilliseconds(milliseconds) : null;

    public static MemoryStream Blob(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null ? null : new MemoryStream(reader.GetBytesFromBase64());

    private static double? Number(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => double.Parse(reader.GetString(), CultureInfo.InvariantCulture),
        _ => reader.GetDouble(),
    };

    private static void Members<T>(ref Utf8JsonReader reader, T target, JsonMember<T> member)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"An object was expected, not {reader.TokenType}.");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString();
            reader.Read();
            if (!member(ref reader, name, target))
            {
                reader.Skip();
            }
        }
    }
}
