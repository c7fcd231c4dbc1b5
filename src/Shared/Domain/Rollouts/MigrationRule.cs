using Slipway.Domain.Releases;

namespace Slipway.Domain.Rollouts;

/// <summary><paramref name="Job"/> is null when the release has nothing to migrate.</summary>
public sealed record MigrationInputs(string? Job, JobState? State, TimeSpan Since, TimeSpan Timeout);

/// <summary>Whether the migration lets the rollout begin: its outcome decides, and being late is failing.</summary>
public static class MigrationRule
{
    public static Answer Decide(MigrationInputs inputs) => inputs switch
    {
        { Job: null } or { State: null } => Answer.Pass("Nothing to migrate."),
        { State.Status: JobStatus.Succeeded } => Answer.Pass($"The job {inputs.Job} succeeded."),
        { State.Status: JobStatus.Failed } => Answer.Refuse($"The job {inputs.Job} failed: {LastLine(inputs.State.LogTail)}"),
        { State.Status: JobStatus.Missing } => Answer.Refuse($"The job {inputs.Job} is gone from the cluster before it ended."),
        _ when inputs.Since >= inputs.Timeout => Answer.Refuse($"The job {inputs.Job} runs for {inputs.Since.Text()}; at most {inputs.Timeout.Text()} are allowed."),
        _ => Answer.Wait($"The job {inputs.Job} runs for {inputs.Since.Text()}."),
    };

    private static string LastLine(string log) => log.TrimEnd().Split('\n')[^1];
}
