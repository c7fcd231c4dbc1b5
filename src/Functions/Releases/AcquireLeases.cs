using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;

namespace Slipway.Functions.Releases;

/// <summary>Takes the right to change the release's services, or says who has it. However long that took, the gates that close by themselves are asked again: one that closed sends the release back to wait.</summary>
public sealed class AcquireLeases(ReleaseReader reader, IReleases releases, Gates gates, Leaseholder leaseholder, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> AcquireLeasesAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var found = await reader.ReadInContextAsync(document, deadline.Token);
        var release = found.Release;
        if (release.Status != ReleaseStatus.Gated)
        {
            return release;
        }

        var now = clock.GetUtcNow();
        await foreach (var asked in gates.AskBeforeLeasesAsync(found, now, deadline.Token))
        {
            if (asked.Kind != VerdictKind.Pass)
            {
                return await releases.SaveAsync(release.Judged(asked).MoveTo(asked.Kind == VerdictKind.Wait ? ReleaseStatus.Waiting : ReleaseStatus.Rejected, asked.Reason, now), deadline.Token);
            }
        }

        var held = await leaseholder.AcquireAsync(release, deadline.Token);
        var verdict = Rules.Judge(new LeaseInputs(release.Id, [.. held.Select(lease => new LeaseHolder(lease.Key.Service, lease.Holder))]), now);
        var judged = release.Judged(verdict);
        return await releases.SaveAsync(
            verdict.Kind == VerdictKind.Pass
                ? judged.MoveTo(ReleaseStatus.Snapshotting, verdict.Reason, now) with { FencingToken = held.Max(lease => lease.Token) }
                : judged,
            deadline.Token);
    }
}
