using System.Runtime.CompilerServices;
using Slipway.Domain.Gates;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Signatures;
using Slipway.Domain.Systems;
using Slipway.Functions.Snapshots;

namespace Slipway.Functions.Releases;

/// <summary>Reads what the gates decide on, and asks them one after another, up to the first that does not let the release through.</summary>
public sealed class Gates(IReleases releases, IRestraints restraints, IImageRegistry registry, ISignatures signatures, Preflights preflights)
{
    /// <summary>Every gate, in the order in which a release meets them: what must not be, what must be known, what people decide, and when.</summary>
    public IAsyncEnumerable<Verdict> AskAsync(ReleaseInContext context, DateTimeOffset now, CancellationToken cancellationToken) => UpToTheFirstStop(AllAsync(context, now, cancellationToken));

    /// <summary>Those that may have closed while a release that they let through waited for its leases and snapshots.</summary>
    public IAsyncEnumerable<Verdict> AskAgainAsync(Release release, EnvironmentManifest environment, DateTimeOffset now, CancellationToken cancellationToken) =>
        UpToTheFirstStop(ClosingAsync(release, environment, now, cancellationToken));

    /// <summary>The release with the author of its image, where people decide: a label of the image names him, and is read once.</summary>
    public async Task<Release> WithAuthorAsync(Release release, EnvironmentManifest environment, CancellationToken cancellationToken)
    {
        if (!environment.Approval.Required || release.Push.Author is not null)
        {
            return release;
        }

        var labels = await registry.ReadLabelsAsync(release.Push.Image, cancellationToken);
        return release with { Push = release.Push with { Author = labels?.GetValueOrDefault(Push.AuthorLabel) ?? "" } };
    }

    private static async IAsyncEnumerable<Verdict> UpToTheFirstStop(IAsyncEnumerable<Verdict> verdicts)
    {
        await foreach (var verdict in verdicts)
        {
            yield return verdict;
            if (verdict.Kind != VerdictKind.Pass)
            {
                yield break;
            }
        }
    }

    private async IAsyncEnumerable<Verdict> AllAsync(ReleaseInContext context, DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (release, system, environment) = context;
        await foreach (var verdict in ClosingAsync(release, environment, now, cancellationToken))
        {
            yield return verdict;
        }

        var held = await registry.FindAsync(release.Push.Image, cancellationToken);
        var scan = await registry.ReadScanAsync(release.Push.Image, cancellationToken);
        yield return Rules.Judge(ScanInputs.Of(held is not null, scan, environment.Rollout.Scan, release.Since(ReleaseStatus.Waiting, now), now), now);
        var policy = environment.Rollout.Signature;
        var signed = policy.Required ? await signatures.ReadAsync(release.Push.Image, cancellationToken) : [];
        yield return Rules.Judge(SignatureInputs.Of(release.Push.Image.Digest, policy, signed, release.Since(ReleaseStatus.Waiting, now), now), now);
        yield return Rules.Judge(new ApprovalInputs(environment.Approval, release.Approval, system.People.NameOf(release.Push.Author), now), now);
        yield return Rules.Judge(new WindowInputs(environment.Windows, release.Waiver, now), now);
        yield return Rules.Judge(await preflights.ReadAsync(environment, now, cancellationToken), now);
    }

    private async IAsyncEnumerable<Verdict> ClosingAsync(Release release, EnvironmentManifest environment, DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
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
