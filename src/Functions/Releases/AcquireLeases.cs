using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;

namespace Slipway.Functions.Releases;

/// <summary>Takes the right to change the release's services, or says who has it.</summary>
public sealed class AcquireLeases(ReleaseReader reader, IReleases releases, Leaseholder leaseholder, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> AcquireLeasesAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var release = await reader.ReadAsync(document, deadline.Token);
        if (release.Status != ReleaseStatus.Gated)
        {
            return release;
        }

        var held = await leaseholder.AcquireAsync(release, deadline.Token);
        var now = clock.GetUtcNow();
        var verdict = Rules.Judge(new LeaseInputs(release.Id, [.. held.Select(lease => new LeaseHolder(lease.Key.Service, lease.Holder))]), now);
        var judged = release.Judged(verdict);
        return await releases.SaveAsync(
            verdict.Kind == VerdictKind.Pass
                ? judged.MoveTo(ReleaseStatus.Snapshotting, verdict.Reason, now) with { FencingToken = held.Max(lease => lease.Token) }
                : judged,
            deadline.Token);
    }
}
