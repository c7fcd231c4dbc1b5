using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain;
using Slipway.Domain.Releases;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Rollouts;

/// <summary>Asks whether the changed workloads have arrived at the new image, and for it again where another hand has changed that and the release insists.</summary>
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
        var inputs = await changes.ReadAsync(release, release.StableWithin, change => change.AskedAt ?? now, now, deadline.Token);
        var verdict = Rules.Judge(inputs, now);
        var judged = release.Judged(verdict).Drifted(inputs, now).Held(inputs, now);
        var arrived = verdict.Kind == VerdictKind.Pass && release.Services.All(change => change.ChangedAt is not null);
        if (verdict.Kind == VerdictKind.Wait)
        {
            await changes.InsistAsync(release, inputs, deadline.Token);
        }

        return await releases.SaveAsync(arrived ? judged.MoveTo(ReleaseStatus.Verifying, $"{verdict.Reason}{await EndCanariesAsync(release, deadline.Token)}", now) : judged, deadline.Token);
    }

    /// <summary>A canary that cannot be ended says so; that is no fault of what has arrived, and the next rollout tries again.</summary>
    private async Task<string> EndCanariesAsync(Release release, CancellationToken cancellationToken)
    {
        try
        {
            await canaries.EndAsync(release, cancellationToken);
            return "";
        }
        catch (RejectedException failure)
        {
            return $" A canary could not be ended: {failure.Message}";
        }
    }
}
