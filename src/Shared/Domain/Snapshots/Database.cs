using System.Text.Json.Serialization;
using Slipway.Domain.Gates;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Capacity;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Snapshots;

[JsonConverter(typeof(CamelCase<SnapshotPolicy>))]
public enum SnapshotPolicy
{
    Always,

    /// <summary>Only before a release whose tag raises the major version.</summary>
    Major,
    Never,
}

/// <summary>Where a database is: an RDS instance, or an Aurora cluster, whose snapshots are another kind of thing.</summary>
public sealed record DatabaseAddress(Location Location, string Identifier, bool IsCluster)
{
    public static DatabaseAddress Of(EnvironmentManifest environment, Database database) =>
        new(environment.Location, database.Identifier, database.Engine.StartsWith("aurora", StringComparison.Ordinal));
}

/// <summary>Where a snapshot is copied to, in the same account.</summary>
/// <param name="EncryptionKey">The KMS key of that region; an encrypted snapshot cannot be copied without one.</param>
public sealed record SnapshotCopy(string Region, string? EncryptionKey)
{
    public DatabaseAddress Of(DatabaseAddress database) => database with { Location = database.Location with { Region = Region } };
}

/// <summary>A database of an environment: what is snapshotted before a deploy, and the job that migrates it.</summary>
public sealed record Database
{
    public required string Name { get; init; }

    public required string Identifier { get; init; }

    public required string Engine { get; init; }

    public int StorageGiB { get; init; } = 20;

    public SnapshotPolicy SnapshotBeforeDeploy { get; init; } = SnapshotPolicy.Always;

    /// <summary>How long a snapshot may take until it blocks the deploy.</summary>
    public TimeSpan SnapshotWithin { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>True when its storage, and so every snapshot of it, must be encrypted.</summary>
    public bool MustBeEncrypted { get; init; }

    /// <summary>Where each snapshot is copied to; null where none is.</summary>
    public SnapshotCopy? CopyTo { get; init; }

    /// <summary>How many of Slipway's snapshots are kept, beside those that something still needs.</summary>
    public int KeptSnapshots { get; init; } = 5;

    /// <summary>When automated backups run, in UTC; null when the manifest does not say.</summary>
    public DailyHours? BackupHours { get; init; }

    /// <summary>How many connections it takes; null when neither the manifest nor its class tells.</summary>
    public double? MaxConnections { get; init; }

    /// <summary>The connections that replicas hold to it; null where nothing is said of them.</summary>
    public ConnectionPool? Pool { get; init; }

    /// <summary>In what state a release may begin with it.</summary>
    public PreflightPolicy Preflight { get; init; } = PreflightPolicy.Standard;

    public string? MigrationJob { get; init; }

    /// <summary>What becomes of a migration when its release fails, unless the image says otherwise.</summary>
    public Reversibility Reversibility { get; init; } = Reversibility.ExpandContract;

    /// <summary>The job that takes a reversible migration back.</summary>
    public string? DownJob { get; init; }
}
