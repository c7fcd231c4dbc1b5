using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Amazon.DynamoDBv2.Model;

namespace Slipway.Aws.Records;

/// <summary>An item of the table by the names of its attributes.</summary>
internal sealed class Item(Dictionary<string, AttributeValue> attributes)
{
    public const string Record = "record";
    public const string Expires = "expires";
    public const string Version = "version";
    public const string ReleaseId = "release";
    private const string WrittenBy = "writer";

    public Item(RecordKey key, DateTimeOffset? expires = null) : this(key.Attributes)
    {
        if (expires is { } at)
        {
            Attributes[Expires] = Number(at.ToUnixTimeSeconds());
        }
    }

    public Dictionary<string, AttributeValue> Attributes => attributes;

    /// <summary>Which write of which process this is; null where it makes no difference.</summary>
    public string? Writer
    {
        get => Text(WrittenBy);
        set => Attributes[WrittenBy] = new(value);
    }

    /// <summary>An item with its record.</summary>
    public static Item Of<T>(string what, RecordKey key, T record, JsonTypeInfo<T> type, DateTimeOffset? expires = null)
    {
        var item = new Item(key, expires);
        RecordText.Write(what, item, record, type);
        return item;
    }

    public static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    public string? Text(string name) => attributes.GetValueOrDefault(name)?.S;

    /// <summary>The texts of all attributes whose names begin so.</summary>
    public IEnumerable<string> Texts(string prefix) => attributes.Where(attribute => attribute.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(attribute => attribute.Value.S);

    public long? Whole(string name) => attributes.GetValueOrDefault(name)?.N is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    public T Read<T>(string what, JsonTypeInfo<T> type) => RecordText.Read(what, this, type);
}
