using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;

namespace Slipway.Functions.Releases;

/// <summary>Brings the images into the registry that the environment pulls from. What a call that runs out of time has brought over is not moved again by the next. Until it is verified, a tag keeps the copy from rules that remove what has none.</summary>
public sealed class CopyImage(ReleaseReader reader, IImageCopies copies, IImageRegistry registry, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> CopyImageAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var release = await reader.ReadAsync(document, deadline.Token);
        if (release is { Status: ReleaseStatus.Gated, Registry: not null })
        {
            foreach (var same in release.Services.GroupBy(release.ImageOf))
            {
                await copies.CopyAsync(release.Push.Images.Single(image => image.Repository == same.Key.Repository), same.Key, deadline.Token);
                await registry.ProtectAsync(same.Key, $"{PushRouting.OwnTags}{release.System}-{release.Environment}-{same.First().Service}-next", deadline.Token);
            }
        }

        return release;
    }
}
