using System.Security.Cryptography;
using System.Text.Json;

namespace Slipway.Benchmarks.ImagePromotion;

/// <summary>An index of three platforms: one layer of 60 MB that they share and two of 40 MB of each, of random bytes.</summary>
internal static class GeneratedIndex
{
    private const int Megabyte = 1_000_000;
    private const string Repository = "shop/api";
    private const string IndexType = "application/vnd.oci.image.index.v1+json";
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    /// <summary>Repository and digest, and the size of the whole in MB.</summary>
    public static async Task<(string Image, double Megabytes)> PushAsync(string host)
    {
        using var http = new HttpClient();
        var random = new Random(1);
        var shared = await PushBlobAsync(http, host, Bytes(random, 60 * Megabyte));
        var platforms = new List<object>();
        foreach (var architecture in new[] { "amd64", "arm64", "s390x" })
        {
            var config = await PushBlobAsync(http, host, JsonSerializer.SerializeToUtf8Bytes(new { architecture, os = "linux", rootfs = new { type = "layers", diff_ids = Array.Empty<string>() } }), "application/vnd.oci.image.config.v1+json");
            var layers = new[] { shared, await PushBlobAsync(http, host, Bytes(random, 40 * Megabyte)), await PushBlobAsync(http, host, Bytes(random, 40 * Megabyte)) };
            var (digest, size) = await PushManifestAsync(http, host, ManifestType, new { schemaVersion = 2, mediaType = ManifestType, config, layers });
            platforms.Add(new { mediaType = ManifestType, digest, size, platform = new { architecture, os = "linux" } });
        }

        var (index, _) = await PushManifestAsync(http, host, IndexType, new { schemaVersion = 2, mediaType = IndexType, manifests = platforms });
        return ($"{Repository}@{index}", 300);
    }

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static async Task<object> PushBlobAsync(HttpClient http, string host, byte[] content, string mediaType = "application/vnd.oci.image.layer.v1.tar")
    {
        var digest = DigestOf(content);
        var begun = await http.PostAsync(new Uri($"http://{host}/v2/{Repository}/blobs/uploads/"), null);
        using var body = new ByteArrayContent(content);
        (await http.PutAsync(new Uri($"{begun.Headers.Location}&digest={digest}"), body)).EnsureSuccessStatusCode();
        return new { mediaType, digest, size = content.Length };
    }

    private static async Task<(string Digest, int Size)> PushManifestAsync(HttpClient http, string host, string mediaType, object manifest)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(manifest);
        var digest = DigestOf(content);
        using var body = new ByteArrayContent(content) { Headers = { ContentType = new(mediaType) } };
        (await http.PutAsync(new Uri($"http://{host}/v2/{Repository}/manifests/{digest}"), body)).EnsureSuccessStatusCode();
        return (digest, content.Length);
    }

    private static string DigestOf(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
}
