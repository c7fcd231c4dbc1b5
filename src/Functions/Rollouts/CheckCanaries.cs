using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Gates;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Rollouts;

/// <summary>Asks whether a step of the canaries is good: all their replicas serve, and smoke requests, alarms and what is compared stay good for as long as the step says.</summary>
public sealed class CheckCanaries(
    ReleaseReader reader, IReleases releases, Leaseholder leaseholder, CanaryChanges canaries, VerificationReadings readings, CanaryReadings comparisons, IRestraints restraints, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> CheckCanariesAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var (release, system, environment) = await reader.ReadInContextAsync(document, deadline.Token);
        if (release is not { Status: ReleaseStatus.Rolling, UndoneBy: null, Canary: { IsDone: false } progress } || document.Canary?.Step != progress.Step)
        {
            return release;
        }

        await leaseholder.KeepAsync(release, deadline.Token);
        var (now, step) = (clock.GetUtcNow(), progress.Current);
        var rollout = Rules.Judge(await canaries.ReadAsync(release, progress.Left(release.StableWithin), now - progress.Since, deadline.Token), now);
        progress = rollout.Kind == VerdictKind.Pass ? progress.Arrived(now) : progress;
        var since = now - (progress.ArrivedAt ?? now);
        var verification = Rules.Judge(await readings.ReadAsync(system, environment, progress.BegunAt, since, step.For, deadline.Token), now);
        var compared = await comparisons.ReadAsync(release, environment.Location, progress, now, deadline.Token);
        var verdicts = new[] { rollout, verification }.Concat(compared.Select(inputs => Rules.Judge(inputs, now))).Append(await QuarantineAsync(release, now, deadline.Token))
            .Select(verdict => verdict with { About = $"canary {step.Share} %" }).ToList();
        var judged = verdicts.Aggregate(release, (before, verdict) => before.Judged(verdict)) with { Verdict = verdicts.Aggregate(Verdict.Worst), Canary = progress };
        return await releases.SaveAsync(judged.Verdict.Kind == VerdictKind.Pass ? await canaries.NoteAsync(judged, progress.Next(now), deadline.Token) : judged, deadline.Token);
    }

    /// <summary>A person, or another environment, may have found meanwhile that an image is bad.</summary>
    private async Task<Verdict> QuarantineAsync(Release release, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var verdicts = new List<Verdict>();
        foreach (var digest in release.Images.Select(image => image.Digest))
        {
            verdicts.Add(Rules.Judge(new QuarantineInputs(digest, await restraints.FindAsync(RestraintKind.Quarantine, digest.Value, cancellationToken), now), now));
        }

        return verdicts.Aggregate(Verdict.Worst);
    }
}
