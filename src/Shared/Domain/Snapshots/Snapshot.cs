using System.Text.Json.Serialization;

namespace Slipway.Domain.Snapshots;

[JsonConverter(typeof(CamelCase<SnapshotStatus>))]
public enum SnapshotStatus
{
    Missing,

    /// <summary>Not started: the database is busy with another, and takes one at a time.</summary>
    Waiting,
    Creating,
    Available,
    Failed,
}

/// <summary>A snapshot of a database, made for a release. <paramref name="Percent"/> runs from 0 to 100 while it is made.</summary>
public sealed record Snapshot(string Id, DatabaseAddress Database, SnapshotStatus Status, int Percent, DateTimeOffset StartedAt)
{
    /// <summary>When it became available; null until then.</summary>
    public DateTimeOffset? AvailableAt { get; init; }

    /// <summary>The database whose snapshot this is a copy of, in another region; null for a snapshot itself.</summary>
    public DatabaseAddress? CopiedFrom { get; init; }

    /// <summary>The KMS key of its region that a copy is encrypted with; null where it needs none.</summary>
    public string? EncryptionKey { get; init; }
}

/// <summary>The databases of an environment: RDS.</summary>
public interface IDatabases
{
    /// <summary>Starts a snapshot; nothing happens when one with this id exists. False when the database is busy with another: ask again later.</summary>
    Task<bool> CreateSnapshotAsync(DatabaseAddress database, string snapshotId, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>The snapshot as it stands; <see cref="SnapshotStatus.Missing"/> when there is none with this id.</summary>
    Task<(SnapshotStatus Status, int Percent)> ReadSnapshotAsync(DatabaseAddress database, string snapshotId, CancellationToken cancellationToken);
}
