using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Rollouts;

/// <summary>Brings the canaries of a release to the replicas of their step. Where the manifest asks for none, or no replica runs that one could be compared with, the release goes on without.</summary>
public sealed class RunCanaries(ReleaseReader reader, IReleases releases, Leaseholder leaseholder, CanaryChanges canaries, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> RunCanariesAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var (release, _, environment) = await reader.ReadInContextAsync(document, deadline.Token);
        if (release is { Status: ReleaseStatus.Migrating, Canary: null } && environment.Rollout.Canary is { } plan)
        {
            await leaseholder.KeepAsync(release, deadline.Token);
            var now = clock.GetUtcNow();
            var noted = await canaries.NoteAsync(release, CanaryProgress.Begin(plan, now), deadline.Token);
            if (noted.CanaryServices.Any())
            {
                var services = string.Join(", ", noted.CanaryServices.Select(change => change.Service));
                release = await releases.SaveAsync(noted.MoveTo(ReleaseStatus.Rolling, $"Trying {release.Image.Digest.Abbreviation} beside {services}: {(plan.IsBlueGreen ? "as many replicas, which take no requests yet" : $"{plan.Steps[0].Share} % of the replicas")}.", now), deadline.Token);
            }
        }

        if (release is { Status: ReleaseStatus.Rolling, Canary.IsDone: false, UndoneBy: null })
        {
            await leaseholder.KeepAsync(release, deadline.Token);
            await canaries.ApplyAsync(release, deadline.Token);
            if (release.Canary is { HasRun: false } begun)
            {
                release = await releases.SaveAsync(release with { Canary = begun with { HasRun = true } }, deadline.Token);
            }
        }

        return release;
    }
}
