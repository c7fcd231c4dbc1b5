using Slipway.Domain;
using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;
using Slipway.Local.Records;

namespace Slipway.Local.Account;

/// <summary>What goes wrong with a snapshot.</summary>
public enum SnapshotFault
{
    None,

    /// <summary>It fails at 60 %.</summary>
    Fails,

    /// <summary>It stays at 40 % for ever.</summary>
    Hangs,
}

/// <summary>RDS of the account: makes snapshots in the time that their storage takes, about six minutes for 100 GiB.</summary>
public sealed class Databases : IDatabases
{
    private readonly VirtualClock _clock;
    private readonly Chance _chance;
    private readonly Journal? _journal;
    private readonly Dictionary<string, int> _storage = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MadeSnapshot> _byId = new(StringComparer.Ordinal);
    private readonly List<MadeSnapshot> _snapshots = [];

    public Databases(VirtualClock clock, Chance chance, IEnumerable<SystemManifest> systems, Journal? journal = null)
    {
        (_clock, _chance, _journal) = (clock, chance, journal);
        foreach (var database in systems.SelectMany(system => system.Environments).SelectMany(environment => environment.Databases))
        {
            _storage.TryAdd(database.Identifier, database.StorageGiB);
        }
    }

    /// <summary>What befalls the next snapshot that is created; later ones are sound again.</summary>
    public SnapshotFault NextFault { get; set; }

    /// <summary>Every snapshot as it stands, oldest first.</summary>
    public IReadOnlyList<Snapshot> Snapshots => [.. _snapshots.Select(View)];

    /// <summary>The tags of a snapshot; empty when there is none.</summary>
    public IReadOnlyDictionary<string, string> TagsOf(string snapshotId) =>
        _byId.TryGetValue(snapshotId, out var snapshot) ? snapshot.Tags : new Dictionary<string, string>();

    public Task<bool> CreateSnapshotAsync(DatabaseAddress database, string snapshotId, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        if (!_storage.TryGetValue(database.Identifier, out var storage))
        {
            throw new RejectedException($"There is no database '{database.Identifier}'; the account has {string.Join(", ", _storage.Keys.Order(StringComparer.Ordinal))}.");
        }

        var isBusy = _snapshots.Exists(snapshot => snapshot.Database == database && Progress(snapshot).Status == SnapshotStatus.Creating);
        if (!_byId.ContainsKey(snapshotId) && !isBusy)
        {
            var seconds = (60 + (3.0 * storage)) * _chance.Between($"snapshot/{snapshotId}", 0.8, 1.2);
            var snapshot = new MadeSnapshot(snapshotId, database, _clock.GetUtcNow(), TimeSpan.FromSeconds(Math.Round(seconds)), NextFault, new Dictionary<string, string>(tags));
            NextFault = SnapshotFault.None;
            _byId[snapshotId] = snapshot;
            _snapshots.Add(snapshot);
            _journal?.Snapshot(View(snapshot));
        }

        return Task.FromResult(_byId.ContainsKey(snapshotId));
    }

    public Task<(SnapshotStatus Status, int Percent)> ReadSnapshotAsync(DatabaseAddress database, string snapshotId, CancellationToken cancellationToken) =>
        Task.FromResult(_byId.TryGetValue(snapshotId, out var snapshot) ? Progress(snapshot) : (SnapshotStatus.Missing, 0));

    private (SnapshotStatus Status, int Percent) Progress(MadeSnapshot snapshot)
    {
        var percent = (int)Math.Min(100, 100 * (_clock.GetUtcNow() - snapshot.StartedAt) / snapshot.Takes);
        return (snapshot.Fault, percent) switch
        {
            (SnapshotFault.Fails, >= 60) => (SnapshotStatus.Failed, 60),
            (SnapshotFault.Hangs, >= 40) => (SnapshotStatus.Creating, 40),
            (_, 100) => (SnapshotStatus.Available, 100),
            _ => (SnapshotStatus.Creating, percent),
        };
    }

    private Snapshot View(MadeSnapshot snapshot)
    {
        var (status, percent) = Progress(snapshot);
        return new(snapshot.Id, snapshot.Database, status, percent, snapshot.StartedAt)
        {
            AvailableAt = status == SnapshotStatus.Available ? snapshot.StartedAt + snapshot.Takes : null,
        };
    }

    private sealed record MadeSnapshot(string Id, DatabaseAddress Database, DateTimeOffset StartedAt, TimeSpan Takes, SnapshotFault Fault, IReadOnlyDictionary<string, string> Tags);
}
