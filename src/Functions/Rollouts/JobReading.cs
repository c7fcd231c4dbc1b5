using Slipway.Domain.Rollouts;

namespace Slipway.Functions.Rollouts;

/// <summary>How far the jobs of a record are: what has ended there is not asked of its cluster again, which forgets it.</summary>
internal static class JobReading
{
    public static async Task<JobState> StateOfAsync(this IJobs jobs, JobRun run, CancellationToken cancellationToken) =>
        run.Outcome is { } ended ? new(ended, run.Log) : await jobs.ReadAsync(run.Address, cancellationToken);

    /// <summary>The runs with what is known now, and how far each is.</summary>
    public static async Task<(IReadOnlyList<JobRun> Seen, IReadOnlyList<JobProgress> Progress)> SeeAsync(this IJobs jobs, IReadOnlyList<JobRun> runs, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (seen, progress) = (new List<JobRun>(), new List<JobProgress>());
        foreach (var run in runs)
        {
            var state = await jobs.StateOfAsync(run, cancellationToken);
            seen.Add(run.Seen(state));
            progress.Add(run.Progress(state, now));
        }

        return (seen, progress);
    }
}
