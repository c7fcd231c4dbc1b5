using Slipway.Domain.Releases;

namespace Slipway.Domain.Rollouts;

/// <summary>
/// A job on its way, and the time it has had: its outcome decides, whatever it is for.
/// <list type="table">
/// <item><term>it failed or vanished</term><description>refuse</description></item>
/// <item><term>it is later than its limit</term><description>refuse</description></item>
/// <item><term>it still runs</term><description>wait</description></item>
/// <item><term>it succeeded</term><description>pass</description></item>
/// </list>
/// </summary>
public sealed record JobProgress(string Job, JobState State, TimeSpan Since, TimeSpan Timeout)
{
    /// <summary>The earlier release of the digest that ran it; null when this one did.</summary>
    public ReleaseId? TakenFrom { get; init; }

    public Answer Decide() => State.Status switch
    {
        JobStatus.Succeeded when TakenFrom is { } earlier => Answer.Pass($"The job {Job} succeeded for {earlier} already and is not run again."),
        JobStatus.Succeeded => Answer.Pass($"The job {Job} succeeded."),
        JobStatus.Failed => Answer.Refuse($"The job {Job} failed: {LastLine(State.LogTail)}"),
        JobStatus.Missing => Answer.Refuse($"The job {Job} is gone from the cluster before it ended."),
        _ when Since >= Timeout => Answer.Refuse($"The job {Job} runs for {Since.Text()}; at most {Timeout.Text()} are allowed."),
        _ => Answer.Wait($"The job {Job} runs for {Since.Text()}."),
    };

    private static string LastLine(string log) => log.TrimEnd().Split('\n')[^1];
}
