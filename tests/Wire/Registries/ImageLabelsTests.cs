using System.Text;
using System.Text.Json;
using Slipway.Aws.Access;
using Slipway.Aws.Registries;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Tests.Ports;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Registries;

/// <summary>Labels as a real registry keeps them.</summary>
public sealed class ImageLabelsTests(TwoRegistries registries) : ImageLabelsContract, IClassFixture<TwoRegistries>, IDisposable
{
    private const string Configuration = "application/vnd.oci.image.config.v1+json";
    private const string Repository = "labels/api";
    private readonly ImageAuthor _author = new(registries.Source.Host);

    protected override IImageRegistry Registry { get; } = new EcrImageRegistry(new AwsClients(new("us-east-1")), Copying.Registries());

    public void Dispose() => _author.Dispose();

    protected override async Task<Image> PushAsync(IReadOnlyDictionary<string, string> labels) =>
        Named(await PushPlatformAsync("amd64", new { architecture = "amd64", config = labels.Count == 0 ? null : new { Labels = labels } }));

    [Fact]
    public async Task An_index_has_the_labels_of_its_first_platform_and_attestations_are_none()
    {
        var attestation = await PushPlatformAsync("unknown", new { config = new { Labels = new { from = "attestation" } } });
        var first = await PushPlatformAsync("amd64", new { config = new { Labels = new { from = "amd64" } } });
        var second = await PushPlatformAsync("arm64", new { config = new { Labels = new { from = "arm64" } } });
        var index = await _author.PushManifestAsync(Repository, ImageAuthor.OciIndex, new
        {
            schemaVersion = 2,
            mediaType = ImageAuthor.OciIndex,
            manifests = new[] { Written(attestation, "unknown"), Written(first, "linux"), Written(second, "linux") },
        });

        Assert.Equal(new Dictionary<string, string> { ["from"] = "amd64" }, await Registry.ReadLabelsAsync(Named(index), Token));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"config":{"Labels":null}}""")]
    [InlineData("""{"config":{"Labels":["a"]}}""")]
    public async Task A_configuration_without_labels_in_their_form_has_none(string configuration) =>
        Assert.Empty((await Registry.ReadLabelsAsync(Named(await PushPlatformAsync(Encoding.UTF8.GetBytes(configuration))), Token))!);

    [Fact]
    public async Task A_configuration_that_is_too_large_is_refused_unread()
    {
        var image = Named(await PushPlatformAsync(Encoding.UTF8.GetBytes($$"""{"comment":"{{new string('a', 1024 * 1024)}}"}""")));

        Assert.EndsWith("of its kind no more than 1048576 are read.", (await Assert.ThrowsAsync<RejectedException>(() => Registry.ReadLabelsAsync(image, Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_is_no_JSON_is_refused() => Assert.Contains(
        "is not JSON",
        (await Assert.ThrowsAsync<RejectedException>(async () => await Registry.ReadLabelsAsync(Named(await PushPlatformAsync("no"u8.ToArray())), Token))).Message,
        StringComparison.Ordinal);

    private Task<Part> PushPlatformAsync(string platform, object configuration) => PushPlatformAsync(JsonSerializer.SerializeToUtf8Bytes(configuration), platform);

    private async Task<Part> PushPlatformAsync(byte[] configuration, string platform = "amd64")
    {
        var config = await _author.PushBlobAsync(Repository, Configuration, configuration);
        return await _author.PushManifestAsync(
            Repository, ImageAuthor.OciManifest, new { schemaVersion = 2, mediaType = ImageAuthor.OciManifest, config = ImageAuthor.Written(config), layers = Array.Empty<object>() }) with
        { Platform = platform };
    }

    private static object Written(Part part, string system) => new { mediaType = part.MediaType, digest = part.Digest, size = part.Size, platform = new { architecture = part.Platform, os = system } };

    private Image Named(Part manifest) => new(registries.Source.Host, Repository, Digest.Parse(manifest.Digest));
}
