using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Rollouts;

/// <summary>
/// Asks whether what was rolled out is good: smoke requests, alarms and metrics for the bake time, and the jobs that verify it. What is good becomes the last known good;
/// where its cluster holds it then, the release continues it, or it is the turn of others.
/// </summary>
public sealed class VerifyRelease(
    ReleaseReader reader, IReleases releases, Leaseholder leaseholder, WorkloadChanges changes, PausedRollouts paused, VerificationReadings readings, VerificationJobs jobs, ILastKnownGood lastKnownGood, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> VerifyReleaseAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var (release, system, environment) = await reader.ReadInContextAsync(document, deadline.Token);
        if (release.Status != ReleaseStatus.Verifying)
        {
            return release;
        }

        await leaseholder.KeepAsync(release, deadline.Token);
        var entered = release.Stages[^1].At;
        var changedAt = release.ChangedServices.Min(change => change.ChangedAt) ?? entered;
        release = await jobs.StartAsync(release, environment, clock.GetUtcNow(), deadline.Token);
        var seen = await readings.ReadAsync(system, environment, changedAt, entered, environment.Rollout.Bake, clock.GetUtcNow(), deadline.Token);
        var now = clock.GetUtcNow();
        (release, var progress) = await jobs.ReadAsync(release, now, deadline.Token);
        var verification = Rules.Judge(seen with { Jobs = progress }, now);
        var longest = release.Verifications.Select(run => run.Timeout).Append(environment.Rollout.Bake).Max();
        var workloads = await changes.ReadAsync(release, longest + release.StableWithin, change => change.Latest(entered), now, deadline.Token) with { AwaitsOldSide = true };
        var rollout = Rules.Judge(workloads, now);
        var verdict = !workloads.HasDrift ? Verdict.Worst(rollout, verification) : verification.Kind == VerdictKind.Refuse ? rollout with { Blameless = null } : rollout;
        if (environment.Rollout.Pauses.IsContinued && verification.Kind == VerdictKind.Pass)
        {
            await paused.ContinueAsync(release, workloads.Held.Where(workload => workload.State.Pause!.IsMet(workload.IsReady)), deadline.Token);
        }

        var judged = verification.Kind == VerdictKind.Pass ? release.Judged(verdict).Held(workloads, now) : release.Judged(verdict) with { IsHeld = null };
        return await releases.SaveAsync(
            verdict.Kind switch
            {
                VerdictKind.Pass => await RememberAsync(judged, workloads.Workloads, verdict, now, deadline.Token),
                VerdictKind.Wait when workloads.HasDrift => (await jobs.ForgetAsync(judged, deadline.Token)).Drifted(workloads, now).MoveTo(ReleaseStatus.Rolling, verdict.Reason, now),
                VerdictKind.Refuse => judged.Drifted(workloads, now),
                _ => judged,
            },
            deadline.Token);
    }

    private async Task<Release> RememberAsync(Release release, IReadOnlyList<WorkloadProgress> workloads, Verdict verdict, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var verified = release;
        foreach (var change in release.Services)
        {
            var template = change.Applied ?? await changes.KeepTemplateAsync(change.Workload, cancellationToken);
            var good = new LastKnownGood(release.System, release.Environment, change.Service, release.ImageOf(change), release.Push.Tag, release.Id, now)
            {
                Template = template,
                Replicas = workloads.FirstOrDefault(workload => workload.Service == change.Service)?.State.Desired,
            };
            await lastKnownGood.SaveAsync(good, cancellationToken);
            verified = verified.Changed(change with { Applied = template });
        }

        return verified.MoveTo(ReleaseStatus.Verified, verdict.Reason, now);
    }
}
