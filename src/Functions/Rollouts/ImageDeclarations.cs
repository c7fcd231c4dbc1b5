using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;

namespace Slipway.Functions.Rollouts;

/// <summary>What an image says of its own migration, by the label <see cref="Reversibilities.Label"/>.</summary>
public sealed class ImageDeclarations(IImageRegistry registry)
{
    /// <summary>Null when the image says nothing of it.</summary>
    public async Task<Reversibility?> ReversibilityAsync(Image image, CancellationToken cancellationToken) =>
        Reversibilities.Parse((await registry.ReadLabelsAsync(image, cancellationToken))?.GetValueOrDefault(Reversibilities.Label));
}
