using Slipway.Domain.Releases;

namespace Slipway.Domain.Remediation;

/// <summary>What to do about an alarm and why; <paramref name="Release"/> is the one that a rollback undoes.</summary>
public sealed record RemediationPlan(RemediationStep Step, ReleaseId? Release, string Reason);

/// <summary>
/// The first thing to do about an alarm.
/// <list type="table">
/// <item><term>a release of what it watches was verified within the window</term><description>roll it back</description></item>
/// <item><term>such a release is being rolled out or verified</term><description>leave it to that release, which watches the alarm itself: notify</description></item>
/// <item><term>otherwise</term><description>the manifest's first step that is no rollback, or notify</description></item>
/// </list>
/// </summary>
public static class RemediationRule
{
    public static RemediationPlan Decide(Alarm alarm, IReadOnlyList<Release> releases, DateTimeOffset now)
    {
        var rollback = alarm.Remediate.FirstOrDefault(step => step.Action == RemediationAction.Rollback);
        var window = rollback?.IfDeployedWithin ?? TimeSpan.Zero;
        var candidates = rollback is null ? [] : releases.Where(release => Concerns(alarm, rollback, release)).ToList();
        if (candidates.FirstOrDefault(release => release.Status.IsRunning()) is { } running)
        {
            return new(new(RemediationAction.Notify), null, $"{running.Id} is on its way and watches this alarm itself.");
        }

        var latest = candidates.Where(release => release.Status == ReleaseStatus.Verified).MaxBy(release => release.Entered(ReleaseStatus.Verified));
        return latest?.Entered(ReleaseStatus.Verified) is { } verified && now - verified <= window
            ? new(rollback!, latest.Id, $"{latest.Id} was verified {(now - verified).Text()} ago, within the {window.Text()} of the manifest.")
            : OtherStep(alarm, rollback, window);
    }

    private static RemediationPlan OtherStep(Alarm alarm, RemediationStep? rollback, TimeSpan window)
    {
        var noRelease = rollback is null ? "" : $"No release was verified within {window.Text()}; ";
        return alarm.Remediate.FirstOrDefault(step => step.Action != RemediationAction.Rollback) is { } step
            ? new(step, null, $"{noRelease}the manifest's first step for {alarm.Name} is {Word(step.Action)}.")
            : new(new(RemediationAction.Notify), null, $"{noRelease}the manifest names no other step for {alarm.Name}.");
    }

    private static bool Concerns(Alarm alarm, RemediationStep rollback, Release release)
    {
        var service = rollback.Service ?? alarm.WatchedService;
        return service is null || release.Services.Any(change => change.Service.Value == service);
    }

    private static string Word(RemediationAction action) => char.ToLowerInvariant(action.ToString()[0]) + action.ToString()[1..];
}
