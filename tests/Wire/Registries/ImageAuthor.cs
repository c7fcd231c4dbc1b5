using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Slipway.Domain.Images;

namespace Slipway.Tests.Wire.Registries;

/// <summary>Something that a manifest names.</summary>
internal sealed record Part(string MediaType, string Digest, long Size, string? Platform = null)
{
    public static Part Of(string mediaType, byte[] content) => new(mediaType, $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}", content.Length);
}

/// <summary>Pushes made-up images to a registry and looks at what it holds, by plain requests of its own.</summary>
internal sealed class ImageAuthor(string host, AuthenticationHeaderValue? authorization = null) : IDisposable
{
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string Layer = "application/vnd.oci.image.layer.v1.tar+gzip";
    private const string Configuration = "application/vnd.oci.image.config.v1+json";

    private readonly HttpClient _http = new() { DefaultRequestHeaders = { Authorization = authorization } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    /// <summary>An image of one platform with a layer of each of these sizes, in bytes.</summary>
    public async Task<Image> PushAsync(string repository, int seed, params int[] layers) =>
        Named(repository, await PushPlatformAsync(repository, "amd64", [.. layers.Select((size, at) => Bytes(seed + at, size))]));

    /// <summary>An index of three platforms that share their first layer.</summary>
    public async Task<Image> PushIndexAsync(string repository, int seed, int layerBytes)
    {
        var shared = Bytes(seed, layerBytes);
        var platforms = new List<Part>();
        foreach (var (platform, at) in new[] { "amd64", "arm64", "s390x" }.Select((platform, at) => (platform, at)))
        {
            platforms.Add(await PushPlatformAsync(repository, platform, [shared, Bytes(seed + 1 + at, layerBytes)]));
        }

        return Named(repository, await PushManifestAsync(repository, OciIndex, new { schemaVersion = 2, mediaType = OciIndex, manifests = platforms.Select(Written) }));
    }

    /// <summary>A signature or the like that refers to the image by its subject.</summary>
    public async Task<Part> PushReferrerAsync(Image subject, string kind, string text)
    {
        var empty = await PushBlobAsync(subject.Repository, "application/vnd.oci.empty.v1+json", "{}"u8.ToArray());
        var content = await PushBlobAsync(subject.Repository, kind, Encoding.UTF8.GetBytes(text));
        return await PushManifestAsync(subject.Repository, OciManifest, new
        {
            schemaVersion = 2,
            mediaType = OciManifest,
            artifactType = kind,
            config = Written(empty),
            layers = new[] { Written(content) },
            subject = new { mediaType = OciManifest, digest = subject.Digest.Value, size = 1 },
        });
    }

    /// <summary>The list of referrers as registries without the referrers API keep it: an index under a tag.</summary>
    public Task<Part> PushReferrerListAsync(Image subject, params Part[] referrers) => PushManifestAsync(
        subject.Repository, OciIndex, new { schemaVersion = 2, mediaType = OciIndex, manifests = referrers.Select(Written) }, TagOf(subject));

    public async Task<Part> PushBlobAsync(string repository, string mediaType, byte[] content)
    {
        var part = Part.Of(mediaType, content);
        var begun = await _http.PostAsync(new Uri($"http://{host}/v2/{repository}/blobs/uploads/"), null, Token);
        using var body = new ByteArrayContent(content);
        var done = await _http.PutAsync(new Uri($"{begun.EnsureSuccessStatusCode().Headers.Location}&digest={part.Digest}"), body, Token);
        Assert.Equal(HttpStatusCode.Created, done.StatusCode);
        return part;
    }

    public async Task<Part> PushManifestAsync(string repository, string mediaType, object manifest, string? tag = null)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(manifest);
        var part = Part.Of(mediaType, content);
        using var body = new ByteArrayContent(content) { Headers = { ContentType = new(mediaType) } };
        var answer = await _http.PutAsync(new Uri($"http://{host}/v2/{repository}/manifests/{tag ?? part.Digest}"), body, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
        return part;
    }

    /// <summary>The manifest's bytes and type; null when the registry does not hold it.</summary>
    public async Task<(byte[] Content, string? MediaType)?> ReadManifestAsync(string repository, string reference)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{host}/v2/{repository}/manifests/{reference}"));
        request.Headers.Accept.ParseAdd($"{OciIndex}, {OciManifest}, application/vnd.docker.distribution.manifest.v2+json, application/vnd.docker.distribution.manifest.list.v2+json");
        using var answer = await _http.SendAsync(request, Token);
        return answer.IsSuccessStatusCode ? (await answer.Content.ReadAsByteArrayAsync(Token), answer.Content.Headers.ContentType?.MediaType) : null;
    }

    public async Task<bool> HoldsBlobAsync(string repository, string digest) => (await ReadBlobAsync(repository, digest)) is not null;

    public async Task<byte[]?> ReadBlobAsync(string repository, string digest)
    {
        using var answer = await _http.GetAsync(new Uri($"http://{host}/v2/{repository}/blobs/{digest}"), Token);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsByteArrayAsync(Token) : null;
    }

    /// <summary>Asserts that an image with all that its manifests name is there, each with the digest by which it is named.</summary>
    public async Task AssertWholeAsync(string repository, string digest)
    {
        var (content, _) = Assert.NotNull(await ReadManifestAsync(repository, digest));
        Assert.Equal(digest, Part.Of("", content).Digest);
        using var json = JsonDocument.Parse(content);
        foreach (var child in Listed(json, "manifests"))
        {
            await AssertWholeAsync(repository, child);
        }

        foreach (var blob in Listed(json, "layers").Concat(json.RootElement.TryGetProperty("config", out var config) ? [config.GetProperty("digest").GetString()!] : []))
        {
            Assert.Equal(blob, Part.Of("", await ReadBlobAsync(repository, blob) ?? []).Digest);
        }
    }

    public static string TagOf(Image subject) => subject.Digest.Value.Replace(':', '-');

    public static object Written(Part part) => part.Platform is null
        ? new { mediaType = part.MediaType, digest = part.Digest, size = part.Size }
        : new { mediaType = part.MediaType, digest = part.Digest, size = part.Size, platform = new { architecture = part.Platform, os = "linux" } };

    public static byte[] Bytes(int seed, int size)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private async Task<Part> PushPlatformAsync(string repository, string platform, IReadOnlyList<byte[]> layers)
    {
        var config = await PushBlobAsync(repository, Configuration, JsonSerializer.SerializeToUtf8Bytes(new { architecture = platform, os = "linux", rootfs = new { type = "layers", diff_ids = Array.Empty<string>() } }));
        var pushed = new List<Part>();
        foreach (var layer in layers)
        {
            pushed.Add(await PushBlobAsync(repository, Layer, layer));
        }

        return await PushManifestAsync(repository, OciManifest, new { schemaVersion = 2, mediaType = OciManifest, config = Written(config), layers = pushed.Select(Written) }) with { Platform = platform };
    }

    private Image Named(string repository, Part manifest) => new(host, repository, Digest.Parse(manifest.Digest));

    private static IEnumerable<string> Listed(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var parts) ? parts.EnumerateArray().Select(part => part.GetProperty("digest").GetString()!) : [];
}
