using Slipway.Domain.Releases;
using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Rollouts;

/// <summary>An earlier run of a job for the same digest in the same environment, as it stands, and whether its schema was taken back since.</summary>
public sealed record EarlierRun(ReleaseId Release, JobRun Run, JobState State, bool WasReverted);

/// <summary>
/// Which migrations a release runs: once for each digest and environment, however often the release is tried.
/// <list type="table">
/// <item><term>the job was never run for this digest here</term><description>run it, under the name of digest and environment</description></item>
/// <item><term>it succeeded, and was not taken back since</term><description>it is done</description></item>
/// <item><term>it still runs</term><description>wait for that one</description></item>
/// <item><term>it failed, vanished, or was taken back</term><description>run it again, under a name of its own</description></item>
/// </list>
/// </summary>
public static class MigrationPlan
{
    /// <summary>The manifest's jobs that migrate a database with images of the release.</summary>
    public static IReadOnlyList<Job> Jobs(Release release, EnvironmentManifest environment) => JobsNamed(release, environment, database => database.MigrationJob);

    /// <param name="serves">Whether the image served here before the release.</param>
    public static JobRun Of(Release release, Job job, IReadOnlyList<EarlierRun> earlier, bool serves, DateTimeOffset now)
    {
        var last = earlier.LastOrDefault(run => run.Run.Job == job.Name);
        return last is { WasReverted: false, State.Status: JobStatus.Succeeded or JobStatus.Running }
            ? last.Run.Seen(last.State) with { TakenFrom = last.Release, Stands = serves ? true : null }
            : new(job.Name, new(release.Services[0].Workload, Name(release, job, isFirst: last is null)), job.Timeout, now) { Run = job.Run, Repository = release.Push.Others is null ? null : job.Repository };
    }

    /// <summary>What these jobs would do to the way back: the word of each job's own image counts, without one the manifest's; of several the gravest.</summary>
    /// <param name="declared">What images say of themselves, by repository.</param>
    public static Reversibility ReversibilityOf(IReadOnlyList<Job> jobs, EnvironmentManifest environment, IReadOnlyDictionary<string, Reversibility> declared) =>
        jobs.SelectMany(job => declared.TryGetValue(job.Repository!, out var said)
                ? [said]
                : environment.Databases.Where(database => database.MigrationJob == job.Name).Select(database => database.Reversibility))
            .DefaultIfEmpty(Reversibility.ExpandContract)
            .Max();

    /// <summary>The jobs that would take its own migrations back, the last one first. Their names are this release's: each attempt may need its own.</summary>
    public static IReadOnlyList<Revert> Reverts(Release release, EnvironmentManifest environment, IReadOnlyList<JobRun> runs) =>
        [.. JobsNamed(release, environment, database => runs.Any(run => run.Job == database.MigrationJob && run.Stands is null) ? database.DownJob : null).Reverse().Select(job => new Revert(job.Name, new(release.Services[0].Workload, release.Id.Named(job.Name)), job.Run, job.Timeout) { Repository = release.Push.Others is null ? null : job.Repository })];

    private static IReadOnlyList<Job> JobsNamed(Release release, EnvironmentManifest environment, Func<Database, string?> named) =>
        [.. environment.Databases.Select(named).Distinct().SelectMany(name => environment.Jobs.Where(job => job.Name == name && release.Push.Images.Any(image => image.Repository == job.Repository)))];

    private static string Name(Release release, Job job, bool isFirst) =>
        (isFirst ? ReleaseId.For(release.System, release.Services[0].Service, release.Environment, release.ImageOf(job.Repository).Digest) : release.Id).Named(job.Name);
}
