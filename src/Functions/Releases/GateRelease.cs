using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Microsoft.Extensions.Logging;
using Slipway.Domain;
using Slipway.Domain.Approvals;
using Slipway.Domain.Gates;
using Slipway.Domain.Releases;
using Slipway.Functions.Approvals;

namespace Slipway.Functions.Releases;

/// <summary>Asks the gates whether the release may go on; where one says wait, the state machine asks all of them again. People are asked when everything before them is settled.</summary>
public sealed class GateRelease(ReleaseReader reader, IReleases releases, Gates gates, ApprovalNotices notices, TimeProvider clock, ILogger logger)
{
    /// <summary>In seconds, where a gate cannot tell when its answer may be another.</summary>
    private const int AskAgain = 60;

    [LambdaFunction]
    public async Task<Release> GateReleaseAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var found = await reader.ReadInContextAsync(document, deadline.Token);
        if (found.Release.Status != ReleaseStatus.Waiting)
        {
            return found.Release;
        }

        found = found with { Release = await gates.WithAuthorsAsync(found.Release, found.Environment, deadline.Token) };
        var now = clock.GetUtcNow();
        var asking = found with { Release = found.Release with { Approval = found.Release.Approval ?? Approval.Ask(found.Environment.Approval, now) } };
        var judged = found.Release with { Verdict = null };
        await foreach (var verdict in gates.AskAsync(asking, now, deadline.Token))
        {
            judged = judged.Judged(verdict) with { Approval = verdict.Rule == ApprovalGate.Rule ? asking.Release.Approval : judged.Approval };
        }

        judged = await TellAsync(found with { Release = judged }, now, deadline.Token);
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

    /// <summary>Who cannot be told now is told when the gates are asked again: nobody's outage ends a release.</summary>
    private async Task<Release> TellAsync(ReleaseInContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return await notices.TellAsync(context, now, cancellationToken);
        }
        catch (UnavailableException failure)
        {
            var release = context.Release;
            logger.PeopleNotTold(release.Id, failure.Message);
            return release with { Verdict = release.Verdict! with { AskAgainSeconds = AskAgain } };
        }
    }
}
