using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Functions.Releases;
using Slipway.Functions.Snapshots;

namespace Slipway.Functions.Rollouts;

/// <summary>Starts the migration jobs of the release's image; once for each digest and environment, whatever is repeated. It is the first change, so the gates that may have closed since, and the snapshots, are asked again.</summary>
public sealed class StartMigrations(ReleaseReader reader, IReleases releases, Gates gates, SnapshotReadings readings, Leaseholder leaseholder, Migrations migrations, CanaryChanges canaries, IJobs jobs, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> StartMigrationsAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var found = await reader.ReadInContextAsync(document, deadline.Token);
        var (release, _, environment) = found;
        if (release.Status == ReleaseStatus.Snapshotting)
        {
            await leaseholder.KeepAsync(release, deadline.Token);
            var now = clock.GetUtcNow();
            var judged = release;
            await foreach (var verdict in gates.AskAgainAsync(found, now, deadline.Token))
            {
                judged = judged.Judged(verdict);
            }

            if (judged.Verdict is { Kind: VerdictKind.Pass })
            {
                judged = judged.Judged(Rules.Judge((await readings.ReadAsync(release, environment, now, deadline.Token)).Inputs, now));
            }

            if (judged.Verdict is { Kind: VerdictKind.Pass } && environment.Rollout.Canary is { } plan)
            {
                await canaries.RefuseImpossibleAsync(release, plan, deadline.Token);
            }

            release = await releases.SaveAsync(
                judged.Verdict is { Kind: not VerdictKind.Pass } closed ? judged.MoveTo(ReleaseStatus.Failed, closed.Reason, now) : await migrations.PlanAsync(judged, environment, now, deadline.Token),
                deadline.Token);
        }

        if (release.Status == ReleaseStatus.Migrating)
        {
            foreach (var run in release.Migrations.Where(run => run is { Outcome: null, TakenFrom: null }))
            {
                await jobs.StartAsync(new(run.Address, release.ImageOf(run.Repository), run.Run, run.Timeout), deadline.Token);
            }
        }

        return release;
    }
}
