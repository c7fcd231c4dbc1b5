using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Releases;

/// <summary>Sends what was verified on into every environment that is promoted from this one, each by itself.</summary>
public sealed class PromoteRelease(ReleaseReader reader, SystemCatalog systems, Promotions promotions, TimeProvider clock)
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
        foreach (var next in PushRouting.Next(system, release.Environment, release.Push))
        {
            await promotions.StartAsync(system, next, release.Push, deadline.Token, release.Attempt);
        }

        return release;
    }
}
