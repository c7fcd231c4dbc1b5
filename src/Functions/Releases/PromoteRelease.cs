using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Releases;

/// <summary>Sends what was verified on into every environment that is promoted from this one, past one in maintenance, too, each by itself; one that waits there for this one is asked again at once.</summary>
public sealed class PromoteRelease(ReleaseReader reader, SystemCatalog systems, IReleases releases, IRestraints restraints, Promotions promotions, WaitEnding waits, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> PromoteReleaseAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var release = await reader.ReadAsync(document, deadline.Token);
        if (release.Status != ReleaseStatus.Verified)
        {
            return release;
        }

        var system = await systems.FindAsync(release.System, deadline.Token);
        var waves = new Waves(
            system, release, await releases.ListAsync(release.Push.Image.Digest, deadline.Token), await restraints.ListAsync(RestraintKind.Freeze, deadline.Token), clock.GetUtcNow());
        foreach (var next in waves.After())
        {
            var opened = await promotions.SendOnAsync(system, next, release, deadline.Token);
            if (opened.Status == ReleaseStatus.Waiting)
            {
                await waits.EndAsync(opened, deadline.Token);
            }
        }

        return release;
    }
}
