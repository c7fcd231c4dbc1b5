using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Rollouts;

/// <summary>Plans the migrations of a release from what earlier releases of its digest did here, and runs what takes them back.</summary>
public sealed class Migrations(IReleases releases, IJobs jobs, ILastKnownGood lastKnownGood, ImageDeclarations declarations)
{
    public async Task<Release> PlanAsync(Release release, EnvironmentManifest environment, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var wanted = MigrationPlan.Jobs(release, environment);
        var goods = await GoodsAsync(release, cancellationToken);
        release = release with { Blueprint = Blueprint.Of(environment, release.Push), Barrier = await BarrierAsync(release, goods, cancellationToken) };
        if (wanted.Count == 0)
        {
            return release.MoveTo(ReleaseStatus.Migrating, "Nothing to migrate.", now);
        }

        var earlier = await EarlierAsync(release, wanted, cancellationToken);
        var serving = goods.Values.Select(good => good?.Image).ToHashSet();
        var runs = wanted.Select(job => MigrationPlan.Of(release, job, earlier, serving.Contains(release.ImageOf(job.Repository)), now)).ToList();
        var reversibility = MigrationPlan.ReversibilityOf(wanted, environment, await DeclaredAsync(release, wanted, cancellationToken));
        return release.MoveTo(ReleaseStatus.Migrating, $"Running {string.Join(", ", runs.Select(run => run.Job))}.", now) with
        {
            Migrations = runs,
            Reversibility = reversibility,
            Reverts = reversibility == Reversibility.Reversible ? MigrationPlan.Reverts(release, environment, runs) : [],
        };
    }

    /// <summary>Starts the next job that takes a migration back and reads how far it is; the release with what is known then, and what the rule has to say of it.</summary>
    public async Task<(Release Release, MigrationInputs Inputs)> RevertAsync(Release release, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (reverts, progress) = (new List<Revert>(), new List<JobProgress>());
        foreach (var planned in release.Reverts)
        {
            var isNext = progress.All(before => before.State.Status == JobStatus.Succeeded);
            var revert = planned.StartedAt is null && isNext ? planned with { StartedAt = now } : planned;
            if (isNext && revert.Outcome is null)
            {
                await jobs.StartAsync(new(revert.Address, release.ImageOf(revert.Repository), revert.Run, revert.Timeout), cancellationToken);
                var state = await jobs.ReadAsync(revert.Address, cancellationToken);
                revert = state.Status is JobStatus.Succeeded or JobStatus.Failed ? revert with { Outcome = state.Status, Log = JobState.Tail(state.LogTail) } : revert;
            }

            reverts.Add(revert);
            progress.Add(new(revert.Job, new(revert.Outcome ?? JobStatus.Running, revert.Log), now - (revert.StartedAt ?? now), revert.Timeout));
        }

        return (release with { Reverts = reverts }, new(progress));
    }

    /// <summary>Ends what a release left running; what has ended keeps how it ended.</summary>
    public async Task StopAsync(Release release, CancellationToken cancellationToken)
    {
        foreach (var run in release.Migrations.Where(run => run.Outcome is null))
        {
            await jobs.StopAsync(run.Address, cancellationToken);
        }
    }

    private async Task<IReadOnlyDictionary<ServiceName, LastKnownGood?>> GoodsAsync(Release release, CancellationToken cancellationToken)
    {
        var goods = new Dictionary<ServiceName, LastKnownGood?>();
        foreach (var change in release.Services)
        {
            goods[change.Service] = await lastKnownGood.FindAsync(release.System, release.Environment, change.Service, cancellationToken);
        }

        return goods;
    }

    /// <summary>The last release that migrated irreversibly, since the last known good of one of its services, and did not become that.</summary>
    private async Task<ReleaseId?> BarrierAsync(Release release, IReadOnlyDictionary<ServiceName, LastKnownGood?> goods, CancellationToken cancellationToken) =>
        (await releases.ListAsync(release.System, release.Environment, cancellationToken))
            .Where(other => other.Id != release.Id && other.IsIrreversible() && other.Services.Any(change => goods.GetValueOrDefault(change.Service) is { } good && other.Entered(ReleaseStatus.Migrating) > good.VerifiedAt))
            .MaxBy(other => other.Entered(ReleaseStatus.Migrating))?.Id;

    /// <summary>What each image says of its own migrations.</summary>
    private async Task<IReadOnlyDictionary<string, Reversibility>> DeclaredAsync(Release release, IReadOnlyList<Job> wanted, CancellationToken cancellationToken)
    {
        var declared = new Dictionary<string, Reversibility>(StringComparer.Ordinal);
        foreach (var image in release.Push.Images.Where(image => wanted.Any(job => job.Repository == image.Repository)))
        {
            if (await declarations.ReversibilityAsync(image, cancellationToken) is { } said)
            {
                declared[image.Repository] = said;
            }
        }

        return declared;
    }

    /// <summary>The runs of releases of the same image that were opened here before; with other images it may have been another release.</summary>
    private async Task<IReadOnlyList<EarlierRun>> EarlierAsync(Release release, IReadOnlyList<Job> wanted, CancellationToken cancellationToken)
    {
        var earlier = new List<EarlierRun>();
        if (release is { Attempt: 1, Push.Others: null })
        {
            return earlier;
        }

        foreach (var image in release.Push.Images.Where(image => wanted.Any(job => job.Repository == image.Repository)))
        {
            var known = await releases.ListAsync(image.Digest, cancellationToken);
            foreach (var before in known.TakeWhile(before => before.Id != release.Id).Where(before => before.System == release.System && before.Environment == release.Environment))
            {
                foreach (var run in before.Migrations.Where(run => wanted.Any(job => job.Name == run.Job && job.Repository == image.Repository)))
                {
                    earlier.Add(new(before.Id, run, await jobs.StateOfAsync(run, cancellationToken), before.Reverts.Any(revert => revert.StartedAt is not null)));
                }
            }
        }

        return earlier;
    }
}
