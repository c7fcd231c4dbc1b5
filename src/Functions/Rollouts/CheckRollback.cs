using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Rollouts;

/// <summary>Asks whether the previous images serve again; once they do, a reversible migration is taken back.</summary>
public sealed class CheckRollback(ReleaseReader reader, IReleases releases, Leaseholder leaseholder, WorkloadChanges changes, PausedRollouts paused, CanaryChanges canaries, Migrations migrations, ILastKnownGood lastKnownGood, TimeProvider clock)
{
    /// <summary>So long a canary may leave, as its load balancer lets it, before the next release may come.</summary>
    private static readonly TimeSpan Leaving = TimeSpan.FromMinutes(15);

    [LambdaFunction]
    public async Task<Release> CheckRollbackAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var release = await reader.ReadAsync(document, deadline.Token);
        if (release.Status != ReleaseStatus.RollingBack)
        {
            return release;
        }

        await leaseholder.KeepAsync(release, deadline.Token);
        var now = clock.GetUtcNow();
        var since = release.Stages[^1].At;
        var inputs = await changes.ReadAsync(release, release.StableWithin, change => (change.WayBack, since), now, deadline.Token) with { IsWayBack = true, SchedulingPatience = release.StableWithin };
        var verdict = Rules.Judge(inputs, now);
        var judged = release.Judged(verdict);
        if (verdict.Kind != VerdictKind.Pass)
        {
            await paused.ContinueAsync(release, inputs.Held, deadline.Token);
        }

        if (verdict.Kind == VerdictKind.Pass && release.Reverts.Count > 0 && release.Migrations.All(run => run.Outcome == JobStatus.Succeeded))
        {
            (judged, var reverted) = await migrations.RevertAsync(judged, now, deadline.Token);
            verdict = Rules.Judge(reverted, now);
            judged = judged.Judged(verdict);
        }

        var isOver = await canaries.AreGoneAsync(release, deadline.Token) || now - since >= Leaving;
        return await releases.SaveAsync(
            verdict.Kind switch
            {
                VerdictKind.Pass when !isOver => judged,
                VerdictKind.Pass => await ForgetAsync(judged.MoveTo(ReleaseStatus.RolledBack, release.Reason, now), now, deadline.Token),
                VerdictKind.Refuse => judged.MoveTo(ReleaseStatus.Failed, $"{release.Reason} The way back failed too: {verdict.Reason}", now),
                _ => judged,
            },
            deadline.Token);
    }

    /// <summary>A release that was verified before it was rolled back is no longer the last known good; what a person chose instead is.</summary>
    private async Task<Release> ForgetAsync(Release release, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var change in release.ChangedServices)
        {
            var good = await lastKnownGood.FindAsync(release.System, release.Environment, change.Service, cancellationToken);
            var next = change.ReturnsTo ?? (good?.Release == release.Id && change.WayBack is { } image ? change.Good ?? good with { Image = image, Tag = "", VerifiedAt = now } : null);
            if (next is not null)
            {
                await lastKnownGood.SaveAsync(next, cancellationToken);
            }
        }

        return release;
    }
}
