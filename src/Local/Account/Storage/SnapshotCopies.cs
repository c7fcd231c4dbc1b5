using Slipway.Domain;
using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;

namespace Slipway.Local.Account.Storage;

/// <summary>What the account does with snapshots after they were made. A copy takes as long as the snapshot did.</summary>
public sealed class SnapshotCopies : ISnapshots
{
    private readonly VirtualClock _clock;
    private readonly SnapshotShelf _shelf;

    internal SnapshotCopies(VirtualClock clock, SnapshotShelf shelf) => (_clock, _shelf) = (clock, shelf);

    /// <summary>What befalls the next copy that is made.</summary>
    public SnapshotFault NextFault { get; set; }

    public Task<IReadOnlyList<KeptSnapshot>> ListAsync(DatabaseAddress database, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<KeptSnapshot>>([.. _shelf.All.Where(snapshot => snapshot.Database == database).Select(Kept)]);

    public Task CopyAsync(DatabaseAddress database, string snapshotId, Location target, string? encryptionKey, CancellationToken cancellationToken)
    {
        var failed = $"The snapshot {snapshotId} of {database.Identifier} cannot be copied to {target.Region}";
        var source = _shelf.Find(database.Location, snapshotId) ?? throw new RejectedException($"{failed}: there is no such snapshot in {database.Location.Region}.");
        if (target.Region == database.Location.Region)
        {
            throw new RejectedException($"{failed}: it is there already; a copy goes to another region.");
        }

        if (source.IsEncrypted && encryptionKey is null)
        {
            throw new RejectedException($"{failed}: it is encrypted, and its key is known in {database.Location.Region} only; name a KMS key of {target.Region}.");
        }

        if (Kept(source).Status != SnapshotStatus.Available)
        {
            throw new UnavailableException($"{failed} now: it is not available.");
        }

        if (_shelf.Find(target, snapshotId) is null)
        {
            _shelf.Add(source with { Database = database with { Location = target }, StartedAt = _clock.GetUtcNow(), Fault = NextFault });
            NextFault = SnapshotFault.None;
        }

        return Task.CompletedTask;
    }

    public Task DeleteAsync(DatabaseAddress database, string snapshotId, CancellationToken cancellationToken)
    {
        if (_shelf.Find(database.Location, snapshotId) is { } snapshot)
        {
            if (!Kept(snapshot).IsOurs)
            {
                throw new RejectedException($"The snapshot {snapshotId} of {database.Identifier} is not Slipway's: it has no tag {KeptSnapshot.ReleaseTag}. Delete it by hand if it is not wanted.");
            }

            _shelf.Remove(snapshot);
        }

        return Task.CompletedTask;
    }

    private KeptSnapshot Kept(MadeSnapshot snapshot) =>
        new(snapshot.Id, snapshot.Database, snapshot.Progress(_clock.GetUtcNow()).Status, snapshot.StartedAt, snapshot.IsEncrypted, snapshot.Tags) { StorageGiB = snapshot.StorageGiB };
}
