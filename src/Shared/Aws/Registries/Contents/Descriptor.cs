using System.Text.Json;
using Slipway.Domain;
using Slipway.Domain.Images;

namespace Slipway.Aws.Registries.Contents;

/// <summary>How a manifest names a blob or another manifest; <paramref name="Json"/> is the descriptor as it was written.</summary>
internal sealed record Descriptor(string MediaType, Digest Digest, long Size, bool Foreign, JsonElement Json)
{
    public static Descriptor Parse(JsonElement json)
    {
        var type = json.TryGetProperty("mediaType", out var named) ? named.GetString() ?? "" : "";
        var text = json.TryGetProperty("digest", out var identity) ? identity.GetString() : null;
        var digest = Digest.TryParse(text, null, out var parsed)
            ? parsed
            : throw new RejectedException($"The manifest names content by '{text}': only sha256 digests can be copied.");
        return json.TryGetProperty("size", out var size) && size.TryGetInt64(out var bytes) && bytes >= 0
            ? new(type, digest, bytes, MediaTypes.IsForeign(type) || HasAddresses(json), json.Clone())
            : throw new RejectedException($"The manifest does not say the size of {digest}: the image has to be pushed again.");
    }

    private static bool HasAddresses(JsonElement json) => json.TryGetProperty("urls", out var urls) && urls.ValueKind == JsonValueKind.Array && urls.GetArrayLength() > 0;
}
