using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;
using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Snapshots;

/// <summary>Asks whether every snapshot is available; one that failed or is late blocks the deploy.</summary>
public sealed class CheckSnapshots(ReleaseReader reader, IReleases releases, Leaseholder leaseholder, IDatabases databases, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> CheckSnapshotsAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var (release, _, environment) = await reader.ReadInContextAsync(document, deadline.Token);
        if (release.Status != ReleaseStatus.Snapshotting)
        {
            return release;
        }

        await leaseholder.KeepAsync(release, deadline.Token);
        var now = clock.GetUtcNow();
        var snapshots = new List<Snapshot>();
        foreach (var snapshot in release.Snapshots)
        {
            if (snapshot.Status == SnapshotStatus.Waiting)
            {
                snapshots.Add(snapshot);
                continue;
            }

            var (status, percent) = await databases.ReadSnapshotAsync(snapshot.Database, snapshot.Id, deadline.Token);
            snapshots.Add(snapshot with { Status = status, Percent = percent, AvailableAt = status == SnapshotStatus.Available ? snapshot.AvailableAt ?? now : null });
        }

        var verdict = Rules.Judge(new SnapshotInputs([.. snapshots.Select(snapshot => Progress(snapshot, environment, now))]), now);
        var judged = release.Judged(verdict) with { Snapshots = snapshots };
        return await releases.SaveAsync(
            verdict.Kind == VerdictKind.Refuse ? judged.MoveTo(ReleaseStatus.Failed, verdict.Reason, now) : judged,
            deadline.Token);
    }

    private static SnapshotProgress Progress(Snapshot snapshot, EnvironmentManifest environment, DateTimeOffset now)
    {
        var within = environment.Databases.FirstOrDefault(database => database.Identifier == snapshot.Database.Identifier)?.SnapshotWithin ?? TimeSpan.Zero;
        return new(snapshot.Id, snapshot.Database.Identifier, snapshot.Status, snapshot.Percent, now - snapshot.StartedAt, within);
    }
}
