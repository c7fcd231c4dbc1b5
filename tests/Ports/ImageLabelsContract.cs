using Slipway.Domain.Images;

namespace Slipway.Tests.Ports;

/// <summary>What everybody may rely on who asks a registry for an image's labels. ECR's imitation keeps no configurations, so that a registry of its own stands in.</summary>
public abstract class ImageLabelsContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract IImageRegistry Registry { get; }

    protected abstract Task<Image> PushAsync(IReadOnlyDictionary<string, string> labels);

    [Fact]
    public async Task The_labels_of_an_image_are_those_that_its_author_wrote()
    {
        var labels = new Dictionary<string, string> { ["org.opencontainers.image.authors"] = "ann@example.com", ["slipway.migration"] = "reversible" };

        Assert.Equal(labels, await Registry.ReadLabelsAsync(await PushAsync(labels), Token));
    }

    [Fact]
    public async Task An_image_without_labels_has_none() => Assert.Empty((await Registry.ReadLabelsAsync(await PushAsync(new Dictionary<string, string>()), Token))!);

    [Fact]
    public async Task An_image_that_the_registry_does_not_hold_has_no_labels_at_all() =>
        Assert.Null(await Registry.ReadLabelsAsync(await PushAsync(new Dictionary<string, string>()) with { Digest = Digest.Parse($"sha256:{new string('0', 64)}") }, Token));
}
