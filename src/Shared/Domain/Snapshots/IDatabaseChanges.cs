namespace Slipway.Domain.Snapshots;

/// <summary>A database as it stands. Only one that is available takes a change.</summary>
/// <param name="Status">RDS's own word: available, creating, rebooting, modifying, backing-up and so on.</param>
/// <param name="InstanceClass">Null for an Aurora cluster, whose instances have their own.</param>
public sealed record DatabaseState(string Status, string? InstanceClass, int StorageGiB)
{
    public bool IsAvailable => Status == "available";
}

/// <summary>What a database is to become; what is null stays as it is, or is as RDS makes it.</summary>
public sealed record DatabaseShape
{
    public string? InstanceClass { get; init; }

    /// <summary>Storage in GiB, which can only grow; Aurora's grows by itself.</summary>
    public int? StorageGiB { get; init; }

    /// <summary>The subnet group of a database that is restored; without one RDS takes the default VPC.</summary>
    public string? SubnetGroup { get; init; }

    /// <summary>The security groups of a database that is restored or modified.</summary>
    public IReadOnlyList<string> SecurityGroups { get; init; } = [];
}

/// <summary>Changes of databases themselves: RDS. None is undone by itself, so a person or a drill asks for them.</summary>
public interface IDatabaseChanges
{
    /// <summary>The database as it stands; null when there is none.</summary>
    Task<DatabaseState?> ReadAsync(DatabaseAddress database, CancellationToken cancellationToken);

    /// <summary>Starts a new database from a snapshot of its location; nothing happens when there is one of this name. An Aurora cluster gets one instance.</summary>
    /// <exception cref="RejectedException">There is no such snapshot.</exception>
    /// <exception cref="UnavailableException">The snapshot is not available yet.</exception>
    Task RestoreAsync(DatabaseAddress database, string snapshotId, DatabaseShape shape, CancellationToken cancellationToken);

    /// <summary>Restarts a database, or every instance of an Aurora cluster.</summary>
    /// <param name="failover">Lets the standby of a Multi-AZ instance take over; not for clusters.</param>
    /// <exception cref="UnavailableException">The database is busy.</exception>
    Task RebootAsync(DatabaseAddress database, bool failover, CancellationToken cancellationToken);

    /// <summary>Changes class, storage or security groups at once, not in the maintenance window.</summary>
    /// <exception cref="UnavailableException">The database is busy.</exception>
    Task ModifyAsync(DatabaseAddress database, DatabaseShape shape, CancellationToken cancellationToken);
}
