using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;

namespace Slipway.Functions.Releases;

/// <summary>Asks the gates whether the release may go on; where one says wait, the state machine asks all of them again.</summary>
public sealed class GateRelease(ReleaseReader reader, IReleases releases, Gates gates, TimeProvider clock)
{
    /// <summary>In seconds, where a gate cannot tell when its answer may be another.</summary>
    private const int AskAgain = 60;

    [LambdaFunction]
    public async Task<Release> GateReleaseAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var (release, _, environment) = await reader.ReadInContextAsync(document, deadline.Token);
        if (release.Status != ReleaseStatus.Waiting)
        {
            return release;
        }

        var judged = release with { Verdict = null };
        await foreach (var verdict in gates.AskAsync(release, environment, deadline.Token))
        {
            judged = judged.Judged(verdict);
            if (verdict.Kind != VerdictKind.Pass)
            {
                break;
            }
        }

        var now = clock.GetUtcNow();
        return await releases.SaveAsync(
            judged.Verdict switch
            {
                { Kind: VerdictKind.Pass } passed => judged.MoveTo(ReleaseStatus.Gated, passed.Reason, now),
                { Kind: VerdictKind.Refuse } refused => judged.MoveTo(ReleaseStatus.Rejected, refused.Reason, now),
                { } wait => judged with { Verdict = wait with { AskAgainSeconds = wait.AskAgainSeconds ?? AskAgain } },
                null => judged,
            },
            deadline.Token);
    }
}
