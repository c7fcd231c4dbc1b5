using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Snapshots;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Snapshots;

/// <summary>Starts the snapshots that the manifest asks for, each tagged with the release.</summary>
public sealed class CreateSnapshots(ReleaseReader reader, IReleases releases, IDatabases databases, ILastKnownGood lastKnownGood, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> CreateSnapshotsAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var (release, _, environment) = await reader.ReadInContextAsync(document, deadline.Token);
        if (release.Status != ReleaseStatus.Snapshotting)
        {
            return release;
        }

        var previous = await lastKnownGood.FindAsync(release.System, release.Environment, release.Services[0].Service, deadline.Token);
        var wanted = environment.Databases.Where(database => SnapshotRule.IsAskedFor(database.SnapshotBeforeDeploy, previous?.Tag, release.Push.Tag)).ToList();
        if (release.Snapshots.Count == 0 && wanted.Count > 0)
        {
            var now = clock.GetUtcNow();
            var snapshots = wanted.Select(database => new Snapshot(release.Id.Named("slipway", database.Name, 255), DatabaseAddress.Of(environment, database), SnapshotStatus.Waiting, 0, now));
            release = await releases.SaveAsync(release with { Snapshots = [.. snapshots] }, deadline.Token);
        }

        var tags = new Dictionary<string, string> { [KeptSnapshot.ReleaseTag] = release.Id.Value, [KeptSnapshot.EnvironmentTag] = release.Environment.Value };
        var started = new List<Snapshot>();
        foreach (var snapshot in release.Snapshots)
        {
            var isStarted = snapshot.Status != SnapshotStatus.Waiting || await databases.CreateSnapshotAsync(snapshot.Database, snapshot.Id, tags, deadline.Token);
            started.Add(isStarted && snapshot.Status == SnapshotStatus.Waiting ? snapshot with { Status = SnapshotStatus.Creating } : snapshot);
        }

        return started.SequenceEqual(release.Snapshots) ? release : await releases.SaveAsync(release with { Snapshots = started }, deadline.Token);
    }
}
