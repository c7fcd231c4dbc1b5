using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Templates;

namespace Slipway.Domain.Releases;

/// <summary>What a release makes of other hands on its workloads, and which template comes back.</summary>
public static class ReleaseDrift
{
    /// <summary>True when another hand changed what it brought, and that stands.</summary>
    public static bool YieldsToDrift(this Release release) => release.OnDrift == DriftPolicy.Freeze && release.Services.Any(change => change.Drift is not null);

    /// <summary>
    /// The template that comes back with a service's image; null to leave it as it is. Until it was verified, nobody but a drifting hand changed it
    /// meanwhile; after that, whoever changed it may have meant it.
    /// </summary>
    public static string? TemplateBack(this Release release, ServiceChange change) =>
        release.RestoresConfiguration == true ? change.KnownTemplate
        : release.Entered(ReleaseStatus.Verified) is null ? change.Template
        : null;

    /// <summary>Keeps what another hand was seen to have changed.</summary>
    public static Release Drifted(this Release release, RolloutInputs seen, DateTimeOffset at) => seen.Workloads.Where(workload => workload.Drift is not null).Aggregate(
        release, (kept, workload) => kept.Changed(kept.ChangeOf(workload) with { Drift = new(workload.AskedAgain + 1, at, workload.Drift!) }));

    /// <summary>How often a service was asked for again: what the verification saw, and for which it rolls again, is still to be asked for.</summary>
    public static int AskedAgain(this Release release, ServiceChange change) => change.Drift is not { } drift ? 0 : drift.At == release.Stages[^1].At ? drift.Times - 1 : drift.Times;
}
