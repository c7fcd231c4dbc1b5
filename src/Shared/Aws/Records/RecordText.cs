using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Slipway.Domain;

namespace Slipway.Aws.Records;

/// <summary>
/// The record of an item: JSON that a person can read in the console as <c>record</c>, or beyond 32 KiB compressed with gzip as
/// <c>packed</c>, because DynamoDB takes no item over 400 KB and charges for every KB written.
/// </summary>
internal static class RecordText
{
    private const string Packed = "packed";
    private const int LongestPlain = 32 * 1024;

    /// <summary>DynamoDB's 400 KB less what keys and other attributes may take.</summary>
    private const int LongestPacked = 390 * 1024;

    public static void Write<T>(string what, Item item, T record, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(record, type);
        if (json.Length <= LongestPlain)
        {
            item.Attributes[Item.Record] = new(Encoding.UTF8.GetString(json));
            return;
        }

        var packed = Pack(json);
        item.Attributes[Packed] = packed.Length <= LongestPacked
            ? new() { B = packed }
            : throw new RejectedException($"The {what} takes {packed.Length / 1024} KB even compressed, but DynamoDB keeps at most 400 KB: it needs fewer or shorter verdicts, snapshots or services.");
    }

    public static T Read<T>(string what, Item item, JsonTypeInfo<T> type)
    {
        try
        {
            var record = item.Attributes.GetValueOrDefault(Packed)?.B is { } packed ? Unpack(packed, type) : JsonSerializer.Deserialize(item.Text(Item.Record) ?? "", type);
            return record ?? throw new JsonException("the record is null");
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException or FormatException or InvalidDataException)
        {
            throw new RejectedException($"What the table holds as the {what} is none that this version reads: {failure.Message}", failure);
        }
    }

    private static MemoryStream Pack(byte[] json)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(json);
        }

        packed.Position = 0;
        return packed;
    }

    private static T? Unpack<T>(MemoryStream packed, JsonTypeInfo<T> type)
    {
        packed.Position = 0;
        using var gzip = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
        return JsonSerializer.Deserialize(gzip, type);
    }
}
