using Slipway.Domain;
using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;
using Slipway.Local.Account.Storage;
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
    private readonly SnapshotShelf _shelf = new();

    public Databases(VirtualClock clock, Chance chance, IEnumerable<SystemManifest> systems, Journal? journal = null)
    {
        (_clock, _chance, _journal) = (clock, chance, journal);
        (Copies, Servers) = (new(clock, _shelf), new(clock, _shelf));
        Figures = new(Servers);
        foreach (var environment in systems.SelectMany(system => system.Environments))
        {
            foreach (var database in environment.Databases)
            {
                Servers.Add(DatabaseAddress.Of(environment, database), database.StorageGiB, database.MustBeEncrypted);
            }
        }
    }

    /// <summary>What befalls the next snapshot that is created; later ones are sound again.</summary>
    public SnapshotFault NextFault { get; set; }

    /// <summary>Every snapshot as it stands, oldest first.</summary>
    public IReadOnlyList<Snapshot> Snapshots => [.. _shelf.All.Select(snapshot => snapshot.View(_clock.GetUtcNow()))];

    /// <summary>What is done with snapshots after they were made.</summary>
    public SnapshotCopies Copies { get; }

    /// <summary>What CloudWatch shows of the databases.</summary>
    public DatabaseFigures Figures { get; }

    /// <summary>The databases themselves.</summary>
    public DatabaseServers Servers { get; }

    /// <summary>The tags of a snapshot; empty when there is none.</summary>
    public IReadOnlyDictionary<string, string> TagsOf(string snapshotId) =>
        _shelf.All.FirstOrDefault(snapshot => snapshot.Id == snapshotId)?.Tags ?? new Dictionary<string, string>();

    public Task<bool> CreateSnapshotAsync(DatabaseAddress database, string snapshotId, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        var storage = Servers.StorageOf(database) ?? throw new RejectedException($"There is no database '{database.Identifier}'; the account has {string.Join(", ", Servers.Identifiers)}.");
        var isBusy = _shelf.All.Any(snapshot => snapshot.Database == database && snapshot.Progress(now).Status == SnapshotStatus.Creating);
        if (_shelf.Find(database.Location, snapshotId) is null && !isBusy)
        {
            var seconds = (60 + (3.0 * storage)) * _chance.Between($"snapshot/{snapshotId}", 0.8, 1.2);
            var snapshot = new MadeSnapshot(snapshotId, database, now, TimeSpan.FromSeconds(Math.Round(seconds)), NextFault, new Dictionary<string, string>(tags)) { StorageGiB = storage, IsEncrypted = Servers.IsEncrypted(database) };
            NextFault = SnapshotFault.None;
            _shelf.Add(snapshot);
            _journal?.Snapshot(snapshot.View(now));
        }

        return Task.FromResult(_shelf.Find(database.Location, snapshotId) is not null);
    }

    public Task<(SnapshotStatus Status, int Percent)> ReadSnapshotAsync(DatabaseAddress database, string snapshotId, CancellationToken cancellationToken) =>
        Task.FromResult(_shelf.Find(database.Location, snapshotId)?.Progress(_clock.GetUtcNow()) ?? (SnapshotStatus.Missing, 0));
}
