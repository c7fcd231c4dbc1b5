using System.Runtime.CompilerServices;
using Slipway.Domain.Gates;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Systems;
using Slipway.Functions.Snapshots;

namespace Slipway.Functions.Releases;

/// <summary>Reads what the gates decide on, and asks them one after another; who does not like an answer asks no more.</summary>
public sealed class Gates(IReleases releases, IRestraints restraints, IImageRegistry registry, Preflights preflights, TimeProvider clock)
{
    /// <summary>Every gate, in the order in which a release meets them: what must not be, what must be known, what people decide, and when.</summary>
    public async IAsyncEnumerable<Verdict> AskAsync(Release release, EnvironmentManifest environment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var verdict in AskAgainAsync(release, environment, cancellationToken))
        {
            yield return verdict;
        }

        var now = clock.GetUtcNow();
        var held = await registry.FindAsync(release.Push.Image, cancellationToken);
        var scan = await registry.ReadScanAsync(release.Push.Image, cancellationToken);
        yield return Rules.Judge(new ScanInputs(held is not null, scan, environment.Rollout.Scan, release.Since(ReleaseStatus.Waiting, now)), now);
        yield return Rules.Judge(new ApprovalInputs(environment.Approval), now);
        yield return Rules.Judge(new WindowInputs(environment.Windows, release.Waiver, now), now);
        yield return Rules.Judge(await preflights.ReadAsync(environment, now, cancellationToken), now);
    }

    /// <summary>Those that may have closed while a release that they let through waited for its leases and snapshots.</summary>
    public async IAsyncEnumerable<Verdict> AskAgainAsync(Release release, EnvironmentManifest environment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var freezes = await restraints.ListAsync(RestraintKind.Freeze, cancellationToken);
        yield return Rules.Judge(new FreezeInputs(freezes.Stopping(release.System, release.Environment, now), release.Waiver, now), now);
        yield return Rules.Judge(new HoldInputs(await HoldAsync(release, now, cancellationToken), now), now);
        var digest = release.Push.Image.Digest;
        yield return Rules.Judge(new QuarantineInputs(digest, await restraints.FindAsync(RestraintKind.Quarantine, digest.Value, cancellationToken), now), now);
        yield return Rules.Judge(await UpstreamAsync(release, environment, now, cancellationToken), now);
    }

    private async Task<Restraint?> HoldAsync(Release release, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var change in release.Services)
        {
            if (await restraints.FindAsync(RestraintKind.Hold, Restraint.HoldScope(release.System, release.Environment, change.Service), cancellationToken) is { } hold && hold.IsInForce(now))
            {
                return hold;
            }
        }

        return null;
    }

    /// <summary>Of several releases of the image in an environment the last one counts.</summary>
    private async Task<UpstreamInputs> UpstreamAsync(Release release, EnvironmentManifest environment, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var known = environment.PromoteFrom.Count == 0 ? [] : await releases.ListAsync(release.Push.Image.Digest, cancellationToken);
        var from = environment.PromoteFrom.Select(name =>
            known.Where(other => other.System == release.System && other.Environment == name).MaxBy(other => other.Attempt) is { } before ? UpstreamRelease.Of(before) : new UpstreamRelease(name));
        return new([.. from], environment.PromoteWhen, environment.Soak, release.Waiver, now);
    }
}
