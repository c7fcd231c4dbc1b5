using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Microsoft.Extensions.Logging;
using Slipway.Domain.Images;
using Slipway.Domain.Notifications;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;

namespace Slipway.Functions.Releases;

/// <summary>Gives the leases back and tells people and programs, whatever the end was; what was verified is kept from the registry's lifecycle rules. What did not come to an end by itself has failed. It needs the record alone: a manifest that is wrong by now holds nothing up.</summary>
public sealed class FinishRelease(
    ReleaseReader reader, IReleases releases, ILastKnownGood lastKnownGood, Leaseholder leaseholder, IImageRegistry registry, ReleaseNotices notices, IEvents events, TimeProvider clock, ILogger logger)
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

        var remark = await ProtectAsync(release, deadline.Token);
        await leaseholder.GiveBackAsync(release, deadline.Token);
        await events.PublishAsync(ReleaseEvent.Of(release), deadline.Token);
        await notices.SendAsync(release, remark, deadline.Token);
        logger.ReleaseMoved(release.System, release.Environment, release.Id, release.Status, release.Reason);
        return release;
    }

    /// <summary>
    /// Keeps what serves now from the registry's lifecycle rules, and what it came from, to which an alarm may return. A release
    /// that another has followed since protects nothing any more. Why something is not protected; null when all is.
    /// </summary>
    private async Task<string?> ProtectAsync(Release release, CancellationToken cancellationToken)
    {
        string? problem = null;
        foreach (var change in release.Services)
        {
            var good = await lastKnownGood.FindAsync(release.System, release.Environment, change.Service, cancellationToken);
            var name = $"{PushRouting.OwnTags}{release.System}-{release.Environment}-{change.Service}";
            (Image? Image, string Name)[] wanted = release.Status switch
            {
                ReleaseStatus.Verified when good?.Release == release.Id => [(release.ImageOf(change), name), (change.WayBack, $"{name}-previous")],
                ReleaseStatus.RolledBack => [(good?.Image, name)],
                _ => [],
            };
            foreach (var (image, tag) in wanted)
            {
                problem = image is null ? problem : await registry.ProtectAsync(image, tag, cancellationToken) ?? problem;
            }
        }

        return problem;
    }
}
