using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Releases;

/// <summary>Has what was verified opened where it was never sent on to.</summary>
public sealed class Onward(IReleases releases, Promotions promotions, TimeProvider clock)
{
    /// <param name="ofEnvironment">The releases of the environment that they come from.</param>
    /// <returns>How many go on.</returns>
    public async Task<int> SendAsync(SystemManifest system, IReadOnlyList<Release> ofEnvironment, IReadOnlyList<Restraint> freezes, CancellationToken cancellationToken)
    {
        var (now, sent) = (clock.GetUtcNow(), 0);
        foreach (var verified in UnopenedRule.Candidates(ofEnvironment, now))
        {
            if (UnopenedRule.Unopened(system, verified, await releases.ListAsync(verified.Push.Image.Digest, cancellationToken), freezes, now).Any())
            {
                await promotions.TakeUpAsync(verified, cancellationToken);
                sent++;
            }
        }

        return sent;
    }
}
