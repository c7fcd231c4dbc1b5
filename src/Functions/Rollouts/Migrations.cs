using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Rollouts;

/// <summary>Plans the migrations of a release from what earlier releases of its digest did here, and runs what takes them back.</summary>
public sealed class Migrations(IReleases releases, IJobs jobs, ImageDeclarations declarations)
{
    public async Task<Release> PlanAsync(Release release, EnvironmentManifest environment, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var wanted = MigrationPlan.Jobs(release, environment);
        if (wanted.Count == 0)
        {
            return release.MoveTo(ReleaseStatus.Migrating, "Nothing to migrate.", now);
        }

        var earlier = await EarlierAsync(release, cancellationToken);
        var runs = wanted.Select(job => MigrationPlan.Of(release, job, earlier, now)).ToList();
        var reversibility = MigrationPlan.ReversibilityOf(release, environment, await declarations.ReversibilityAsync(release.Push.Image, cancellationToken));
        return release.MoveTo(ReleaseStatus.Migrating, $"Running {string.Join(", ", runs.Select(run => run.Job))}.", now) with
        {
            Migrations = runs,
            Reversibility = reversibility,
            Reverts = reversibility == Reversibility.Reversible ? MigrationPlan.Reverts(release, environment) : [],
        };
    }

    /// <summary>Starts the next job that takes a migration back and reads how far it is; the release with what is known then, and what the rule has to say of it.</summary>
    public async Task<(Release Release, MigrationInputs Inputs)> RevertAsync(Release release, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (reverts, progress) = (new List<Revert>(), new List<MigrationProgress>());
        foreach (var planned in release.Reverts)
        {
            var isNext = progress.All(before => before.State.Status == JobStatus.Succeeded);
            var revert = planned.StartedAt is null && isNext ? planned with { StartedAt = now } : planned;
            if (isNext && revert.Outcome is null)
            {
                await jobs.StartAsync(new(revert.Address, release.Image, revert.Run, revert.Timeout), cancellationToken);
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

    private async Task<IReadOnlyList<EarlierRun>> EarlierAsync(Release release, CancellationToken cancellationToken)
    {
        var earlier = new List<EarlierRun>();
        if (release.Attempt == 1)
        {
            return earlier;
        }

        var known = await releases.ListAsync(release.Push.Image.Digest, cancellationToken);
        foreach (var before in known.Where(before => before.System == release.System && before.Environment == release.Environment && before.Attempt < release.Attempt).OrderBy(before => before.Attempt))
        {
            foreach (var run in before.Migrations)
            {
                var state = run.Outcome is { } ended ? new(ended, run.Log) : await jobs.ReadAsync(run.Address, cancellationToken);
                earlier.Add(new(before.Id, run, state, before.Reverts.Any(revert => revert.StartedAt is not null)));
            }
        }

        return earlier;
    }
}
