using Slipway.Domain.Releases;

namespace Slipway.Domain.Remediation;

/// <summary>A release that could be rolled back. <paramref name="Verified"/> is when it was verified; null while it is on its way.</summary>
public sealed record RollbackCandidate(ReleaseId Release, DateTimeOffset? Verified);

/// <summary>An alarm's steps and the releases of what it watches. <paramref name="Refused"/> says why the rollback that was planned first was given up.</summary>
public sealed record RemediationInputs(
    string Alarm, IReadOnlyList<RemediationStep> Remediate, IReadOnlyList<RollbackCandidate> Candidates, string? Refused, DateTimeOffset At)
{
    /// <summary>Of all releases of the environment those that matter: what is on its way, and the last that was verified.</summary>
    public static RemediationInputs Of(Alarm alarm, IReadOnlyList<Release> releases, string? refused, DateTimeOffset at)
    {
        var rollback = alarm.Remediate.FirstOrDefault(step => step.Action == RemediationAction.Rollback);
        var service = rollback?.Service ?? alarm.WatchedService;
        var concerned = rollback is null ? [] : releases.Where(release => service is null || release.Services.Any(change => change.Service.Value == service)).ToList();
        var latest = concerned.Where(release => release.Status == ReleaseStatus.Verified).MaxBy(release => release.Entered(ReleaseStatus.Verified));
        return new(
            alarm.Name,
            alarm.Remediate,
            [
                .. concerned.Where(release => release.Status.IsRunning()).Select(release => new RollbackCandidate(release.Id, null)),
                .. latest?.Entered(ReleaseStatus.Verified) is { } verified ? new[] { new RollbackCandidate(latest.Id, verified) } : [],
            ],
            refused,
            at);
    }
}

/// <summary>What to do about an alarm and why; <paramref name="Release"/> is the one that a rollback undoes.</summary>
public sealed record RemediationPlan(RemediationStep Step, ReleaseId? Release, string Reason);

/// <summary>
/// The first thing to do about an alarm.
/// <list type="table">
/// <item><term>a release of what it watches is being rolled out or verified, or on its way back</term><description>leave it to that release, which watches the alarm itself: notify</description></item>
/// <item><term>such a release was verified within the window, and its rollback was not refused</term><description>roll it back</description></item>
/// <item><term>otherwise</term><description>the manifest's first step that is no rollback, or notify</description></item>
/// </list>
/// </summary>
public static class RemediationRule
{
    public static Answer Decide(RemediationInputs inputs) => Answer.Pass(Plan(inputs).Reason);

    public static RemediationPlan Plan(RemediationInputs inputs)
    {
        var rollback = inputs.Remediate.FirstOrDefault(step => step.Action == RemediationAction.Rollback);
        var window = rollback?.IfDeployedWithin ?? TimeSpan.Zero;
        if (inputs.Candidates.FirstOrDefault(candidate => candidate.Verified is null) is { } running)
        {
            return new(new(RemediationAction.Notify), null, $"{running.Release} is on its way and watches this alarm itself.");
        }

        return inputs is { Refused: null, Candidates: [{ Verified: { } verified } latest, ..] } && inputs.At - verified <= window
            ? new(rollback!, latest.Release, $"{latest.Release} was verified {(inputs.At - verified).Text()} ago, within the {window.Text()} of the manifest.")
            : OtherStep(inputs, rollback, window);
    }

    private static RemediationPlan OtherStep(RemediationInputs inputs, RemediationStep? rollback, TimeSpan window)
    {
        var noRelease = inputs.Refused is { } refused ? $"{refused} Not rolled back; " : rollback is null ? "" : $"No release was verified within {window.Text()}; ";
        return inputs.Remediate.FirstOrDefault(step => step.Action != RemediationAction.Rollback) is { } step
            ? new(step, null, $"{noRelease}the manifest's first {(rollback is null || inputs.Refused is null ? "" : "other ")}step for {inputs.Alarm} is {Word(step.Action)}.")
            : new(new(RemediationAction.Notify), null, $"{noRelease}the manifest names no other step for {inputs.Alarm}.");
    }

    private static string Word(RemediationAction action) => char.ToLowerInvariant(action.ToString()[0]) + action.ToString()[1..];
}
