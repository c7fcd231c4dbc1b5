using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Templates;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Interventions;

/// <summary>Turns what serves back because a person asks for it: the digest goes into quarantine, so that its next push does not undo this; a newer good one goes on as always.</summary>
public sealed class TurningBack(IReleases releases, ILastKnownGood lastKnownGood, Leaseholder leaseholder, Quarantines quarantines, Returns returns, IKeptTemplates kept, Promotions promotions, TimeProvider clock)
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
            var (turned, refusal) = await TurnAsync(asked, release, now, cancellationToken);
            if (refusal is not null)
            {
                return asked.Refused(refusal, now);
            }

            release = turned;
        }

        if (release.BeginsAgain())
        {
            await promotions.GoOnAsync(release, Execution(release), cancellationToken);
        }

        return (asked with { Release = release.Id }).Done(Text(release), now);
    }

    /// <summary>Of one name there is one execution, and what was verified again may be turned back again.</summary>
    private static string Execution(Release release) =>
        release.Times(ReleaseStatus.RollingBack) is var times and > 1 ? release.Id.Named("undo", $"{times}") : release.Id.Named("undo");

    private static string Text(Release release)
    {
        if (release.Verdicts.Any(verdict => verdict.Rule == "word"))
        {
            return $"{release.Id} is called off: its canary beside {string.Join(", ", release.CanaryServices.Select(change => change.Service))} is being ended, and what was there before serves.";
        }

        var services = release.ChangedServices.Select(change => $"{change.Service} returns to {change.WayBack?.Digest.Abbreviation ?? "what it ran before"}");
        var verdict = release.Verdicts.LastOrDefault(verdict => verdict.Rule == "return");
        return $"{release.Id} is being rolled back: {string.Join(", ", services)}.{(verdict is null ? "" : $" {verdict.Reason}")}";
    }

    /// <summary>The release on its way back, or why it does not go.</summary>
    private async Task<(Release Release, string? Refusal)> TurnAsync(Intervention asked, Release release, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var target = asked.To is { } to ? await releases.FindAsync(to, cancellationToken) : null;
        if (target is null && asked.To is not null)
        {
            return (release, $"There is no release '{asked.To}'.");
        }

        if (target is null && release.Status == ReleaseStatus.Verified && StandingSince(release, await releases.ListAsync(release.System, release.Environment, cancellationToken)) is { } later)
        {
            return (release, $"{later.Id} came after it and stands there, {later.Status}: {(later.IsBarred() ? "the code before does not know the schema that a migration made" : $"slipway rollback {later.Id} brings back what was before that one")}.");
        }

        var isCalledOff = target is null && release.IsOnlyTried();
        var back = target is null ? null : await returns.PlanAsync(release, target, cancellationToken);
        if (back is { Verdict: { Kind: not VerdictKind.Pass, Reason: var reasonAgainst } })
        {
            return (release, reasonAgainst);
        }

        var turned = back?.Turned ?? release with { Services = [.. release.Services.Select(change => change with { ReturnsTo = null })] };
        if (asked.Configuration == true && await WithoutConfigurationAsync(turned, cancellationToken) is { } lost)
        {
            return (release, $"The configuration that {lost.Service} had then was not kept; its image can come back: ask without --configuration.");
        }

        var serves = release.Status == ReleaseStatus.Verified || release.IsLeftThere();
        var held = serves ? await leaseholder.AcquireAsync(release, cancellationToken) : [];
        var answer = UndoRule.Decide(await InputsAsync(release, held, cancellationToken) with { IsOnlyTried = isCalledOff });
        if (answer.Kind != VerdictKind.Pass)
        {
            if (serves)
            {
                await leaseholder.GiveBackAsync(release, cancellationToken);
            }

            return (release, answer.Reason);
        }

        if (isCalledOff)
        {
            // Its own execution reads this before the canary goes further, or fails to save what it read before.
            return (await releases.SaveAsync(release.Judged(Rules.Judge(new WordInputs(asked.By, asked.Reason), now)) with { UndoneBy = asked.Id }, cancellationToken), null);
        }

        var reason = $"{asked.By} rolls it back{(target is null ? "" : $" to {target.Id}")}: {asked.Reason.TrimEnd('.')}.";
        await quarantines.KeepAsync(turned, reason, cancellationToken);
        await quarantines.KeepAsync(back?.LeftBehind ?? [], reason, turned, cancellationToken);
        return (await releases.SaveAsync(turned.MoveTo(ReleaseStatus.RollingBack, reason, now) with { UndoneBy = asked.Id, RestoresConfiguration = asked.Configuration, FencingToken = held.Max(lease => lease.Token) }, cancellationToken), null);
    }

    /// <summary>A service of which no configuration to bring back is at hand; null when there is none.</summary>
    private async Task<ServiceChange?> WithoutConfigurationAsync(Release turned, CancellationToken cancellationToken)
    {
        foreach (var change in turned.ChangedServices)
        {
            if (change.KnownTemplate is not { } template || await kept.FindAsync(change.Workload, template, cancellationToken) is null)
            {
                return change;
            }
        }

        return null;
    }

    /// <summary>Asked again, it is the release that turned back then, whatever serves by now.</summary>
    private async Task<Release?> FindAsync(Intervention asked, CancellationToken cancellationToken)
    {
        if (asked.Release is { } named)
        {
            return await releases.FindAsync(named, cancellationToken);
        }

        if (asked is not { System: { } system, Environment: { } environment, Service: { } service })
        {
            return null;
        }

        var listed = await releases.ListAsync(system, environment, cancellationToken);
        return listed.FirstOrDefault(release => release.UndoneBy == asked.Id)
            ?? (await lastKnownGood.FindAsync(system, environment, service, cancellationToken) is { } good && await releases.FindAsync(good.Release, cancellationToken) is { } serving
                ? StandingSince(serving, listed) ?? serving
                : null);
    }

    /// <summary>What changed one of its services after it was verified, did not become good, and was not brought back: what serves there is that.</summary>
    private static Release? StandingSince(Release release, IReadOnlyList<Release> listed)
    {
        var since = release.Entered(ReleaseStatus.Verified);
        return listed
            .Where(later => later.Id != release.Id && (later.Status == ReleaseStatus.Frozen || later.IsLeftThere()))
            .Where(later => later.ChangedServices.Any(change => change.ChangedAt > since && release.Services.Any(own => own.Service == change.Service)))
            .MaxBy(later => later.Stages[^1].At);
    }

    /// <summary>A person's word is no automation: a freeze does not stop it.</summary>
    private async Task<UndoInputs> InputsAsync(Release release, IReadOnlyList<Lease> held, CancellationToken cancellationToken) => new(
        release.Id,
        release.Status,
        [.. held.Select(lease => new LeaseHolder(lease.Key.Service, lease.Holder))],
        [.. (await lastKnownGood.ServingAsync(release, cancellationToken)).Select(serving => release.IsLeftThere() && IsAsBefore(release, serving) ? serving with { Release = release.Id } : serving)],
        TimeSpan.Zero,
        TimeSpan.Zero)
    {
        IsIrreversible = release.IsBarred(),
        Barrier = release.Barrier,
        IsLeftThere = release.IsLeftThere(),
    };

    /// <summary>Nothing was verified there since it came.</summary>
    private static bool IsAsBefore(Release release, ServingRelease serving) => release.Services.Any(change => change.Service == serving.Service && change.Good?.Release == serving.Release);
}
