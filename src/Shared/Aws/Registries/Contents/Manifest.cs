using System.Security.Cryptography;
using System.Text.Json;
using Slipway.Domain;
using Slipway.Domain.Images;

namespace Slipway.Aws.Registries.Contents;

/// <summary>A manifest byte for byte as a registry gave it, so that its digest stays the same, and what it names.</summary>
internal sealed record Manifest(Digest Digest, string MediaType, ReadOnlyMemory<byte> Content)
{
    /// <summary>The largest manifest that registries have to take, in bytes (OCI distribution spec 1.1).</summary>
    public const int LargestBytes = 4 * 1024 * 1024;

    /// <summary>The platforms of an index.</summary>
    public IReadOnlyList<Descriptor> Children { get; private init; } = [];

    /// <summary>What the image is configured with; null for an index and for what is no image.</summary>
    public Descriptor? Configuration { get; private init; }

    /// <summary>Configuration and layers, without those that may not be distributed.</summary>
    public IReadOnlyList<Descriptor> Blobs { get; private init; } = [];

    public static Manifest Parse(ReadOnlyMemory<byte> content, string mediaType)
    {
        var digest = DigestOf(content.Span);
        try
        {
            using var json = JsonDocument.Parse(content);
            var type = MediaTypes.Manifests.Contains(mediaType) ? mediaType : Written(json.RootElement) ?? mediaType;
            var manifest = new Manifest(digest, type, content);
            return MediaTypes.IsIndex(type) ? manifest with { Children = Parts(json.RootElement, "manifests") }
                : MediaTypes.Manifests.Contains(type) ? manifest with { Blobs = BlobsOf(json.RootElement), Configuration = ConfigurationOf(json.RootElement) }
                : throw new RejectedException($"The manifest {digest} is of the type {type}, which cannot be copied: push the image again with a current tool.");
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new RejectedException($"The manifest {digest} is not a manifest: {failure.Message}", failure);
        }
    }

    public static Digest DigestOf(ReadOnlySpan<byte> content) => Digest.Parse($"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}");

    private static string? Written(JsonElement json) => json.TryGetProperty("mediaType", out var type) ? type.GetString() : null;

    private static IReadOnlyList<Descriptor> BlobsOf(JsonElement json)
    {
        IEnumerable<Descriptor> configuration = ConfigurationOf(json) is { } config ? [config] : [];
        return [.. configuration.Concat(Parts(json, "layers")).Concat(Parts(json, "blobs")).Where(blob => !blob.Foreign)];
    }

    private static Descriptor? ConfigurationOf(JsonElement json) => json.TryGetProperty("config", out var config) ? Descriptor.Parse(config) : null;

    private static IReadOnlyList<Descriptor> Parts(JsonElement json, string name) =>
        json.TryGetProperty(name, out var parts) && parts.ValueKind == JsonValueKind.Array ? [.. parts.EnumerateArray().Select(Descriptor.Parse)] : [];
}
