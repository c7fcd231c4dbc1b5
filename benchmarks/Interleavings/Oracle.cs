using Slipway.Domain.Gates;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Snapshots;
using Slipway.Local.Hosting;

namespace Slipway.Benchmarks.Interleavings;

/// <summary>Watches a course of things and says which of the invariants it broke: some as a release is saved, the others at the end.</summary>
internal sealed class Oracle
{
    private readonly Installation _installation;
    private readonly List<string> _broken = [];
    private readonly List<Image> _pushed = [];
    private readonly Dictionary<ReleaseId, ReleaseStatus> _before = [];

    /// <summary>What was turned back and not lifted since, by what the oracle itself saw.</summary>
    private readonly HashSet<Digest> _turnedBack = [];

    public Oracle(Installation installation)
    {
        _installation = installation;
        installation.Memory.Releases.Saved = Watch;
    }

    public void Pushed(Image image) => _pushed.Add(image);

    public void Lifted(Digest digest) => _turnedBack.Remove(digest);

    public void Finish(bool settled) => Require(settled, "the course of things did not come to an end");

    public IReadOnlyList<string> Judge()
    {
        foreach (var release in _installation.Memory.Releases.All)
        {
            Require(release.Status.IsFinal(), $"{release.Id} ends as {release.Status}");
            JudgeSnapshots(release);
        }

        var known = _installation.Memory.Pushes.All.Select(record => record.Push?.Image.Digest).OfType<Digest>().ToHashSet();
        _pushed.ForEach(image => Require(known.Contains(image.Digest), $"the push of {image.Digest.Abbreviation} has no record"));
        Require(_installation.Memory.Leases.Held.Count == 0, "a lease is still held");
        JudgeServing();
        return _broken;
    }

    /// <summary>Asked at every save, with what was known at that moment.</summary>
    private void Watch(Release release)
    {
        var before = _before.GetValueOrDefault(release.Id, ReleaseStatus.Waiting);
        _before[release.Id] = release.Status;
        if (before == release.Status)
        {
            return;
        }

        if (release.Status == ReleaseStatus.RollingBack)
        {
            _turnedBack.Add(release.Push.Image.Digest);
        }

        if (release.Status.IsRunning())
        {
            var others = _installation.Memory.Releases.All.Where(other => other.Id != release.Id && other.System == release.System && other.Environment == release.Environment && other.Status.IsRunning());
            var clash = others.FirstOrDefault(other => other.Services.Any(change => release.Services.Any(own => own.Service == change.Service)));
            Require(clash is null, $"{release.Id} and {clash?.Id} run at one time");
        }

        if ((before, release.Status) is (ReleaseStatus.Snapshotting, ReleaseStatus.Migrating))
        {
            JudgeBeginning(release);
        }
    }

    private void JudgeBeginning(Release release)
    {
        var now = _installation.Clock.GetUtcNow();
        var restraints = _installation.Memory.Restraints.All.Where(restraint => restraint.IsInForce(now)).ToList();
        Require(!_turnedBack.Contains(release.Push.Image.Digest), $"{release.Id} begins although its digest was turned back and not lifted");
        Require(
            restraints.Where(restraint => restraint.Kind == RestraintKind.Freeze).Stopping(release.System, release.Environment, now) is null || release.Waiver?.For(WaivedGate.Freeze) is not null,
            $"{release.Id} begins although {release.Environment} is frozen");
        var environment = _installation.Systems[0].Environment(release.Environment);
        foreach (var from in environment.PromoteFrom.Where(_ => release.Waiver?.For(WaivedGate.Upstream) is null))
        {
            var upstream = _installation.Memory.Releases.All
                .Where(other => other.Environment == from && other.Push.Image.Digest == release.Push.Image.Digest)
                .MaxBy(other => other.Attempt);
            Require(upstream?.Status == ReleaseStatus.Verified, $"{release.Id} begins although it is {upstream?.Status.ToString() ?? "unknown"} in {from}");
        }
    }

    private void JudgeSnapshots(Release release)
    {
        var environment = _installation.Systems[0].Environment(release.Environment);
        if (!release.ChangedServices.Any() || environment.Databases.All(database => database.SnapshotBeforeDeploy != SnapshotPolicy.Always))
        {
            return;
        }

        Require(
            release.Snapshots.Count > 0 && release.Snapshots.All(snapshot => snapshot.Status == SnapshotStatus.Available && snapshot.StartedAt >= release.Stages[0].At && snapshot.AvailableAt <= release.ChangedServices.Min(change => change.ChangedAt)),
            $"{release.Id} changed workloads without its snapshots");
    }

    /// <summary>A service runs its last known good, or what it ran before Slipway released anything there; never what was refused or taken back.</summary>
    private void JudgeServing()
    {
        foreach (var environment in _installation.Systems[0].Environments)
        {
            foreach (var service in environment.Services)
            {
                var good = _installation.Memory.LastKnownGoods.All.FirstOrDefault(good => good.Environment == environment.Name && good.Service == service.Name);
                var wanted = good?.Image.Digest ?? _installation.Account.Registry.Seed(null, service.Repository).Digest;
                var serving = _installation.Account.Cluster.ServingDigests(WorkloadAddress.Of(environment, service));
                var isBroken = _installation.Memory.Releases.All.Any(release => release.Environment == environment.Name && release.Status == ReleaseStatus.Failed && release.ChangedServices.Any());
                Require(isBroken || serving.All(digest => digest == wanted), $"{environment.Name}/{service.Name} serves {string.Join(", ", serving.Select(digest => digest.Abbreviation))} and not {wanted.Abbreviation}");
            }
        }
    }

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            _broken.Add(otherwise);
        }
    }
}
