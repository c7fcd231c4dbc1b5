using System.Text.Json;
using Amazon.Runtime;

namespace AwsPackages.Sdk;

/// <summary>Members and elements of the JSON protocols. A member that is not set is not written; an empty collection is.</summary>
public static class JsonWriting
{
    public static byte[] Document<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Structure(writer, value, write);
        }

        return buffer.ToArray();
    }

    public static void Text(this Utf8JsonWriter writer, string name, string value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    public static void Text(this Utf8JsonWriter writer, string name, ConstantClass value) => writer.Text(name, value?.Value);

    public static void Boolean(this Utf8JsonWriter writer, string name, bool? value) => writer.Set(name, value, Boolean);

    public static void Integer(this Utf8JsonWriter writer, string name, int? value) => writer.Set(name, value, Integer);

    public static void Long(this Utf8JsonWriter writer, string name, long? value) => writer.Set(name, value, Long);

    public static void Double(this Utf8JsonWriter writer, string name, double? value) => writer.Set(name, value, Double);

    public static void Float(this Utf8JsonWriter writer, string name, float? value) => writer.Set(name, value, Float);

    /// <summary>Seconds since 1970, with the milliseconds as a fraction.</summary>
    public static void Moment(this Utf8JsonWriter writer, string name, DateTime? value) => writer.Set(name, value, Moment);

    public static void Iso8601(this Utf8JsonWriter writer, string name, DateTime? value) => writer.Set(name, value, Iso8601);

    public static void Milliseconds(this Utf8JsonWriter writer, string name, DateTime? value) => writer.Set(name, value, Milliseconds);

    public static void Blob(this Utf8JsonWriter writer, string name, MemoryStream value)
    {
        if (value is not null)
        {
            writer.WriteBase64String(name, value.ToArray());
        }
    }

    public static void Structure<T>(this Utf8JsonWriter writer, string name, T value, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        if (value is not null)
        {
            writer.WritePropertyName(name);
            Structure(writer, value, write);
        }
    }

    public static void List<T>(this Utf8JsonWriter writer, string name, List<T> values, Action<Utf8JsonWriter, T> write)
    {
        if (values is not null)
        {
            writer.WritePropertyName(name);
            List(writer, values, write);
        }
    }

    public static void Map<T>(this Utf8JsonWriter writer, string name, Dictionary<string, T> values, Action<Utf8JsonWriter, T> write)
    {
        if (values is not null)
        {
            writer.WritePropertyName(name);
            Map(writer, values, write);
        }
    }

    public static void Structure<T>(Utf8JsonWriter writer, T value, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartObject();
        write(writer, value);
        writer.WriteEndObject();
    }

    public static void List<T>(Utf8JsonWriter writer, List<T> values, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray();
        values.ForEach(value => write(writer, value));
        writer.WriteEndArray();
    }

    public static void Map<T>(Utf8JsonWriter writer, Dictionary<string, T> values, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in values)
        {
            writer.WritePropertyName(key);
            write(writer, value);
        }

        writer.WriteEndObject();
    }

    public static void Text(Utf8JsonWriter writer, string value) => writer.WriteStringValue(value);

    public static void Boolean(Utf8JsonWriter writer, bool value) => writer.WriteBooleanValue(value);

    public static void Integer(Utf8JsonWriter writer, int value) => writer.WriteNumberValue(value);

    public static void Long(Utf8JsonWriter writer, long value) => writer.WriteNumberValue(value);

    public static void Double(Utf8JsonWriter writer, double value) => writer.WriteNumberValue(value);

    public static void Float(Utf8JsonWriter writer, float value) => writer.WriteNumberValue(value);

    public static void Moment(Utf8JsonWriter writer, DateTime value) => writer.WriteNumberValue(Moments.Milliseconds(value) / 1000m);

    public static void Iso8601(Utf8JsonWriter writer, DateTime value) => writer.WriteStringValue(Moments.Iso8601(value));

    public static void Milliseconds(Utf8JsonWriter writer, DateTime value) => writer.WriteNumberValue(Moments.Milliseconds(value));

    public static void Blob(Utf8JsonWriter writer, MemoryStream value) => writer.WriteBase64StringValue(value.ToArray());

    private static void Set<T>(this Utf8JsonWriter writer, string name, T? value, Action<Utf8JsonWriter, T> write)
        where T : struct
    {
        if (value is { } set)
        {
            writer.WritePropertyName(name);
            write(writer, set);
        }
    }
}
