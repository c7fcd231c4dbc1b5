using Slipway.Domain.Releases;

namespace Slipway.Domain.Rollouts;

/// <summary>A migration on its way, and the time it has had.</summary>
public sealed record MigrationProgress(string Job, JobState State, TimeSpan Since, TimeSpan Timeout)
{
    /// <summary>The earlier release of the digest that ran it; null when this one did.</summary>
    public ReleaseId? TakenFrom { get; init; }
}

public sealed record MigrationInputs(IReadOnlyList<MigrationProgress> Migrations);

/// <summary>
/// Whether the migrations let the rollout begin: their outcome decides.
/// <list type="table">
/// <item><term>one failed or vanished</term><description>refuse</description></item>
/// <item><term>one is later than its limit</term><description>refuse</description></item>
/// <item><term>one still runs</term><description>wait</description></item>
/// <item><term>all succeeded, or there is none</term><description>pass</description></item>
/// </list>
/// </summary>
public static class MigrationRule
{
    public static Answer Decide(MigrationInputs inputs)
    {
        var answers = inputs.Migrations.Select(Decide).ToList();
        return answers.FirstOrDefault(answer => answer.Kind == VerdictKind.Refuse)
            ?? answers.FirstOrDefault(answer => answer.Kind == VerdictKind.Wait)
            ?? Answer.Pass(answers.Count == 0 ? "Nothing to migrate." : string.Join(" ", answers.Select(answer => answer.Reason)));
    }

    private static Answer Decide(MigrationProgress migration) => migration.State.Status switch
    {
        JobStatus.Succeeded when migration.TakenFrom is { } earlier => Answer.Pass($"The job {migration.Job} succeeded for {earlier} already and is not run again."),
        JobStatus.Succeeded => Answer.Pass($"The job {migration.Job} succeeded."),
        JobStatus.Failed => Answer.Refuse($"The job {migration.Job} failed: {LastLine(migration.State.LogTail)}"),
        JobStatus.Missing => Answer.Refuse($"The job {migration.Job} is gone from the cluster before it ended."),
        _ when migration.Since >= migration.Timeout => Answer.Refuse($"The job {migration.Job} runs for {migration.Since.Text()}; at most {migration.Timeout.Text()} are allowed."),
        _ => Answer.Wait($"The job {migration.Job} runs for {migration.Since.Text()}."),
    };

    private static string LastLine(string log) => log.TrimEnd().Split('\n')[^1];
}
