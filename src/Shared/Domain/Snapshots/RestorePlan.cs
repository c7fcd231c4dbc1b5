using Slipway.Domain.Releases;

namespace Slipway.Domain.Snapshots;

/// <summary>What a person does to return to the time before a release whose migration cannot be undone, step by step. Slipway takes none of them by itself: whatever was written since is lost.</summary>
public static class RestorePlan
{
    public static IReadOnlyList<string> Of(Release release)
    {
        var snapshots = release.Snapshots.Where(snapshot => snapshot.Status == SnapshotStatus.Available && snapshot.CopiedFrom is null).ToList();
        return
        [
            .. snapshots.Count == 0
                ? ["No snapshot was made before this release: restore the databases to a point in time before it, or write a migration that goes forward."]
                : snapshots.Select(snapshot =>
                    $"Restore the snapshot {snapshot.Id} of {snapshot.Database.Identifier} in {snapshot.Database.Location.Region} to a new {(snapshot.Database.IsCluster ? "cluster" : "instance")} {snapshot.Database.Identifier}-restored, with the subnet group and the security groups of {snapshot.Database.Identifier}."),
            .. snapshots.Count == 0 ? Array.Empty<string>() : [$"Let the secret with the database's address name {string.Join(", ", snapshots.Select(snapshot => $"{snapshot.Database.Identifier}-restored"))}."],
            $"Ask for the images before: {string.Join(", ", release.Services.Select(change => $"{change.Service} on {change.WayBack?.Digest.Abbreviation ?? "what it ran"}"))}; and restart every service that uses the database, for secrets are read at the start.",
            $"Lift the freeze of {release.System}/{release.Environment} when it serves: slipway unfreeze {release.System}/{release.Environment}.",
        ];
    }
}
