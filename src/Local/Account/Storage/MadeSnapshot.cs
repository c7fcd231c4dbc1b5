using Slipway.Domain.Snapshots;

namespace Slipway.Local.Account.Storage;

/// <summary>A snapshot of the account, and how long it takes to be made.</summary>
internal sealed record MadeSnapshot(string Id, DatabaseAddress Database, DateTimeOffset StartedAt, TimeSpan Takes, SnapshotFault Fault, IReadOnlyDictionary<string, string> Tags)
{
    public int StorageGiB { get; init; }

    public bool IsEncrypted { get; init; }

    /// <summary>How far it is at a time.</summary>
    public (SnapshotStatus Status, int Percent) Progress(DateTimeOffset now)
    {
        var percent = (int)Math.Min(100, 100 * (now - StartedAt) / Takes);
        return (Fault, percent) switch
        {
            (SnapshotFault.Fails, >= 60) => (SnapshotStatus.Failed, 60),
            (SnapshotFault.Hangs, >= 40) => (SnapshotStatus.Creating, 40),
            (_, 100) => (SnapshotStatus.Available, 100),
            _ => (SnapshotStatus.Creating, percent),
        };
    }

    public Snapshot View(DateTimeOffset now)
    {
        var (status, percent) = Progress(now);
        return new(Id, Database, status, percent, StartedAt) { AvailableAt = status == SnapshotStatus.Available ? StartedAt + Takes : null };
    }
}
