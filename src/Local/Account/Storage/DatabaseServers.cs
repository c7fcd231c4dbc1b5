using Slipway.Domain;
using Slipway.Domain.Snapshots;

namespace Slipway.Local.Account.Storage;

/// <summary>The databases themselves: which there are, and what they are busy with. A reboot takes a minute, a change five, a restore ten.</summary>
public sealed class DatabaseServers : IDatabaseChanges
{
    private const string Available = "available";
    private readonly VirtualClock _clock;
    private readonly SnapshotShelf _shelf;
    private readonly Dictionary<DatabaseAddress, Server> _servers = [];

    internal DatabaseServers(VirtualClock clock, SnapshotShelf shelf) => (_clock, _shelf) = (clock, shelf);

    public Task<DatabaseState?> ReadAsync(DatabaseAddress database, CancellationToken cancellationToken) =>
        Task.FromResult(_servers.GetValueOrDefault(database) is { } server ? new DatabaseState(Status(server), database.IsCluster ? null : server.InstanceClass, server.StorageGiB) : null);

    public Task RestoreAsync(DatabaseAddress database, string snapshotId, DatabaseShape shape, CancellationToken cancellationToken)
    {
        var snapshot = _shelf.Find(database.Location, snapshotId)
            ?? throw new RejectedException($"{database.Identifier} cannot be restored: there is no snapshot {snapshotId} in {database.Location.Region}.");
        if (snapshot.Progress(_clock.GetUtcNow()).Status != SnapshotStatus.Available)
        {
            throw new UnavailableException($"{database.Identifier} cannot be restored now: the snapshot {snapshotId} is not available.");
        }

        _servers.TryAdd(database, new(shape.InstanceClass ?? "db.t3.medium", shape.StorageGiB ?? snapshot.StorageGiB, "creating", _clock.GetUtcNow().AddMinutes(10)));
        return Task.CompletedTask;
    }

    public Task RebootAsync(DatabaseAddress database, bool failover, CancellationToken cancellationToken)
    {
        if (database.IsCluster && failover)
        {
            throw new RejectedException($"The Aurora cluster {database.Identifier} cannot be rebooted with a failover: that is for Multi-AZ instances.");
        }

        _servers[database] = Idle(database, "rebooted") with { Work = "rebooting", Until = _clock.GetUtcNow().AddMinutes(1) };
        return Task.CompletedTask;
    }

    public Task ModifyAsync(DatabaseAddress database, DatabaseShape shape, CancellationToken cancellationToken)
    {
        if (shape.SubnetGroup is not null || (database.IsCluster && shape.StorageGiB is not null))
        {
            throw new RejectedException($"{database.Identifier} cannot be modified: {(shape.SubnetGroup is null ? "the storage of Aurora grows by itself" : "it keeps its subnet group; restore a snapshot into another one")}.");
        }

        var server = Idle(database, "modified");
        _servers[database] = server with { InstanceClass = shape.InstanceClass ?? server.InstanceClass, StorageGiB = shape.StorageGiB ?? server.StorageGiB, Work = "modifying", Until = _clock.GetUtcNow().AddMinutes(5) };
        return Task.CompletedTask;
    }

    /// <summary>A database that was there from the beginning.</summary>
    internal void Add(DatabaseAddress database, int storageGiB, bool isEncrypted = false) =>
        _servers.TryAdd(database, new("db.t3.medium", storageGiB, Available, _clock.GetUtcNow()) { IsEncrypted = isEncrypted });

    /// <summary>Makes a database another one under its name, as a scenario wants it.</summary>
    public void Replace(DatabaseAddress database, int storageGiB, bool isEncrypted) =>
        _servers[database] = new("db.t3.medium", storageGiB, Available, _clock.GetUtcNow()) { IsEncrypted = isEncrypted };

    /// <summary>Keeps a database busy for a time, such as with <c>backing-up</c>.</summary>
    public void Occupy(DatabaseAddress database, string work, TimeSpan time) => _servers[database] = _servers[database] with { Work = work, Until = _clock.GetUtcNow() + time };

    internal bool IsEncrypted(DatabaseAddress database) => _servers.GetValueOrDefault(database)?.IsEncrypted ?? false;

    /// <summary>The database of an identifier in a region; null when there is none.</summary>
    internal int? StorageOf(string identifier) => _servers.Where(server => server.Key.Identifier == identifier).Select(server => (int?)server.Value.StorageGiB).FirstOrDefault();

    /// <summary>The storage of a database in GiB; null when there is no such database.</summary>
    internal int? StorageOf(DatabaseAddress database) => _servers.GetValueOrDefault(database)?.StorageGiB;

    /// <summary>The identifiers of all databases, in order.</summary>
    internal IEnumerable<string> Identifiers => _servers.Keys.Select(database => database.Identifier).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private Server Idle(DatabaseAddress database, string change)
    {
        var server = _servers.GetValueOrDefault(database) ?? throw new RejectedException($"The database {database.Identifier} cannot be {change}: there is no database of this identifier in {database.Location.Region}.");
        return Status(server) == Available ? server : throw new UnavailableException($"The database {database.Identifier} cannot be {change} now: it is {server.Work}.");
    }

    private string Status(Server server) => _clock.GetUtcNow() >= server.Until ? Available : server.Work;

    private sealed record Server(string InstanceClass, int StorageGiB, string Work, DateTimeOffset Until)
    {
        public bool IsEncrypted { get; init; }
    }
}
