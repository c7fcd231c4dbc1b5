using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;
using Slipway.Local.Hosting;

namespace Slipway.Benchmarks.Interleavings;

/// <summary>What must be so when a course of things has come to its end.</summary>
internal sealed class Ending(Installation installation, Action<bool, string> require)
{
    private readonly List<Image> _pushed = [];
    private readonly List<string> _byHand = [];

    private SystemManifest System => installation.Systems[0];

    public void Pushed(Image image) => _pushed.Add(image);

    public void MadeByHand(string snapshot) => _byHand.Add(snapshot);

    public void Judge()
    {
        var releases = installation.Memory.Releases.All;
        foreach (var release in releases)
        {
            require(release.Status.IsFinal(), $"{release.Id} ends as {release.Status}");
            JudgeSnapshots(release);
        }

        JudgeRecords(releases);
        require(installation.Account.Cluster.Canaries.Count == 0, "a canary still runs");
        require(installation.Memory.Leases.Held.Count == 0, "a lease is still held");
        require(installation.Deployment.Queues.All(queue => queue.Depth.Total == 0), "a message is left in a queue");
        JudgeShelf();
        JudgeServing(releases);
    }

    /// <summary>Whether its event came, came twice or was lost: an image that still has a name is one release, and every attempt to bring it somewhere is one.</summary>
    private void JudgeRecords(IReadOnlyList<Release> releases)
    {
        var known = installation.Memory.Pushes.All.Select(record => record.Push?.Image.Digest).OfType<Digest>().ToHashSet();
        foreach (var image in _pushed.Where(IsNamed))
        {
            require(known.Contains(image.Digest), $"the push of {image.Digest.Abbreviation} has no record");
            require(releases.Count(release => release.Push.Image.Digest == image.Digest && release.Environment == System.Environments[0].Name && release.Attempt == 1) == 1, $"{image.Digest.Abbreviation} is not one first release");
        }

        foreach (var twice in releases.GroupBy(release => (release.Push.Image.Digest, release.Environment, release.Attempt)).Where(same => same.Count() > 1))
        {
            require(false, $"{string.Join(", ", twice.Select(release => release.Id))} are one attempt");
        }
    }

    /// <summary>A registry that holds it no more, or under no name, has nothing to tell the sweep.</summary>
    private bool IsNamed(Image image) => installation.Account.Registry.FindAsync(image, CancellationToken.None).Result is { Tags: var tags } && tags.Any(tag => !tag.StartsWith(PushRouting.OwnTags, StringComparison.Ordinal));

    private void JudgeSnapshots(Release release)
    {
        if (!release.ChangedServices.Any() || System.Environment(release.Environment).Databases.All(database => database.SnapshotBeforeDeploy != SnapshotPolicy.Always))
        {
            return;
        }

        require(
            release.Snapshots.Count > 0 && release.Snapshots.All(snapshot => snapshot.Status == SnapshotStatus.Available && snapshot.StartedAt >= release.Stages[0].At && snapshot.AvailableAt <= release.ChangedServices.Min(change => change.ChangedAt)),
            $"{release.Id} changed workloads without its snapshots");
    }

    /// <summary>What somebody else made is there still, and what the last known good would go back to; what a person returned to may have been tidied before.</summary>
    private void JudgeShelf()
    {
        var there = installation.Account.Databases.Snapshots.Select(snapshot => snapshot.Id).ToHashSet();
        _byHand.ForEach(id => require(there.Contains(id), $"{id} was deleted although Slipway did not make it"));
        var returned = installation.Memory.Releases.All.SelectMany(release => release.Services).Select(change => change.ReturnsTo?.Release).ToHashSet();
        foreach (var good in installation.Memory.LastKnownGoods.All.Where(good => !returned.Contains(good.Release)))
        {
            var snapshots = installation.Memory.Releases.Find(good.Release)?.Snapshots ?? [];
            require(snapshots.All(snapshot => there.Contains(snapshot.Id)), $"a snapshot of {good.Release}, which is the last known good of {good.Service}, was deleted");
        }
    }

    /// <summary>A service runs its last known good, or what it ran before Slipway released anything there; never what was refused or taken back.</summary>
    private void JudgeServing(IReadOnlyList<Release> releases)
    {
        foreach (var environment in System.Environments)
        {
            foreach (var service in environment.Services)
            {
                var good = installation.Memory.LastKnownGoods.All.FirstOrDefault(good => good.Environment == environment.Name && good.Service == service.Name);
                var wanted = good?.Image.Digest ?? installation.Account.Registry.Seed(null, service.Repository).Digest;
                var serving = installation.Account.Cluster.ServingDigests(WorkloadAddress.Of(environment, service));
                var isBroken = releases.Any(release => release.Environment == environment.Name && release.Status == ReleaseStatus.Failed && release.ChangedServices.Any());
                require(isBroken || serving.All(digest => digest == wanted), $"{environment.Name}/{service.Name} serves {string.Join(", ", serving.Select(digest => digest.Abbreviation))} and not {wanted.Abbreviation}");
            }
        }
    }
}
