using System.Text.Json.Serialization.Metadata;
using Slipway.Domain;

namespace Slipway.Aws.Records;

/// <summary>Records that are written only over the version that was read.</summary>
internal static class VersionedRecords
{
    /// <param name="version">The version of the record that is written: one more than that which was read.</param>
    /// <param name="together">What is written in one transaction with it.</param>
    public static async Task SaveAsync<T>(
        this DynamoTable table, string what, RecordKey key, T record, JsonTypeInfo<T> type, long version, DateTimeOffset? expires, IReadOnlyList<Item> together, CancellationToken cancellationToken)
    {
        var item = Item.Of(what, key, record, type, expires);
        item.Attributes[Item.Version] = Item.Number(version);
        if (await table.WriteAsync(what, item, Condition.VersionIs(version - 1), together, cancellationToken) is { } other)
        {
            throw new ConflictException($"The {what} was read at version {version - 1}, but version {other.Whole(Item.Version) ?? 0} is stored: somebody else wrote it.");
        }
    }
}
