using Slipway.Domain.Gates;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;

namespace Slipway.Functions.Releases;

/// <summary>Keeps what is rolled back from being promoted again. It is called before the way back begins, so that nothing overtakes it.</summary>
public sealed class Quarantines(IRestraints restraints, TimeProvider clock)
{
    /// <summary>
    /// The images that the release brought to its services. The first reason stays: what a digest was rolled back for in another
    /// environment. An image that serves again after the way back is not to blame, nor is one that did not come to run.
    /// </summary>
    public Task KeepAsync(Release release, string reason, CancellationToken cancellationToken) => KeepAsync(
        release.ChangedServices.Union(release.TriedServices).Where(change => change.WayBack?.Digest != release.ImageOf(change).Digest).Select(change => release.ImageOf(change).Digest), reason, release, cancellationToken);

    /// <summary>Those of the digests that may not be promoted now.</summary>
    public async Task<IReadOnlyList<QuarantineInputs>> StandingAsync(IEnumerable<Digest> digests, CancellationToken cancellationToken)
    {
        var (now, standing) = (clock.GetUtcNow(), new List<QuarantineInputs>());
        foreach (var digest in digests.Distinct())
        {
            if (await restraints.QuarantineOfAsync(digest, now, cancellationToken) is { Quarantine: { } quarantine } inputs && quarantine.IsInForce(now))
            {
                standing.Add(inputs);
            }
        }

        return standing;
    }

    /// <param name="turned">The release on whose way back they are left behind.</param>
    public async Task KeepAsync(IEnumerable<Digest> digests, string reason, Release turned, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var digest in digests.Distinct())
        {
            if (await restraints.FindAsync(RestraintKind.Quarantine, digest.Value, cancellationToken) is not { } kept || !kept.IsInForce(now))
            {
                await restraints.PutAsync(Restraint.Quarantine(digest, reason, turned.Id.Value, now), cancellationToken);
            }
        }
    }
}
