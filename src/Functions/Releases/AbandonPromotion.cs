using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain;
using Slipway.Domain.Releases;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Releases;

/// <summary>Ends a promotion whose next release could not be opened: the release that its push made is recorded as failed.</summary>
public sealed class AbandonPromotion(IReleases releases, SystemCatalog systems, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Promotion> AbandonPromotionAsync(Promotion promotion, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var system = await systems.FindAsync(promotion.System, deadline.Token);
        var service = system.Environment(promotion.Environments[0]).ServicesOf(promotion.Push.Image.Repository)[0];
        var id = ReleaseId.For(promotion.System, service.Name, promotion.Environments[0], promotion.Push.Image.Digest);
        var release = await releases.FindAsync(id, deadline.Token) ?? throw new RejectedException(promotion.Error?.Sentence ?? $"There is no release '{id}'.");
        return promotion with
        {
            Environments = [],
            Release = release.Status.CanBeSuperseded()
                ? await releases.SaveAsync(release.MoveTo(ReleaseStatus.Failed, promotion.Error?.Sentence ?? "It could not be opened.", clock.GetUtcNow()), deadline.Token)
                : release,
        };
    }
}
