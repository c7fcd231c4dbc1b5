using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Pauses;
using Slipway.Functions.Notices;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Rollouts;

/// <summary>
/// Asks whether rollouts that their clusters hold may go on: others say so, whom it tells, or what waits there is good, and it continues them.
/// What takes all requests already is continued by whoever verifies it.
/// </summary>
public sealed class CheckPauses(
    ReleaseReader reader, IReleases releases, Leaseholder leaseholder, WorkloadChanges changes, PausedRollouts paused, Trials trials, Notifying notifications, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> CheckPausesAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var found = await reader.ReadInContextAsync(document, deadline.Token);
        var release = found.Release;
        var awaitsOldSide = release.Status == ReleaseStatus.Verifying;
        if (!awaitsOldSide && release.Status != ReleaseStatus.Rolling)
        {
            return release;
        }

        await leaseholder.KeepAsync(release, deadline.Token);
        var now = clock.GetUtcNow();
        var read = await changes.ReadAsync(release, release.StableWithin, change => change.AskedAt ?? now, now, deadline.Token) with { AwaitsOldSide = awaitsOldSide };
        var verdicts = new List<Verdict>();
        var good = new List<WorkloadProgress>();
        foreach (var workload in read.Held)
        {
            var own = await JudgeAsync(found, workload, now, deadline.Token);
            verdicts.AddRange(own);
            if (own.TrueForAll(verdict => verdict.Kind == VerdictKind.Pass))
            {
                good.Add(workload);
            }
            else if (!found.Environment.Rollout.Pauses.IsContinued)
            {
                release = await ToldAsync(found with { Release = release }, workload, own[0], now, deadline.Token);
            }
        }

        if (!awaitsOldSide && verdicts.TrueForAll(verdict => verdict.Kind != VerdictKind.Refuse))
        {
            await paused.ContinueAsync(release, good, deadline.Token);
        }

        return verdicts.Count == 0 ? release
            : await releases.SaveAsync(verdicts.Aggregate(release, (before, verdict) => before.Judged(verdict)) with { Verdict = verdicts.Aggregate(Verdict.Worst) }, deadline.Token);
    }

    /// <summary>The more there is to be seen by then, the more is asked; the first is that of the pause itself.</summary>
    private async Task<List<Verdict>> JudgeAsync(ReleaseInContext found, WorkloadProgress workload, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (release, _, environment) = found;
        var (change, pause, rollout) = (release.ChangeOf(workload), workload.State.Pause!, environment.Rollout);
        var verdicts = new List<Verdict>
        {
            Rules.Judge(new PauseInputs(workload.Service, pause, workload.IsReady, rollout.Pauses, release.HeldFor ?? TimeSpan.Zero), now),
            await trials.QuarantineAsync(release, now, cancellationToken),
        };
        if (rollout.Pauses.IsContinued && pause.Place is PausePlace.BeforeRequests or PausePlace.Shifting && workload.IsReady)
        {
            var isGreen = pause.Place == PausePlace.BeforeRequests;
            var preview = isGreen ? (rollout.Canary?.Preview ?? []).Where(check => check.Service is null || check.Service == workload.Service).ToList() : null;
            var goodSince = change.Pause is { IsReady: true } noted && noted.Hook == pause.Hook ? noted.SoSince : now;
            var time = isGreen ? rollout.Canary?.PreviewFor ?? TimeSpan.Zero : TimeSpan.Zero;
            verdicts.Add(await trials.VerifyAsync(found, preview, change.ChangedAt ?? now, goodSince, time, now, cancellationToken));
        }

        return [.. verdicts.Select(verdict => verdict with { About = $"{workload.Service} at {pause.Stage}" })];
    }

    /// <summary>Somebody has to come, and may not know of it.</summary>
    private async Task<Release> ToldAsync(ReleaseInContext found, WorkloadProgress workload, Verdict verdict, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (release, system, _) = found;
        if (release.ChangeOf(workload) is not { Pause: { ToldAt: null } noted } change || noted.Hook != workload.State.Pause!.Hook)
        {
            return release;
        }

        var title = $"{system.DisplayName} {release.Environment}: {release.Push.Title} is held";
        var notice = system.Notifications.Notice(release.Id.Named("notice", $"held-{noted.Hook}", 200), AlarmSeverity.Warning, title, verdict.Reason);
        await notifications.SendAsync(notice with { Thread = release.Id.Value }, cancellationToken);
        return release.Changed(change with { Pause = noted with { ToldAt = now } });
    }
}
