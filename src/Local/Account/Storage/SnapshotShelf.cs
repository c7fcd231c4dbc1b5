using Slipway.Domain.Systems;

namespace Slipway.Local.Account.Storage;

/// <summary>The snapshots that there are; an id is one snapshot in each location.</summary>
internal sealed class SnapshotShelf
{
    private readonly List<MadeSnapshot> _snapshots = [];
    private readonly Dictionary<(Location Location, string Id), MadeSnapshot> _byId = [];

    /// <summary>Every snapshot, oldest first.</summary>
    public IReadOnlyList<MadeSnapshot> All => _snapshots;

    public MadeSnapshot? Find(Location location, string id) => _byId.GetValueOrDefault((location, id));

    public void Add(MadeSnapshot snapshot)
    {
        _byId.Add((snapshot.Database.Location, snapshot.Id), snapshot);
        _snapshots.Add(snapshot);
    }

    public void Remove(MadeSnapshot snapshot)
    {
        _byId.Remove((snapshot.Database.Location, snapshot.Id));
        _snapshots.Remove(snapshot);
    }
}
