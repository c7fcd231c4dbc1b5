using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Microsoft.Extensions.Logging;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Rollouts;

/// <summary>Brings every service that the release changed back to its last known good, and stops what it left running.</summary>
public sealed class RollBack(ReleaseReader reader, IReleases releases, WorkloadChanges changes, Quarantines quarantines, IJobs jobs, TimeProvider clock, ILogger logger)
{
    [LambdaFunction]
    public async Task<Release> RollBackAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var release = await reader.ReadAsync(document, deadline.Token);
        if (release.Status.IsFinal())
        {
            return release;
        }

        await StopMigrationsAsync(release, deadline.Token);
        if (release.Status != ReleaseStatus.RollingBack)
        {
            var reason = document.Error?.Sentence ?? release.Verdict?.Reason ?? release.Reason;
            var next = release.ChangedServices.Any() ? ReleaseStatus.RollingBack : ReleaseStatus.Failed;
            if (next == ReleaseStatus.RollingBack)
            {
                await quarantines.KeepAsync(release, reason, deadline.Token);
            }

            release = await releases.SaveAsync(release.MoveTo(next, reason, clock.GetUtcNow()), deadline.Token);
            logger.ReleaseMoved(release.System, release.Environment, release.Id, release.Status, release.Reason);
        }

        if (release.Status == ReleaseStatus.RollingBack)
        {
            await changes.BringBackAsync(release, deadline.Token);
        }

        return release;
    }

    private async Task StopMigrationsAsync(Release release, CancellationToken cancellationToken)
    {
        foreach (var run in release.Migrations)
        {
            await jobs.StopAsync(run.Address, cancellationToken);
        }
    }
}
