using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;

namespace Slipway.Functions.Releases;

/// <summary>Ends the promotions that could not be opened: a failed release in each environment says why, whatever the manifest says by now.</summary>
public sealed class AbandonPromotion(ReleaseReader reader, IReleases releases, ReleaseNotices notices, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> AbandonPromotionAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var release = await reader.ReadAsync(document, deadline.Token);
        var now = clock.GetUtcNow();
        foreach (var next in release.Next)
        {
            var unopened = release.Unopened(next, now);
            var abandoned = await releases.FindAsync(unopened.Id, deadline.Token)
                ?? await releases.SaveAsync(unopened.MoveTo(ReleaseStatus.Failed, document.Error?.Sentence ?? "It could not be opened.", now), deadline.Token);
            if (abandoned.Status == ReleaseStatus.Failed)
            {
                await notices.SendAsync(abandoned, remark: null, deadline.Token);
            }
        }

        return release;
    }
}
