using System.Runtime.CompilerServices;
using Slipway.Domain.Gates;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Signatures;
using Slipway.Domain.Systems;
using Slipway.Functions.Snapshots;

namespace Slipway.Functions.Releases;

/// <summary>Reads what the gates decide on, and asks them one after another; who does not like an answer asks no more.</summary>
public sealed class Gates(IReleases releases, IRestraints restraints, IImageRegistry registry, ISignatures signatures, ISigningKeys keys, Preflights preflights)
{
    /// <summary>Every gate, in the order in which a release meets them: what must not be, what must be known, what people decide, and when.</summary>
    public async IAsyncEnumerable<Verdict> AskAsync(ReleaseInContext context, DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (release, system, environment) = context;
        await foreach (var verdict in AskAgainAsync(context, now, cancellationToken))
        {
            yield return verdict;
        }

        var waited = release.Since(ReleaseStatus.Waiting, now);
        foreach (var image in release.Push.Images)
        {
            var held = await registry.FindAsync(image, cancellationToken);
            var scan = await registry.ReadScanAsync(image, cancellationToken);
            yield return About(image, release, Rules.Judge(ScanInputs.Of(held is not null, scan, environment.Rollout.Scan, waited, now), now));
        }

        var policy = await WithKeysAsync(environment.Rollout.Signature, cancellationToken);
        foreach (var image in release.Push.Images)
        {
            var signed = policy.Required ? await signatures.ReadAsync(image, cancellationToken) : [];
            yield return About(image, release, Rules.Judge(SignatureInputs.Of(image.Digest, policy, signed, waited, now), now));
        }

        yield return Rules.Judge(new ApprovalInputs(environment.Approval, release.Approval, system.People.NameOf(release.Push.Author), now), now);
        yield return Rules.Judge(new WindowInputs(environment.Windows, release.Waiver, now), now);
        yield return Rules.Judge(await preflights.ReadAsync(environment, now, cancellationToken), now);
    }

    private async Task<SignaturePolicy> WithKeysAsync(SignaturePolicy policy, CancellationToken cancellationToken)
    {
        var read = new List<string>(policy.Keys);
        foreach (var arn in policy.Required ? policy.KmsKeys : [])
        {
            read.Add(await keys.ReadAsync(arn, cancellationToken));
        }

        return policy with { Keys = read };
    }

    /// <summary>The release with the author of its image, where people decide: a label of the image names him, and is read once. Images that are one release have one author: the first that is named.</summary>
    public async Task<Release> WithAuthorAsync(Release release, EnvironmentManifest environment, CancellationToken cancellationToken)
    {
        if (!environment.Approval.Required || release.Push.Author is not null)
        {
            return release;
        }

        var authors = new List<string?>();
        foreach (var image in release.Push.Images)
        {
            authors.Add((await registry.ReadLabelsAsync(image, cancellationToken))?.GetValueOrDefault(Push.AuthorLabel));
        }

        return release with { Push = release.Push with { Author = authors.FirstOrDefault(author => !string.IsNullOrEmpty(author)) ?? "" } };
    }

    /// <summary>Those that may have closed while a release that they let through waited for its leases and snapshots.</summary>
    public async IAsyncEnumerable<Verdict> AskAgainAsync(ReleaseInContext context, DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var release = context.Release;
        var freezes = await restraints.ListAsync(RestraintKind.Freeze, cancellationToken);
        yield return Rules.Judge(new FreezeInputs(freezes.Stopping(release.System, release.Environment, now), release.Waiver, now), now);
        yield return Rules.Judge(new HoldInputs(await HoldAsync(release, now, cancellationToken), now), now);
        foreach (var image in release.Push.Images)
        {
            var quarantine = await restraints.FindAsync(RestraintKind.Quarantine, image.Digest.Value, cancellationToken);
            yield return About(image, release, Rules.Judge(new QuarantineInputs(image.Digest, quarantine, now), now));
        }

        yield return Rules.Judge(await UpstreamAsync(context, now, cancellationToken), now);
    }

    private static Verdict About(Image image, Release release, Verdict verdict) => release.Push.Others is null ? verdict : verdict with { About = image.Repository };

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
    private async Task<UpstreamInputs> UpstreamAsync(ReleaseInContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (release, system, environment) = context;
        var known = environment.PromoteFrom.Count == 0 ? [] : await releases.ListAsync(release.Push.Image.Digest, cancellationToken);
        var from = environment.PromoteFrom.Select(name => known.Where(other => release.IsSameAs(other, name)).MaxBy(other => other.Attempt) is { } before
            ? UpstreamRelease.Of(before, system.Find(name) is { } upstream ? Blueprint.Of(upstream, release.Push) : null)
            : new UpstreamRelease(name));
        return new([.. from], environment.PromoteWhen, environment.Soak, release.Waiver, now);
    }
}
