using System.Runtime.CompilerServices;
using Slipway.Domain.Gates;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Signatures;
using Slipway.Domain.Systems;
using Slipway.Functions.Rollouts;
using Slipway.Functions.Snapshots;

namespace Slipway.Functions.Releases;

/// <summary>Reads what the gates decide on, and asks them one after another, up to the first that does not let the release through.</summary>
public sealed class Gates(IReleases releases, IRestraints restraints, IImageRegistry registry, ISignatures signatures, ISigningKeys keys, Preflights preflights, Capacities capacities)
{
    /// <summary>Every gate, in the order in which a release meets them: what must not be, what must be known, what people decide, and when.</summary>
    public IAsyncEnumerable<Verdict> AskAsync(ReleaseInContext context, DateTimeOffset now, CancellationToken cancellationToken) => UpToTheFirstStop(AllAsync(context, now, cancellationToken));

    /// <summary>Those that may have closed while a release waited for its leases; in an open window what has begun goes on after it.</summary>
    public IAsyncEnumerable<Verdict> AskBeforeLeasesAsync(ReleaseInContext context, DateTimeOffset now, CancellationToken cancellationToken) => UpToTheFirstStop(BeforeLeasesAsync(context, now, cancellationToken));

    /// <summary>Those that may have closed while a release that they let through waited for its snapshots.</summary>
    public IAsyncEnumerable<Verdict> AskAgainAsync(ReleaseInContext context, DateTimeOffset now, CancellationToken cancellationToken) => UpToTheFirstStop(ClosingAsync(context, now, cancellationToken));

    /// <summary>The release with the authors of its images, where people decide: a label of each names them, and is read once.</summary>
    public async Task<Release> WithAuthorsAsync(Release release, EnvironmentManifest environment, CancellationToken cancellationToken)
    {
        if (!environment.Approval.Required || release.Push.Authors is not null)
        {
            return release;
        }

        var authors = new List<string>();
        foreach (var image in release.Push.Images)
        {
            if ((await registry.ReadLabelsAsync(image, cancellationToken))?.GetValueOrDefault(Push.AuthorLabel) is { Length: > 0 } author)
            {
                authors.Add(author);
            }
        }

        return release with { Push = release.Push with { Authors = [.. authors.Distinct()] } };
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
        await foreach (var verdict in ClosingAsync(context, now, cancellationToken))
        {
            yield return verdict;
        }

        foreach (var image in release.Push.Images)
        {
            var held = await registry.FindAsync(image, cancellationToken);
            var scan = await registry.ReadScanAsync(image, cancellationToken);
            yield return About(image, release, Rules.Judge(ScanInputs.Of(held is not null, scan, environment.Rollout.Scan, Waited("scan", image, release, now), now), now));
        }

        var policy = await WithKeysAsync(environment.Rollout.Signature, cancellationToken);
        foreach (var image in release.Push.Images)
        {
            var signed = policy.Required ? await signatures.ReadAsync(image, cancellationToken) : [];
            yield return About(image, release, Rules.Judge(SignatureInputs.Of(image.Digest, policy, signed, Waited("signature", image, release, now), now), now));
        }

        yield return Rules.Judge(new ApprovalInputs(environment.Approval, release.Approval, system.People.NamesOf(release.Push.Authors), now), now);
        yield return Rules.Judge(new WindowInputs(environment.Windows, release.Waiver, now), now);
        yield return Rules.Judge(await preflights.ReadAsync(release, environment, now, cancellationToken), now);
        yield return Rules.Judge(await capacities.ReadAsync(release, environment, now, cancellationToken), now);
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

    private async IAsyncEnumerable<Verdict> BeforeLeasesAsync(ReleaseInContext context, DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var verdict in ClosingAsync(context, now, cancellationToken))
        {
            yield return verdict;
        }

        yield return Rules.Judge(new WindowInputs(context.Environment.Windows, context.Release.Waiver, now), now);
        yield return Rules.Judge(await capacities.ReadAsync(context.Release, context.Environment, now, cancellationToken), now);
    }

    private async IAsyncEnumerable<Verdict> ClosingAsync(ReleaseInContext context, DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var release = context.Release;
        var freezes = await restraints.ListAsync(RestraintKind.Freeze, cancellationToken);
        yield return Rules.Judge(new FreezeInputs(freezes.Stopping(release.System, release.Environment, now), release.Waiver, now), now);
        yield return Rules.Judge(new HoldInputs(await HoldAsync(release, now, cancellationToken), now), now);
        foreach (var image in release.Push.Images)
        {
            yield return About(image, release, Rules.Judge(await restraints.QuarantineOfAsync(image.Digest, now, cancellationToken), now));
        }

        yield return Rules.Judge(await UpstreamAsync(context, freezes, now, cancellationToken), now);
    }

    /// <summary>How long it waits at this gate: not at those before.</summary>
    private static TimeSpan Waited(string rule, Image image, Release release, DateTimeOffset now) => release.WaitedAt(rule, release.Push.Others is null ? null : image.Repository, now);

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

    private async Task<UpstreamInputs> UpstreamAsync(ReleaseInContext context, IReadOnlyList<Restraint> freezes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (release, system, environment) = context;
        var known = environment.PromoteFrom.Count == 0 ? [] : await releases.ListAsync(release.Push.Image.Digest, cancellationToken);
        return new(new Waves(system, release, known, freezes, now).Before(environment), environment.PromoteWhen, environment.Soak, release.Waiver, now);
    }
}
