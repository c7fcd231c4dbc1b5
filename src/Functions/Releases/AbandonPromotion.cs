using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain;
using Slipway.Domain.Releases;

namespace Slipway.Functions.Releases;

/// <summary>Ends a promotion whose next release could not be opened: a failed release says so, whatever the manifest says by now.</summary>
public sealed class AbandonPromotion(IReleases releases, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Promotion> AbandonPromotionAsync(Promotion promotion, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var before = promotion.Release ?? throw new RejectedException("The promotion carries no release: it was not started by a push.");
        var now = clock.GetUtcNow();
        var unopened = before.Unopened(promotion.Environments[0], now);
        var release = await releases.FindAsync(unopened.Id, deadline.Token) ?? unopened;
        return promotion with
        {
            Environments = [],
            Release = release.Status.CanBeSuperseded()
                ? await releases.SaveAsync(release.MoveTo(ReleaseStatus.Failed, promotion.Error?.Sentence ?? "It could not be opened.", now), deadline.Token)
                : release,
        };
    }
}
