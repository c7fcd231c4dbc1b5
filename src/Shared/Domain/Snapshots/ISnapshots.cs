using Slipway.Domain.Systems;

namespace Slipway.Domain.Snapshots;

/// <summary>A snapshot that a database has, whoever made it.</summary>
/// <param name="CreatedAt">When it was begun; null while RDS has not said so.</param>
public sealed record KeptSnapshot(string Id, DatabaseAddress Database, SnapshotStatus Status, DateTimeOffset? CreatedAt, bool IsEncrypted, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>The storage that it would be restored to, in GiB; null where RDS does not say.</summary>
    public int? StorageGiB { get; init; }

    /// <summary>The tag that names the system of the release: environments of two systems may have one name.</summary>
    public const string SystemTag = "slipway:system";

    /// <summary>The tag that every snapshot of Slipway's has: the release that it was made for.</summary>
    public const string ReleaseTag = "slipway:release";

    /// <summary>The tag that names the environment of that release.</summary>
    public const string EnvironmentTag = "slipway:environment";

    /// <summary>True when Slipway made it, and may therefore remove it.</summary>
    public bool IsOurs => Tags.ContainsKey(ReleaseTag);
}

/// <summary>What is done with snapshots after they were made: RDS, for disaster recovery and for tidying up.</summary>
public interface ISnapshots
{
    /// <summary>Every snapshot of the database, oldest first, the automatic ones too.</summary>
    Task<IReadOnlyList<KeptSnapshot>> ListAsync(DatabaseAddress database, CancellationToken cancellationToken);

    /// <summary>Starts a copy under the same id and tags in another region; nothing happens when there is one. <see cref="IDatabases"/> reads how far it is.</summary>
    /// <param name="encryptionKey">The KMS key of the target's region; an encrypted snapshot cannot be copied without one.</param>
    /// <exception cref="RejectedException">There is no such snapshot, or it is encrypted and no key was given.</exception>
    /// <exception cref="UnavailableException">The snapshot is not available yet.</exception>
    Task CopyAsync(DatabaseAddress database, string snapshotId, Location target, string? encryptionKey, CancellationToken cancellationToken);

    /// <summary>Removes a snapshot; nothing happens when there is none.</summary>
    /// <exception cref="RejectedException">It does not have <see cref="KeptSnapshot.ReleaseTag"/>: somebody else made it.</exception>
    Task DeleteAsync(DatabaseAddress database, string snapshotId, CancellationToken cancellationToken);
}
