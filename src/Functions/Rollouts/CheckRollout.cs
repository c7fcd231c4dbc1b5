using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Rollouts;

/// <summary>Asks whether the changed workloads have arrived at the new image.</summary>
public sealed class CheckRollout(ReleaseReader reader, IReleases releases, Leaseholder leaseholder, WorkloadChanges changes, CanaryChanges canaries, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> CheckRolloutAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var release = await reader.ReadAsync(document, deadline.Token);
        if (release.Status != ReleaseStatus.Rolling)
        {
            return release;
        }

        await leaseholder.KeepAsync(release, deadline.Token);
        var now = clock.GetUtcNow();
        var inputs = await changes.ReadAsync(release, release.StableWithin, change => (release.ImageOf(change), change.ChangedAt ?? now), now, deadline.Token);
        var verdict = Rules.Judge(inputs, now);
        var judged = release.Judged(verdict);
        var arrived = verdict.Kind == VerdictKind.Pass && release.Services.All(change => change.ChangedAt is not null);
        if (arrived)
        {
            await canaries.EndAsync(release, deadline.Token);
        }

        return await releases.SaveAsync(arrived ? judged.MoveTo(ReleaseStatus.Verifying, verdict.Reason, now) : judged, deadline.Token);
    }
}
