using System.Text.Json;
using Slipway.Aws.Registries;
using Slipway.Domain.Images;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Registries;

/// <summary>Signatures and SBOMs go where their image goes, whichever way the registries keep them.</summary>
public sealed class ReferrerTests(TwoRegistries registries) : IClassFixture<TwoRegistries>, IDisposable
{
    private const string Signature = "application/vnd.example.signature";
    private const string Sbom = "application/spdx+json";
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
    public async Task What_refers_to_an_index_and_to_a_platform_of_it_is_copied_by_the_tag_schema()
    {
        var index = await _source.PushIndexAsync("refer/tags", 1, 1000);
        var platform = index with { Digest = (await PlatformsAsync(index))[1] };
        var signature = await SignAsync(index, "signed");
        var sbom = await _source.PushReferrerAsync(platform, Sbom, "packages");
        await _source.PushReferrerListAsync(platform, sbom);

        var report = await _copies.CopyAsync(index, ToTarget(index), Token);

        Assert.Equal(8, report.Manifests);
        await _target.AssertWholeAsync("refer/tags", signature.Digest);
        await _target.AssertWholeAsync("refer/tags", sbom.Digest);
        Assert.Equal(Assert.NotNull(await _source.ReadManifestAsync("refer/tags", ImageAuthor.TagOf(index))).Content, Assert.NotNull(await _target.ReadManifestAsync("refer/tags", ImageAuthor.TagOf(index))).Content);
        Assert.Equal([sbom.Digest], await ListedAsync(_target, platform));
        Assert.Equal((0, 0), (await _copies.CopyAsync(index, ToTarget(index), Token)) is var again ? (again.Manifests, again.BlobsMoved) : default);
    }

    [Fact]
    public async Task A_signature_that_came_after_the_image_was_promoted_follows_it()
    {
        var image = await _source.PushAsync("refer/later", 10, 1000);
        await _copies.CopyAsync(image, ToTarget(image), Token);
        var signature = await SignAsync(image, "late");

        // The signature, and the list that names it.
        Assert.Equal(2, (await _copies.CopyAsync(image, ToTarget(image), Token)).Manifests);
        await _target.AssertWholeAsync("refer/later", signature.Digest);
    }

    [Fact]
    public async Task What_refers_to_the_image_at_the_target_alone_stays_listed()
    {
        var image = await _source.PushAsync("refer/merged", 20, 1000);
        await _copies.CopyAsync(image, ToTarget(image), Token);
        var approval = await _target.PushReferrerAsync(image, "application/vnd.example.approval", "approved");
        await _target.PushReferrerListAsync(image, approval);
        var signature = await SignAsync(image, "signed");

        await _copies.CopyAsync(image, ToTarget(image), Token);

        Assert.Equal([approval.Digest, signature.Digest], await ListedAsync(_target, image));
    }

    [Fact]
    public async Task A_signature_of_an_SBOM_is_copied_with_it()
    {
        var image = await _source.PushAsync("refer/nested", 30, 1000);
        var sbom = await _source.PushReferrerAsync(image, Sbom, "packages");
        await _source.PushReferrerListAsync(image, sbom);
        var signature = await SignAsync(image with { Digest = Digest.Parse(sbom.Digest) }, "signed");

        await _copies.CopyAsync(image, ToTarget(image), Token);

        await _target.AssertWholeAsync("refer/nested", signature.Digest);
    }

    [Fact]
    public async Task A_list_that_names_what_was_removed_is_copied_without_it()
    {
        var image = await _source.PushAsync("refer/stale", 40, 1000);
        var signature = await _source.PushReferrerAsync(image, Signature, "signed");
        var removed = await _source.PushReferrerAsync(image, Signature, "removed");
        await _source.PushReferrerListAsync(image, signature, removed);
        await using var source = await FaultyFront.StartAsync(registries.Source.Host, seen => seen.Path.EndsWith(removed.Digest, StringComparison.Ordinal) ? new Fault.Answer(404) : null);

        await _copies.CopyAsync(image with { Registry = source.Host }, ToTarget(image), Token);

        Assert.Equal([signature.Digest], await ListedAsync(_target, image));
    }

