using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Rollouts.Pauses;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Interventions;

/// <summary>Has a release that failed verified again because a person asks for it, where what it brought still runs: no workload is changed for that.</summary>
public sealed class Retrying(
    IReleases releases, ILastKnownGood lastKnownGood, IRestraints restraints, IWorkloads workloads, ICanaries canaries, Quarantines quarantines, Leaseholder leaseholder, Promotions promotions, TimeProvider clock)
{
    public async Task<Intervention> RetryAsync(Intervention asked, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (asked.Release is not { } id || await releases.FindAsync(id, cancellationToken) is not { } release)
        {
            return asked.Refused(asked.Release is null ? "Name the release." : $"There is no release '{asked.Release}'.", now);
        }

        if (release.RetriedBy != asked.Id)
        {
            var mayRun = release.Status is ReleaseStatus.Frozen or ReleaseStatus.Failed;
            var inputs = await InputsAsync(release, mayRun, now, cancellationToken);
            var held = mayRun ? await leaseholder.AcquireAsync(release, cancellationToken) : [];
            var verdict = Rules.Judge(inputs with { Holders = [.. held.Select(lease => new LeaseHolder(lease.Key.Service, lease.Holder))] }, now);
            if (verdict.Kind != VerdictKind.Pass)
            {
                if (mayRun)
                {
                    await leaseholder.GiveBackAsync(release, cancellationToken);
                }

                return asked.Refused(verdict.Reason, now);
            }

            var reason = $"{asked.By} has it verified again: {asked.Reason.TrimEnd('.')}.";
            release = await releases.SaveAsync(release.Judged(verdict).Retried(asked.Id, reason, held.Max(lease => lease.Token), now), cancellationToken);
        }

        await promotions.GoOnAsync(release, release.Id.Named("retry", $"{release.Times(ReleaseStatus.Verifying)}"), cancellationToken);
        return asked.Done(release.Verdicts.Last(verdict => verdict.Rule == "retry").Reason, now);
    }

    private async Task<RetryInputs> InputsAsync(Release release, bool mayRun, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var services = new List<RetriedService>();
        foreach (var change in release.Services)
        {
            var good = await lastKnownGood.FindAsync(release.System, release.Environment, change.Service, cancellationToken);
            var state = mayRun && change.ChangedAt is not null ? await workloads.ReadAsync(change.Workload, cancellationToken) : null;
            services.Add(new(
                change.Service,
                change.ChangedAt is null ? null : release.ImageOf(change).Digest,
                state?.Image.Digest,
                good is null || good.Release == release.Id || good.Release == change.Good?.Release ? null : good.Release)
            {
                IsBypassed = state is not null && CanaryAddress.IsPossible(change.Workload.Kind) && await canaries.TakesAllAsync(change.Workload, cancellationToken),
                HeldAt = state?.Pause is { Place: not PausePlace.AfterRequests } pause ? pause.Stage : null,
            });
        }

        var freezes = await restraints.ListAsync(RestraintKind.Freeze, cancellationToken);
        var image = release.Push.Image;
        return new(
            release.Id,
            release.Status,
            services,
            [],
            $"slipway promote {image.Repository}@{image.Digest} --to {release.System}/{release.Environment}")
        {
            Quarantined = await quarantines.StandingAsync(release.Push.Images.Select(image => image.Digest), cancellationToken),
            Freeze = freezes.Stopping(release.System, release.Environment, now),
        };
    }
}
