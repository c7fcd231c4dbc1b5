using System.Text.Json.Serialization.Metadata;

namespace Slipway.Local.Records;

/// <summary>Records that are written only over the version that was read, by what tells them apart.</summary>
internal sealed class VersionedRecords<T>(Journal journal, string kind, JsonTypeInfo<T> type, Func<T, string> keyOf, Func<T, long> versionOf)
    where T : class
{
    private readonly Dictionary<string, T> _byKey = new(StringComparer.Ordinal);

    /// <summary>Every record, by key.</summary>
    public IReadOnlyList<T> All => [.. _byKey.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)];

    public T? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <param name="what">The record in words.</param>
    /// <param name="next">Its version is one more than that which was read.</param>
    public void Save(string what, T next)
    {
        Versions.Check(what, versionOf(next) - 1, Find(keyOf(next)) is { } stored ? versionOf(stored) : 0);
        journal.Write(kind, next, type);
        Keep(next);
    }

    public void Keep(T record) => _byKey[keyOf(record)] = record;
}
