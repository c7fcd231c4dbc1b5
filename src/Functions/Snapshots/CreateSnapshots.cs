using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Snapshots;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Snapshots;

/// <summary>Starts the snapshots that the manifest asks for, each tagged with the release, and their copies once they are available.</summary>
public sealed class CreateSnapshots(ReleaseReader reader, IReleases releases, IDatabases databases, ISnapshots copies, ILastKnownGood lastKnownGood, TimeProvider clock)
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
            var snapshots = wanted.SelectMany(database => Planned(release, DatabaseAddress.Of(environment, database), database, now));
            release = await releases.SaveAsync(release with { Snapshots = [.. snapshots] }, deadline.Token);
        }

        var started = new List<Snapshot>();
        foreach (var snapshot in release.Snapshots)
        {
            var isStarted = snapshot.Status != SnapshotStatus.Waiting || await StartAsync(release, snapshot, deadline.Token);
            started.Add(isStarted && snapshot.Status == SnapshotStatus.Waiting ? snapshot with { Status = SnapshotStatus.Creating } : snapshot);
        }

        return started.SequenceEqual(release.Snapshots) ? release : await releases.SaveAsync(release with { Snapshots = started }, deadline.Token);
    }

    /// <summary>The copy comes after its snapshot: what is not there yet cannot be copied.</summary>
    private static IEnumerable<Snapshot> Planned(Release release, DatabaseAddress address, Database database, DateTimeOffset now)
    {
        var snapshot = new Snapshot(release.Id.Named("slipway", database.Name, 255), address, SnapshotStatus.Waiting, 0, now);
        return database.CopyTo is { } copy ? [snapshot, snapshot with { Database = copy.Of(address), CopiedFrom = address, EncryptionKey = copy.EncryptionKey }] : [snapshot];
    }

    private async Task<bool> StartAsync(Release release, Snapshot snapshot, CancellationToken cancellationToken)
    {
        if (snapshot.CopiedFrom is not { } source)
        {
            var tags = new Dictionary<string, string>
            {
                [KeptSnapshot.ReleaseTag] = release.Id.Value,
                [KeptSnapshot.EnvironmentTag] = release.Environment.Value,
                [KeptSnapshot.SystemTag] = release.System.Value,
            };
            return await databases.CreateSnapshotAsync(snapshot.Database, snapshot.Id, tags, cancellationToken);
        }

        if (!release.Snapshots.Any(made => made.Id == snapshot.Id && made.Database == source && made.Status == SnapshotStatus.Available))
        {
            return false;
        }

        await copies.CopyAsync(source, snapshot.Id, snapshot.Database.Location, snapshot.EncryptionKey, cancellationToken);
        return true;
    }
}
