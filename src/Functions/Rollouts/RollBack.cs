using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Microsoft.Extensions.Logging;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Rollouts;

/// <summary>Brings every service that the release changed back to its last known good, and stops what it left running. Where a migration cannot be undone, or another hand wins, the code stays, and the environment is frozen.</summary>
public sealed class RollBack(
    ReleaseReader reader, IReleases releases, WorkloadChanges changes, CanaryChanges canaries, Migrations migrations, VerificationJobs verifications, Quarantines quarantines, IRestraints restraints, TimeProvider clock, ILogger logger)
{
    [LambdaFunction]
    public async Task<Release> RollBackAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var release = await reader.ReadAsync(document, deadline.Token);
        if (release.Status.IsFinal())
        {
            await EndCanariesAsync(release, deadline.Token);
            return release;
        }

        await migrations.StopAsync(release, deadline.Token);
        if (release.Status != ReleaseStatus.RollingBack)
        {
            var reason = document.Error?.Sentence ?? release.Verdict?.Reason ?? release.Reason;
            var isToBlame = document.Error is not null || release.Verdict is not { Blameless: true };
            release = await releases.SaveAsync(await TurnAsync(release, reason, isToBlame, deadline.Token), deadline.Token);
            logger.ReleaseMoved(release.System, release.Environment, release.Id, release.Status, release.Reason);
        }

        try
        {
            if (release.Status == ReleaseStatus.RollingBack)
            {
                await changes.BringBackAsync(release, deadline.Token);
            }
        }
        finally
        {
            await EndCanariesAsync(release, deadline.Token);
        }

        await verifications.StopAsync(release, deadline.Token);
        return release;
    }

    /// <summary>Code that stays as it is keeps its requests, be it an earlier release's: the other side does not know the schema.</summary>
    private Task EndCanariesAsync(Release release, CancellationToken cancellationToken) =>
        release is { Status: ReleaseStatus.Frozen, Canary: { HasRun: true, Current.Traffic: CanaryTraffic.All } } && release.IsBarred() ? Task.CompletedTask : canaries.EndOwnAsync(release, cancellationToken);

    /// <summary>What keeps others from acting is put in force before the release moves, so that nothing overtakes it.</summary>
    private async Task<Release> TurnAsync(Release release, string reason, bool isToBlame, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var changed = release.ChangedServices.Select(change => change.Service.Value).ToList();
        var verdict = Rules.Judge(new WayBackInputs(release.Reversibility, [.. release.OwnMigrations.Select(run => run.Job)], changed, [.. release.Reverts.Select(revert => revert.Job)])
        {
            Barrier = release.IsBarred() ? release.Barrier : null,
            Yielding = release.YieldsToDrift() ? [.. release.Services.Where(change => change.Drift is not null).Select(change => change.Service.Value)] : [],
        }, now);
        var judged = !release.OwnMigrations.Any() && verdict.Kind == VerdictKind.Pass ? release : release.Judged(verdict);
        if (verdict.Kind == VerdictKind.Refuse)
        {
            await FreezeAsync(release, reason, now, cancellationToken);
            return judged.MoveTo(ReleaseStatus.Frozen, $"{reason} {verdict.Reason}", now);
        }

        if (changed.Count == 0 && !release.TriedServices.Any())
        {
            return judged.MoveTo(ReleaseStatus.Failed, reason, now);
        }

        if (isToBlame)
        {
            await quarantines.KeepAsync(release, reason, cancellationToken);
        }

        return judged.MoveTo(ReleaseStatus.RollingBack, reason, now);
    }

    /// <summary>A freeze that a person put without an end stays theirs; not a maintenance, past which others go on.</summary>
    private async Task FreezeAsync(Release release, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var freeze = Restraint.Freeze(release, reason, now);
        if (await restraints.FindAsync(freeze.Kind, freeze.Scope, cancellationToken) is not { Expires: null, IsMaintenance: null })
        {
            await restraints.PutAsync(freeze, cancellationToken);
        }
    }
}
