using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Rollouts;

/// <summary>Asks whether a step of the canaries is good: all their replicas serve, and smoke requests, alarms, metrics and what is compared stay good for as long as the step says.</summary>
public sealed class CheckCanaries(
    ReleaseReader reader, IReleases releases, Leaseholder leaseholder, CanaryChanges canaries, Trials trials, CanaryReadings comparisons, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> CheckCanariesAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var found = await reader.ReadInContextAsync(document, deadline.Token);
        var (release, _, environment) = found;
        if (release is not { Status: ReleaseStatus.Rolling, UndoneBy: null, Canary: { IsDone: false } progress } || document.Canary?.Step != progress.Step)
        {
            return release;
        }

        await leaseholder.KeepAsync(release, deadline.Token);
        var (now, step) = (clock.GetUtcNow(), progress.Current);
        var rollout = Rules.Judge(await canaries.ReadAsync(release, progress.Left(release.StableWithin), now - progress.Since, deadline.Token), now);
        progress = step.Traffic == CanaryTraffic.All ? progress.Arrived(progress.Since) : rollout.Kind == VerdictKind.Pass ? progress.Arrived(now) : progress;
        var preview = step.Traffic == CanaryTraffic.None ? (environment.Rollout.Canary?.Preview ?? []).Where(check => check.Service is null || release.CanaryServices.Any(change => change.Service == check.Service)).ToList() : null;
        var verification = await trials.VerifyAsync(found, preview, progress.BegunAt, progress.ArrivedAt ?? now, step.For, now, deadline.Token);
        var compared = await comparisons.ReadAsync(release, environment.Location, progress, now, deadline.Token);
        var verdicts = new[] { rollout, verification }.Concat(compared.Select(inputs => Rules.Judge(inputs, now))).Append(await trials.QuarantineAsync(release, now, deadline.Token))
            .Select(verdict => verdict with { About = $"{step}" }).ToList();
        var judged = verdicts.Aggregate(release, (before, verdict) => before.Judged(verdict)) with { Verdict = verdicts.Aggregate(Verdict.Worst), Canary = progress };
        return await releases.SaveAsync(judged.Verdict.Kind == VerdictKind.Pass ? await canaries.NoteAsync(judged, progress.Next(now), deadline.Token) : judged, deadline.Token);
    }
}
