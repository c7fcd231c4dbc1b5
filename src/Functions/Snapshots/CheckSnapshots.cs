using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Snapshots;

/// <summary>Asks whether every snapshot, and every copy of one, is available and sound; one that failed or is late blocks the deploy.</summary>
public sealed class CheckSnapshots(ReleaseReader reader, IReleases releases, Leaseholder leaseholder, SnapshotReadings readings, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> CheckSnapshotsAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var (release, _, environment) = await reader.ReadInContextAsync(document, deadline.Token);
        if (release.Status != ReleaseStatus.Snapshotting)
        {
            return release;
        }

        await leaseholder.KeepAsync(release, deadline.Token);
        var now = clock.GetUtcNow();
        var (snapshots, inputs) = await readings.ReadAsync(release, environment, now, deadline.Token);
        var verdict = Rules.Judge(inputs, now);
        var judged = release.Judged(verdict) with { Snapshots = snapshots };
        return await releases.SaveAsync(
            verdict.Kind == VerdictKind.Refuse ? judged.MoveTo(ReleaseStatus.Failed, verdict.Reason, now) : judged,
            deadline.Token);
    }
}
