using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Rollouts;

/// <summary>Asks whether a step of the canaries is good: all their replicas serve, and smoke requests and alarms stay good for as long as the step says.</summary>
public sealed class CheckCanaries(ReleaseReader reader, IReleases releases, Leaseholder leaseholder, CanaryChanges canaries, VerificationReadings readings, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> CheckCanariesAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var (release, system, environment) = await reader.ReadInContextAsync(document, deadline.Token);
        if (release is not { Status: ReleaseStatus.Rolling, Canary: { IsDone: false } progress })
        {
            return release;
        }

        await leaseholder.KeepAsync(release, deadline.Token);
        var (now, step) = (clock.GetUtcNow(), progress.Current);
        var rollout = Rules.Judge(await canaries.ReadAsync(release, progress.Left(release.StableWithin), now - progress.Since, deadline.Token), now);
        progress = rollout.Kind == VerdictKind.Pass ? progress.Arrived(now) : progress;
        var since = now - (progress.ArrivedAt ?? now);
        var verification = Rules.Judge(await readings.ReadAsync(system, environment, progress.BegunAt, since, step.For, deadline.Token), now);
        var verdict = Verdict.Worst(rollout, verification) with { About = $"canary {step.Share} %" };
        var judged = release.Judged(verdict) with { Canary = progress };
        return await releases.SaveAsync(verdict.Kind == VerdictKind.Pass ? await canaries.NoteAsync(judged, progress.Next(now), deadline.Token) : judged, deadline.Token);
    }
}
