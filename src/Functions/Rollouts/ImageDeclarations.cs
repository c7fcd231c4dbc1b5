using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;

namespace Slipway.Functions.Rollouts;

/// <summary>What an image says of its own migration, by the label <see cref="Reversibilities.Label"/>.</summary>
/// <param name="labels">Reads an image's labels; null where they are not known.</param>
public sealed class ImageDeclarations(Func<Image, CancellationToken, Task<IReadOnlyDictionary<string, string>?>> labels)
{
    /// <summary>Until the registry's port reads labels nothing is known of them, and the manifest's word counts alone.</summary>
    public static ImageDeclarations None { get; } = new((_, _) => Task.FromResult<IReadOnlyDictionary<string, string>?>(null));

    /// <summary>Null when the image says nothing of it.</summary>
    public async Task<Reversibility?> ReversibilityAsync(Image image, CancellationToken cancellationToken) =>
        Reversibilities.Parse((await labels(image, cancellationToken))?.GetValueOrDefault(Reversibilities.Label));
}
