using System.Text.Json.Serialization;
using Slipway.Domain.Rollouts;
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

    public string? MigrationJob { get; init; }

    /// <summary>What becomes of a migration when its release fails, unless the image says otherwise.</summary>
    public Reversibility Reversibility { get; init; } = Reversibility.ExpandContract;

    /// <summary>The job that takes a reversible migration back.</summary>
    public string? DownJob { get; init; }
}
