using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Rollouts;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Interventions;

/// <summary>Turns what serves back because a person asks for it: the digest goes into quarantine, so that its next push does not undo this; a newer good one goes on as always.</summary>
public sealed class TurningBack(IReleases releases, ILastKnownGood lastKnownGood, Leaseholder leaseholder, Quarantines quarantines, Promotions promotions, TimeProvider clock)
{
    public async Task<Intervention> RollBackAsync(Intervention asked, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await FindAsync(asked, cancellationToken) is not { } release)
        {
            return asked.Refused(asked.Release is { } id ? $"There is no release '{id}'." : $"Nothing that Slipway released serves {asked.System}/{asked.Environment}/{asked.Service}.", now);
        }

        if (release.UndoneBy != asked.Id)
        {
            var held = release.Status == ReleaseStatus.Verified ? await leaseholder.AcquireAsync(release, cancellationToken) : [];
            var answer = UndoRule.Decide(await InputsAsync(release, held, cancellationToken));
            if (answer.Kind != VerdictKind.Pass)
            {
                if (release.Status == ReleaseStatus.Verified)
                {
                    await leaseholder.GiveBackAsync(release, cancellationToken);
                }

                return asked.Refused(answer.Reason, now);
            }

            var reason = $"{asked.By} rolls it back: {asked.Reason.TrimEnd('.')}.";
            await quarantines.KeepAsync(release, reason, cancellationToken);
            release = await releases.SaveAsync(
                release.MoveTo(ReleaseStatus.RollingBack, reason, now) with { UndoneBy = asked.Id, FencingToken = held.Max(lease => lease.Token) }, cancellationToken);
        }

        await promotions.GoOnAsync(release, release.Id.Named("undo"), cancellationToken);
        return (asked with { Release = release.Id }).Done(
            $"{release.Id} is being rolled back: {string.Join(", ", release.ChangedServices.Select(change => $"{change.Service} returns to {change.WayBack?.Digest.Abbreviation ?? "what it ran before"}"))}.", now);
    }

    private async Task<Release?> FindAsync(Intervention asked, CancellationToken cancellationToken)
    {
        if (asked.Release is { } named)
        {
            return await releases.FindAsync(named, cancellationToken);
        }

        return asked is { System: { } system, Environment: { } environment, Service: { } service }
            && await lastKnownGood.FindAsync(system, environment, service, cancellationToken) is { } good
            ? await releases.FindAsync(good.Release, cancellationToken)
            : null;
    }

    /// <summary>A person's word is no automation: a freeze does not stop it.</summary>
    private async Task<UndoInputs> InputsAsync(Release release, IReadOnlyList<Lease> held, CancellationToken cancellationToken) => new(
        release.Id,
        release.Status,
        [.. held.Select(lease => new LeaseHolder(lease.Key.Service, lease.Holder))],
        await lastKnownGood.ServingAsync(release, cancellationToken),
        TimeSpan.Zero,
        TimeSpan.Zero)
    {
        IsIrreversible = release.IsIrreversible(),
    };
}