    [Theory]
    [InlineData(".sig")]
    [InlineData(".att")]
    [InlineData(".sbom")]
    public async Task What_cosign_keeps_under_a_tag_is_copied_under_this_tag(string suffix)
    {
        var repository = $"refer/cosign{suffix}";
        var image = await _source.PushAsync(repository, 50, 1000);
        var layer = await _source.PushBlobAsync(repository, "application/vnd.dev.cosign.simplesigning.v1+json", "{}"u8.ToArray());
        var kept = await _source.PushManifestAsync(
            repository, ImageAuthor.OciManifest, new { schemaVersion = 2, mediaType = ImageAuthor.OciManifest, config = ImageAuthor.Written(layer), layers = new[] { ImageAuthor.Written(layer) } }, ImageAuthor.TagOf(image) + suffix);

        await _copies.CopyAsync(image, ToTarget(image), Token);

        Assert.Equal(kept.Digest, Part.Of("", Assert.NotNull(await _target.ReadManifestAsync(repository, ImageAuthor.TagOf(image) + suffix)).Content).Digest);
    }

    [Fact]
    public async Task Referrers_are_read_from_the_API_page_by_page_and_listed_under_a_tag_where_the_target_has_no_API()
    {
        var image = await _source.PushAsync("refer/pages", 60, 1000);
        var referrers = new[] { await _source.PushReferrerAsync(image, Signature, "one"), await _source.PushReferrerAsync(image, Sbom, "two") };
        await using var source = await FaultyFront.StartAsync(registries.Source.Host, seen => !seen.Path.Contains("/referrers/", StringComparison.Ordinal) ? null
            : !seen.Path.Contains(image.Digest.Value, StringComparison.Ordinal) ? Index()
            : seen.Path.EndsWith("?page=2", StringComparison.Ordinal) ? Index(referrers[1])
            : Index(referrers[0]) with { Headers = [("Content-Type", ImageAuthor.OciIndex), ("Link", $"</v2/refer/pages/referrers/{image.Digest}?page=2>; rel=\"next\"")] });

        await _copies.CopyAsync(image with { Registry = source.Host }, ToTarget(image), Token);

        Assert.Equal(referrers.Select(referrer => referrer.Digest), await ListedAsync(_target, image));
        Assert.All(referrers, referrer => Assert.Contains(source.Requests, seen => seen.Path.EndsWith(referrer.Digest, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_target_with_the_API_gets_no_list_under_a_tag()
    {
        var image = await _source.PushAsync("refer/api", 70, 1000);
        var signature = await SignAsync(image, "signed");
        await using var target = await FaultyFront.StartAsync(registries.Target.Host, seen => seen.Path.Contains("/referrers/", StringComparison.Ordinal) ? Index() : null);

        await _copies.CopyAsync(image, image with { Registry = target.Host }, Token);

        await _target.AssertWholeAsync("refer/api", signature.Digest);
        Assert.Null(await _target.ReadManifestAsync("refer/api", ImageAuthor.TagOf(image)));
    }

    private static Fault.Answer Index(params Part[] parts) => new(
        200, JsonSerializer.Serialize(new { schemaVersion = 2, mediaType = ImageAuthor.OciIndex, manifests = parts.Select(ImageAuthor.Written) }), ("Content-Type", ImageAuthor.OciIndex));

    private async Task<Part> SignAsync(Image image, string text)
    {
        var signature = await _source.PushReferrerAsync(image, Signature, text);
        await _source.PushReferrerListAsync(image, signature);
        return signature;
    }

    private async Task<IReadOnlyList<Digest>> PlatformsAsync(Image index) => [.. Digests(Assert.NotNull(await _source.ReadManifestAsync(index.Repository, index.Digest.Value)).Content).Select(digest => Digest.Parse(digest))];

    private static async Task<IReadOnlyList<string>> ListedAsync(ImageAuthor registry, Image subject) => Digests(Assert.NotNull(await registry.ReadManifestAsync(subject.Repository, ImageAuthor.TagOf(subject))).Content);

    private static IReadOnlyList<string> Digests(byte[] index)
    {
        using var json = JsonDocument.Parse(index);
        return [.. json.RootElement.GetProperty("manifests").EnumerateArray().Select(manifest => manifest.GetProperty("digest").GetString()!)];
    }

    private Image ToTarget(Image image) => image with { Registry = registries.Target.Host };
}
