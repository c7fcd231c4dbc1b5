using Slipway.Domain.Releases;
using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Snapshots;

/// <summary>Reads how far the snapshots of a release are, and what RDS says of those that are made.</summary>
public sealed class SnapshotReadings(IDatabases databases, ISnapshots snapshots)
{
    public async Task<(IReadOnlyList<Snapshot> Snapshots, SnapshotInputs Inputs)> ReadAsync(Release release, EnvironmentManifest environment, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (read, progress) = (new List<Snapshot>(), new List<SnapshotProgress>());
        foreach (var snapshot in release.Snapshots)
        {
            var seen = snapshot.Status == SnapshotStatus.Waiting ? snapshot : await SeenAsync(snapshot, now, cancellationToken);
            var database = environment.Databases.FirstOrDefault(database => database.Identifier == snapshot.Database.Identifier);
            read.Add(seen);
            progress.Add(new(seen.Id, seen.Database.Identifier, seen.Status, seen.Percent, now - seen.StartedAt, database?.SnapshotWithin ?? TimeSpan.Zero)
            {
                CopyIn = seen.CopiedFrom is null ? null : seen.Database.Location.Region,
                Facts = seen.Status == SnapshotStatus.Available ? await FactsAsync(seen, database?.MustBeEncrypted ?? false, release.Stages[0].At, cancellationToken) : null,
            });
        }

        return (read, new(progress));
    }

    private async Task<Snapshot> SeenAsync(Snapshot snapshot, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (status, percent) = await databases.ReadSnapshotAsync(snapshot.Database, snapshot.Id, cancellationToken);
        return snapshot with { Status = status, Percent = percent, AvailableAt = status == SnapshotStatus.Available ? snapshot.AvailableAt ?? now : null };
    }

    private async Task<SnapshotFacts?> FactsAsync(Snapshot snapshot, bool mustBeEncrypted, DateTimeOffset releasedAt, CancellationToken cancellationToken)
    {
        var all = await snapshots.ListAsync(snapshot.Database, cancellationToken);
        var before = all.LastOrDefault(other => other.Id != snapshot.Id && other.Status == SnapshotStatus.Available);
        return all.FirstOrDefault(other => other.Id == snapshot.Id) is { } kept
            ? new(kept.IsEncrypted, mustBeEncrypted, kept.StorageGiB, before?.StorageGiB, snapshot.CopiedFrom is null ? kept.CreatedAt : null, releasedAt)
            : null;
    }
}
