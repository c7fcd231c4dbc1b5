using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Rollouts;

/// <summary>Starts the migration jobs of the release's image; once for each digest and environment, whatever is repeated.</summary>
public sealed class StartMigrations(ReleaseReader reader, IReleases releases, IJobs jobs, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> StartMigrationsAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var (release, _, environment) = await reader.ReadInContextAsync(document, deadline.Token);
        if (release.Status == ReleaseStatus.Snapshotting)
        {
            var now = clock.GetUtcNow();
            var runs = Wanted(environment, release).Select(job => new JobRun(job.Name, release.Id.Named(job.Name), now)).ToList();
            var reason = runs.Count == 0 ? "Nothing to migrate." : $"Running {string.Join(", ", runs.Select(run => run.Job))}.";
            release = await releases.SaveAsync(release.MoveTo(ReleaseStatus.Migrating, reason, now) with { Migrations = runs }, deadline.Token);
        }

        if (release.Status == ReleaseStatus.Migrating)
        {
            foreach (var run in release.Migrations)
            {
                var job = environment.Jobs.FirstOrDefault(job => job.Name == run.Job) ?? throw new RejectedException($"The manifest has no job '{run.Job}' any more.");
                await jobs.StartAsync(new(environment.Cluster, environment.Namespace, run.Name, release.Image, job.Run, job.Timeout), deadline.Token);
            }
        }

        return release;
    }

    private static IEnumerable<Job> Wanted(EnvironmentManifest environment, Release release) => environment.Databases
        .Select(database => database.MigrationJob)
        .Distinct()
        .SelectMany(name => environment.Jobs.Where(job => job.Name == name && job.Repository == release.Image.Repository));
}
