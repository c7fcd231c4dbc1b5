using System.Text.Json;
using Slipway.Domain.Images;

namespace Slipway.Domain.Signatures;

/// <summary>Signatures of cosign by key: a payload in the form of simple signing that names the digest, and the signature of its bytes.</summary>
internal static class CosignSignature
{
    public static Judgement Check(HeldSignature held, Digest digest, IReadOnlyList<string> pems)
    {
        if (pems.Count == 0)
        {
            return Judgement.Not("the manifest names no key for it");
        }

        var signature = new byte[held.Signature?.Length ?? 0];
        if (held.Signature is null || !Convert.TryFromBase64String(held.Signature, signature, out var length))
        {
            return Judgement.Not("it has no signature in Base64");
        }

        if (Signer(held.Content.Span, signature.AsSpan(0, length), pems) is not { } fingerprint)
        {
            return Judgement.Not("no key of the manifest made it");
        }

        return Signed(held.Content) is not { } signed ? Judgement.Not("what it signs names no image")
            : signed != digest.Value ? Judgement.Not($"it signs another image, {signed}")
            : Judgement.By($"by the key {fingerprint}");
    }

    private static string? Signer(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature, IReadOnlyList<string> pems)
    {
        foreach (var pem in pems)
        {
            using var key = PublicKey.TryParse(pem);
            if (key?.HasSigned(content, signature) == true)
            {
                return key.Fingerprint;
            }
        }

        return null;
    }

    /// <summary>The digest that the payload names; null for any other payload.</summary>
    private static string? Signed(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload);
            var critical = json.RootElement.GetProperty("critical");
            return critical.GetProperty("type").GetString() == "cosign container image signature" ? critical.GetProperty("image").GetProperty("docker-manifest-digest").GetString() : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }
}
