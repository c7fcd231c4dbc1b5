using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;

namespace Slipway.Functions.Releases;

/// <summary>Brings the image into the registry that the environment pulls from. What a call that runs out of time has brought over is not moved again by the next.</summary>
public sealed class CopyImage(ReleaseReader reader, IImageCopies copies, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> CopyImageAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var release = await reader.ReadAsync(document, deadline.Token);
        if (release is { Status: ReleaseStatus.Gated, Registry: not null })
        {
            await copies.CopyAsync(release.Push.Image, release.Image, deadline.Token);
        }

        return release;
    }
}
