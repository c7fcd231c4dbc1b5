using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Microsoft.Extensions.Logging;
using Slipway.Domain.Images;
using Slipway.Domain.Notifications;
using Slipway.Domain.Releases;

namespace Slipway.Functions.Releases;

/// <summary>Gives the leases back and tells people and programs, whatever the end was; what was verified is kept from the registry's lifecycle rules. What did not come to an end by itself has failed. It needs the record alone: a manifest that is wrong by now holds nothing up.</summary>
public sealed class FinishRelease(
    ReleaseReader reader, IReleases releases, Leaseholder leaseholder, IImageRegistry registry, ReleaseNotices notices, IEvents events, TimeProvider clock, ILogger<FinishRelease> logger)
{
    [LambdaFunction]
    public async Task<Release> FinishReleaseAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var release = await reader.ReadAsync(document, deadline.Token);
        var isInOtherHands = document.Status.IsFinal() && !release.Status.IsFinal();
        if (isInOtherHands)
        {
            return document;
        }

        if (!release.Status.IsFinal())
        {
            var reason = $"{release.Reason} It did not come to an end by itself: {document.Error?.Sentence ?? "the state machine gave up"}. A person must look.";
            release = await releases.SaveAsync(release.MoveTo(ReleaseStatus.Failed, reason, clock.GetUtcNow()), deadline.Token);
        }

        await leaseholder.GiveBackAsync(release, deadline.Token);
        await notices.SendAsync(release, await ProtectAsync(release, deadline.Token), deadline.Token);
        await events.PublishAsync(ReleaseEvent.Of(release), deadline.Token);
        logger.ReleaseMoved(release.System, release.Environment, release.Id, release.Status, release.Reason);
        return release;
    }

    /// <summary>Why the verified image is not protected; null when it is, or when there is nothing to protect.</summary>
    private async Task<string?> ProtectAsync(Release release, CancellationToken cancellationToken)
    {
        string? problem = null;
        foreach (var change in release.Services.Where(_ => release.Status == ReleaseStatus.Verified))
        {
            problem ??= await registry.ProtectAsync(release.Image, $"{PushRouting.OwnTags}{release.System}-{release.Environment}-{change.Service}", cancellationToken);
        }

        return problem;
    }
}
