using Slipway.Domain.Systems;

namespace Slipway.Tests.EndToEnd;

/// <summary>A bucket of manifests in which a test writes while Slipway runs.</summary>
internal sealed class EditableManifests : ISystemManifests
{
    public IReadOnlyList<ManifestText> Texts { get; set; } = [];

    public EditableManifests With(IReadOnlyList<ManifestText> texts)
    {
        Texts = texts;
        return this;
    }

    public Task<IReadOnlyList<ManifestText>> ReadAllAsync(CancellationToken cancellationToken) => Task.FromResult(Texts);
}
