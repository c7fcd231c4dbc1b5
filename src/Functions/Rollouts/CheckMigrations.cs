using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Rollouts;

/// <summary>Asks whether the migrations let the rollout begin.</summary>
public sealed class CheckMigrations(ReleaseReader reader, IReleases releases, Leaseholder leaseholder, IJobs jobs, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> CheckMigrationsAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var release = await reader.ReadAsync(document, deadline.Token);
        if (release.Status != ReleaseStatus.Migrating)
        {
            return release;
        }

        await leaseholder.KeepAsync(release, deadline.Token);
        var now = clock.GetUtcNow();
        var (seen, progress) = await jobs.SeeAsync(release.Migrations, now, deadline.Token);
        var verdict = Rules.Judge(new MigrationInputs(progress), now);
        return await releases.SaveAsync(release.Judged(verdict) with { Migrations = seen }, deadline.Token);
    }
}
