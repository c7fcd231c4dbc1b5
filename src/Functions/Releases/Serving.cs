using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Rollouts;

namespace Slipway.Functions.Releases;

/// <summary>What serves where a release changed something: only what still serves may be turned back.</summary>
internal static class Serving
{
    public static async Task<IReadOnlyList<ServingRelease>> ServingAsync(this ILastKnownGood lastKnownGood, Release release, CancellationToken cancellationToken)
    {
        var serving = new List<ServingRelease>();
        foreach (var change in release.Services)
        {
            serving.Add(new(change.Service, (await lastKnownGood.FindAsync(release.System, release.Environment, change.Service, cancellationToken))?.Release));
        }

        return serving;
    }
}
