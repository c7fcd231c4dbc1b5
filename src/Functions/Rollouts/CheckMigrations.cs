using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Rollouts;

/// <summary>Asks whether the migrations let the rollout begin.</summary>
public sealed class CheckMigrations(ReleaseReader reader, IReleases releases, IJobs jobs, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> CheckMigrationsAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var (release, _, environment) = await reader.ReadInContextAsync(document, deadline.Token);
        if (release.Status != ReleaseStatus.Migrating)
        {
            return release;
        }

        var now = clock.GetUtcNow();
        var progress = new List<MigrationProgress>();
        foreach (var run in release.Migrations)
        {
            var state = await jobs.ReadAsync(environment.Cluster, environment.Namespace, run.Name, deadline.Token);
            var timeout = environment.Jobs.FirstOrDefault(job => job.Name == run.Job)?.Timeout ?? TimeSpan.Zero;
            progress.Add(new(run.Job, state, now - run.StartedAt, timeout));
        }

        var verdict = Rules.Judge(new MigrationInputs(progress), now);
        return await releases.SaveAsync(release.Judged(verdict), deadline.Token);
    }
}
