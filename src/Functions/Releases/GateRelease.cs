using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;

namespace Slipway.Functions.Releases;

/// <summary>Asks the gates whether the image may go on: first the approval, then its scan.</summary>
public sealed class GateRelease(ReleaseReader reader, IReleases releases, IImageRegistry registry, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> GateReleaseAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var (release, _, environment) = await reader.ReadInContextAsync(document, deadline.Token);
        if (release.Status != ReleaseStatus.Waiting)
        {
            return release;
        }

        var now = clock.GetUtcNow();
        var verdict = Rules.Judge(new ApprovalInputs(environment.Approval), now);
        if (verdict.Kind == VerdictKind.Pass)
        {
            var held = await registry.HoldsAsync(release.Image, deadline.Token);
            var scan = await registry.ReadScanAsync(release.Image, deadline.Token);
            verdict = Rules.Judge(new ScanInputs(held, scan, environment.Rollout.Scan, release.Since(ReleaseStatus.Waiting, now)), now);
        }

        var judged = release.Judged(verdict) with { ScanToken = null };
        return await releases.SaveAsync(
            verdict.Kind switch
            {
                VerdictKind.Pass => judged.MoveTo(ReleaseStatus.Gated, verdict.Reason, now),
                VerdictKind.Refuse => judged.MoveTo(ReleaseStatus.Rejected, verdict.Reason, now),
                _ => judged,
            },
            deadline.Token);
    }
}
