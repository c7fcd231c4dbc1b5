using Slipway.Domain.Approvals;
using Slipway.Domain.Gates;
using Slipway.Domain.Images;
using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;
using Slipway.Local.Hosting;

namespace Slipway.Benchmarks.Interleavings;

/// <summary>Watches a course of things and says which of the invariants it broke: some as a release is saved, the others at the end.</summary>
internal sealed class Oracle
{
    private readonly Installation _installation;
    private readonly Ending _ending;
    private readonly Telling _telling;
    private readonly Words _words;
    private readonly List<string> _broken = [];
    private readonly Dictionary<ReleaseId, ReleaseStatus> _before = [];

    /// <summary>What was turned back and not lifted since, by what the oracle itself saw.</summary>
    private readonly HashSet<Digest> _turnedBack = [];

    /// <summary>What was let in while an environment before it was in maintenance.</summary>
    private readonly HashSet<(ReleaseId Release, EnvironmentName From)> _letPast = [];

    public Oracle(Installation installation, ApprovalPolicy policy)
    {
        (_installation, _words, _ending, _telling) = (installation, new(policy), new(installation, Require), new(installation, Require));
        installation.Memory.Releases.Saved = Watch;
    }

    public void Pushed(Image image) => _ending.Pushed(image);

    public void MadeByHand(string snapshot) => _ending.MadeByHand(snapshot);

    public void Lifted(Digest digest) => _turnedBack.Remove(digest);

    public void Says(string name, ReleaseId release, bool approves) => _words.Say(name, release, approves, _installation.Clock.GetUtcNow());

    public void Rejected(ReleaseId release) => _words.Reject(release);

    /// <summary>Nothing that a person asks for takes a lease from a release that is on its way.</summary>
    public void Answered(Intervention answer, IReadOnlyList<Lease> before)
    {
        var (now, held) = (_installation.Clock.GetUtcNow(), _installation.Memory.Leases.Held);
        var lost = before.FirstOrDefault(lease => lease.Expires > now && _installation.Memory.Releases.Find(lease.Holder)?.Status.IsRunning() == true && !held.Any(other => other.Key == lease.Key && other.Holder == lease.Holder));
        Require(lost is null, $"{answer.Kind} ({answer.Outcome}) took from {lost?.Holder} its lease");
    }

    public void Finish(bool settled) => Require(settled, "the course of things did not come to an end");

    public IReadOnlyList<string> Judge()
    {
        _ending.Judge();
        _telling.Judge();
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

        if (release.Status == ReleaseStatus.RollingBack && release.Verdicts.LastOrDefault(verdict => verdict.Kind == VerdictKind.Refuse && verdict.Rule != "wayBack") is not { Blameless: true })
        {
            _turnedBack.Add(release.Push.Image.Digest);
        }

        if (release.Status.IsRunning())
        {
            var others = _installation.Memory.Releases.All.Where(other => other.Id != release.Id && other.System == release.System && other.Environment == release.Environment && other.Status.IsRunning());
            var clash = others.FirstOrDefault(other => other.Services.Any(change => release.Services.Any(own => own.Service == change.Service)));
            Require(clash is null, $"{release.Id} and {clash?.Id} run at one time");
        }

        if (release.Status == ReleaseStatus.Gated)
        {
            NotePassing(release);
        }

        if (release.Status == ReleaseStatus.Gated && Manifest(release).Approval.Required)
        {
            Require(_words.Against(release) is null, $"{release.Id} is let in although {_words.Against(release)}");
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
        Require(
            !_turnedBack.Contains(release.Push.Image.Digest) && !restraints.Any(restraint => restraint.Kind == RestraintKind.Quarantine && restraint.Scope == release.Push.Image.Digest.Value),
            $"{release.Id} begins although its digest was turned back and not lifted");
        Require(
            restraints.Where(restraint => restraint.Kind == RestraintKind.Freeze).Stopping(release.System, release.Environment, now) is null || release.Waiver?.For(WaivedGate.Freeze) is not null,
            $"{release.Id} begins although {release.Environment} is frozen");
        foreach (var from in Manifest(release).PromoteFrom.Where(_ => release.Waiver?.For(WaivedGate.Upstream) is null))
        {
            var isPassedBy = _letPast.Contains((release.Id, from));
            var there = Last(release, from)?.Status;
            var isBad = there is ReleaseStatus.Rejected or ReleaseStatus.RolledBack or ReleaseStatus.Frozen or ReleaseStatus.Failed;
            Require(isPassedBy ? !isBad : there == ReleaseStatus.Verified, $"{release.Id} begins although it is {there?.ToString() ?? "unknown"} in {from}");
            foreach (var before in _installation.Systems[0].Environment(from).PromoteFrom.Where(_ => isPassedBy))
            {
                Require(Last(release, before)?.Status == ReleaseStatus.Verified, $"{release.Id} begins past {from} although it is not verified in {before}");
            }
        }

        if (Manifest(release).Databases.Any(database => database.SnapshotBeforeDeploy == SnapshotPolicy.Always))
        {
            var there = _installation.Account.Databases.Snapshots.Where(snapshot => snapshot.Status == SnapshotStatus.Available).Select(snapshot => snapshot.Id).ToHashSet();
            Require(release.Snapshots.Count > 0 && release.Snapshots.All(snapshot => there.Contains(snapshot.Id)), $"{release.Id} begins without its snapshots");
        }
    }

    /// <summary>An environment in maintenance is passed by where a release does nothing but wait.</summary>
    private void NotePassing(Release release)
    {
        var now = _installation.Clock.GetUtcNow();
        foreach (var from in Manifest(release).PromoteFrom)
        {
            _letPast.Remove((release.Id, from));
            var isMaintained = _installation.Memory.Restraints.All.Any(restraint => restraint is { IsMaintenance: true } && restraint.IsInForce(now) && restraint.Scope == $"{release.System}/{from}");
            if (isMaintained && Last(release, from)?.Status is null or ReleaseStatus.Waiting or ReleaseStatus.Superseded)
            {
                _letPast.Add((release.Id, from));
            }
        }
    }

    private Release? Last(Release release, EnvironmentName environment) => _installation.Memory.Releases.All
        .Where(other => other.Environment == environment && other.Push.Image.Digest == release.Push.Image.Digest)
        .MaxBy(other => other.Attempt);

    private EnvironmentManifest Manifest(Release release) => _installation.Systems[0].Environment(release.Environment);

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            _broken.Add(otherwise);
        }
    }
}
