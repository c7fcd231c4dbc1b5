using Slipway.Aws.Registries;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Registries;

/// <summary>Copies between two real registries.</summary>
public sealed class CopyTests(TwoRegistries registries) : IClassFixture<TwoRegistries>, IDisposable
{
    private const int Kilobytes = 1024;
    private readonly OciImageCopies _copies = Copying.Plainly();
    private readonly ImageAuthor _source = new(registries.Source.Host);
    private readonly ImageAuthor _target = new(registries.Target.Host);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
    }

    [Fact]
    public async Task An_image_arrives_with_every_blob_whatever_its_size()
    {
        const int Chunk = Copying.ChunkBytes;
        var image = await _source.PushAsync("copy/single", 1, 1, Chunk - 1, Chunk, Chunk + 1, (5 * Chunk) + 17, 2 * Chunk);

        var report = await _copies.CopyAsync(image, ToTarget(image), Token);

        Assert.Equal((1, 7), (report.Manifests, report.BlobsMoved));
        await _target.AssertWholeAsync(image.Repository, image.Digest.Value);
    }

    [Fact]
    public async Task An_index_arrives_with_its_three_platforms_and_their_shared_layer_moves_once()
    {
        var image = await _source.PushIndexAsync("copy/index", 20, 100 * Kilobytes);

        var report = await _copies.CopyAsync(image, ToTarget(image), Token);

        Assert.Equal((4, 7, 0), (report.Manifests, report.BlobsMoved, report.BlobsPresent));
        Assert.InRange(report.BytesMoved, 400 * Kilobytes, 401 * Kilobytes);
        await _target.AssertWholeAsync(image.Repository, image.Digest.Value);
        Assert.Equal(new CopyReport(0, 0, 0, 7, 0), await _copies.CopyAsync(image, ToTarget(image), Token));
    }

    [Fact]
    public async Task Blobs_that_the_target_holds_of_another_image_are_not_moved_again()
    {
        var first = await _source.PushAsync("copy/shared", 40, 50_000, 60_000);
        var second = await _source.PushAsync("copy/shared", 40, 50_000, 60_000, 70_000);
        await _copies.CopyAsync(first, ToTarget(first), Token);

        Assert.Equal(new CopyReport(1, 1, 0, 3, 70_000), await _copies.CopyAsync(second, ToTarget(second), Token));
    }

    [Fact]
    public async Task Docker_manifests_keep_their_type_and_their_foreign_layers_stay_where_they_are()
    {
        const string Manifest = "application/vnd.docker.distribution.manifest.v2+json";
        var config = await _source.PushBlobAsync("copy/docker", "application/vnd.docker.container.image.v1+json", "{}"u8.ToArray());
        var layer = await _source.PushBlobAsync("copy/docker", "application/vnd.docker.image.rootfs.diff.tar.gzip", ImageAuthor.Bytes(50, 1000));
        var foreign = Part.Of("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", ImageAuthor.Bytes(51, 1000));
        var manifest = await _source.PushManifestAsync("copy/docker", Manifest, new
        {
            schemaVersion = 2,
            mediaType = Manifest,
            config = ImageAuthor.Written(config),
            layers = new[] { ImageAuthor.Written(layer), new { mediaType = foreign.MediaType, digest = foreign.Digest, size = foreign.Size, urls = new[] { "https://example.com/layer" } } },
        });
        var image = new Image(registries.Source.Host, "copy/docker", Digest.Parse(manifest.Digest));

        var report = await _copies.CopyAsync(image, ToTarget(image), Token);

        Assert.Equal(2, report.BlobsMoved);
        Assert.Equal(Manifest, Assert.NotNull(await _target.ReadManifestAsync("copy/docker", manifest.Digest)).MediaType);
    }

    [Fact]
    public async Task A_target_without_the_repository_is_told_to_the_user()
    {
        const string Unknown = """{"errors":[{"code":"NAME_UNKNOWN","message":"The repository with name 'copy/nowhere' does not exist in the registry with id '123456789012'"}]}""";
        var image = await _source.PushAsync("copy/nowhere", 60, 1000);
        await using var ecr = await FaultyFront.StartAsync(registries.Target.Host, seen => new Fault.Answer(404, Unknown));

        var refused = await Assert.ThrowsAsync<RejectedException>(() => _copies.CopyAsync(image, image with { Registry = ecr.Host }, Token));

        Assert.Equal($"The registry {ecr.Host} has no repository copy/nowhere: create it, then promote again.", refused.Message);
    }

    [Fact]
    public async Task An_index_whose_platform_is_gone_is_refused_before_anything_moves()
    {
        var missing = new Part(ImageAuthor.OciManifest, $"sha256:{new string('2', 64)}", 500, "amd64");
        var image = await _source.PushAsync("copy/sparse", 70, 1000);
        await using var source = await FaultyFront.StartAsync(registries.Source.Host, FaultyFront.Once(seen => seen.Path.Contains(image.Digest.Value, StringComparison.Ordinal), new Fault.Answer(404)));
        var index = await _source.PushManifestAsync("copy/sparse", ImageAuthor.OciIndex, new
        {
            schemaVersion = 2,
            mediaType = ImageAuthor.OciIndex,
            manifests = new[] { ImageAuthor.Written(missing with { Digest = image.Digest.Value }) },
        });

        var refused = await Assert.ThrowsAsync<RejectedException>(
            () => _copies.CopyAsync(new(source.Host, "copy/sparse", Digest.Parse(index.Digest)), ToTarget(image) with { Digest = Digest.Parse(index.Digest) }, Token));

        Assert.Contains($"names {image.Digest}", refused.Message, StringComparison.Ordinal);
        Assert.Null(await _target.ReadManifestAsync("copy/sparse", image.Digest.Value));
    }

    [Fact]
    public async Task Skopeo_reads_the_copy_and_finds_the_same_digest()
    {
        var skopeo = Tool.Find("skopeo");
        var image = await _source.PushIndexAsync("copy/opinion", 80, 10 * Kilobytes);
        await _copies.CopyAsync(image, ToTarget(image), Token);
        var folder = Directory.CreateTempSubdirectory("slipway-skopeo-");

        var (code, output) = await Tool.RunAsync(
            skopeo, "", "copy", "--all", "--insecure-policy", "--src-tls-verify=false", "--preserve-digests", $"docker://{ToTarget(image).Reference}", $"oci:{folder.FullName}:copy");

        Assert.True(code == 0, output);
        Assert.True(File.Exists(Path.Combine(folder.FullName, "blobs", "sha256", image.Digest.Value["sha256:".Length..])));
        folder.Delete(recursive: true);
    }

    private Image ToTarget(Image image) => image with { Registry = registries.Target.Host };
}
