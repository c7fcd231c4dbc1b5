using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Rollouts;

/// <summary>Starts the migration jobs of the release's image; once for each digest and environment, whatever is repeated. It is the first change, so the gates that may have closed since are asked again.</summary>
public sealed class StartMigrations(ReleaseReader reader, IReleases releases, Gates gates, IJobs jobs, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> StartMigrationsAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var (release, _, environment) = await reader.ReadInContextAsync(document, deadline.Token);
        if (release.Status == ReleaseStatus.Snapshotting)
        {
            var now = clock.GetUtcNow();
            var judged = release;
            await foreach (var verdict in gates.AskAgainAsync(release, environment, now, deadline.Token))
            {
                judged = judged.Judged(verdict);
                if (verdict.Kind != VerdictKind.Pass)
                {
                    break;
                }
            }

            release = await releases.SaveAsync(
                judged.Verdict is { Kind: not VerdictKind.Pass } closed ? judged.MoveTo(ReleaseStatus.Failed, closed.Reason, now) : Planned(judged, environment, now),
                deadline.Token);
        }

        if (release.Status == ReleaseStatus.Migrating)
        {
            foreach (var run in release.Migrations)
            {
                var job = environment.Jobs.FirstOrDefault(job => job.Name == run.Job) ?? throw new RejectedException($"The manifest has no job '{run.Job}' any more.");
                await jobs.StartAsync(new(run.Address, release.Image, job.Run, run.Timeout), deadline.Token);
            }
        }

        return release;
    }

    private static Release Planned(Release release, EnvironmentManifest environment, DateTimeOffset now)
    {
        var jobs = environment.Databases
            .Select(database => database.MigrationJob)
            .Distinct()
            .SelectMany(name => environment.Jobs.Where(job => job.Name == name && job.Repository == release.Image.Repository));
        var runs = jobs.Select(job => new JobRun(job.Name, new(release.Services[0].Workload, release.Id.Named(job.Name)), job.Timeout, now)).ToList();
        var reason = runs.Count == 0 ? "Nothing to migrate." : $"Running {string.Join(", ", runs.Select(run => run.Job))}.";
        return release.MoveTo(ReleaseStatus.Migrating, reason, now) with { Migrations = runs };
    }
}
