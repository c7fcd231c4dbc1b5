using System.Runtime.CompilerServices;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Releases;

/// <summary>Asks the gates, one after another, whether the image may go on: the approval, the environment before, the scan.</summary>
public sealed class GateRelease(ReleaseReader reader, IReleases releases, Upstream upstream, IImageRegistry registry, TimeProvider clock)
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
        var judged = release with { Verdict = null };
        await foreach (var verdict in AskAsync(release, environment, now, deadline.Token))
        {
            judged = judged.Judged(verdict);
            if (verdict.Kind != VerdictKind.Pass)
            {
                break;
            }
        }

        return await releases.SaveAsync(
            judged.Verdict switch
            {
                { Kind: VerdictKind.Pass } passed => judged.MoveTo(ReleaseStatus.Gated, passed.Reason, now),
                { Kind: VerdictKind.Refuse } refused => judged.MoveTo(ReleaseStatus.Rejected, refused.Reason, now),
                _ => judged,
            },
            deadline.Token);
    }

    private async IAsyncEnumerable<Verdict> AskAsync(
        Release release, EnvironmentManifest environment, DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Rules.Judge(new ApprovalInputs(environment.Approval), now);
        yield return await upstream.JudgeAsync(release, environment, now, cancellationToken);
        var held = await registry.FindAsync(release.Push.Image, cancellationToken);
        var scan = await registry.ReadScanAsync(release.Push.Image, cancellationToken);
        yield return Rules.Judge(new ScanInputs(held is not null, scan, environment.Rollout.Scan, release.Since(ReleaseStatus.Waiting, now)), now);
    }
}
