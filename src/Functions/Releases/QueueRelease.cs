using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Microsoft.Extensions.Logging;
using Slipway.Domain.Releases;

namespace Slipway.Functions.Releases;

/// <summary>Settles which of the releases that wait in an environment is the newest: the others are superseded.</summary>
public sealed class QueueRelease(ReleaseReader reader, IReleases releases, TimeProvider clock, ILogger logger)
{
    [LambdaFunction]
    public async Task<Release> QueueReleaseAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var release = await reader.ReadAsync(document, deadline.Token);
        return release.Status == ReleaseStatus.Waiting ? await QueueAsync(release, deadline.Token) : release;
    }

    private async Task<Release> QueueAsync(Release release, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var others = (await releases.ListAsync(release.System, release.Environment, cancellationToken))
            .Where(other => other.Id != release.Id && other.Services.Any(change => release.Services.Any(own => own.Service == change.Service)))
            .ToList();
        var inputs = new QueueInputs(release.Id, release.Push.PushedAt, [.. others.Select(other => new QueuedRelease(other.Id, other.Status, other.Push.PushedAt))]);
        var verdict = Rules.Judge(inputs, now);
        if (verdict.Kind == VerdictKind.Refuse)
        {
            return await releases.SaveAsync(release.Judged(verdict).MoveTo(ReleaseStatus.Superseded, verdict.Reason, now), cancellationToken);
        }

        foreach (var older in QueueRule.Overtaken(inputs).Select(overtaken => others.Single(other => other.Id == overtaken.Id)))
        {
            var superseded = older.MoveTo(ReleaseStatus.Superseded, $"Superseded by {release.Id}, which was pushed later.", now);
            await releases.SaveAsync(superseded, cancellationToken);
            logger.ReleaseMoved(older.System, older.Environment, older.Id, superseded.Status, superseded.Reason);
        }

        return await releases.SaveAsync(release.Judged(verdict), cancellationToken);
    }
}
