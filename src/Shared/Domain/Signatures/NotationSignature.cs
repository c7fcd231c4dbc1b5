using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Slipway.Domain.Images;

namespace Slipway.Domain.Signatures;

/// <summary>
/// Signatures of Notation in a JWS envelope, under the scheme notary.x509 (the Notary Project's signature specification 1.0). Revocation
/// is not asked for: a verdict needs no other server than the registry.
/// </summary>
internal static class NotationSignature
{
    private const string Scheme = "io.cncf.notary.signingScheme";
    private const string Expiry = "io.cncf.notary.expiry";
    private static readonly string[] Understood = [Scheme, Expiry];

    public static Judgement Check(HeldSignature held, Digest digest, IReadOnlyList<string> roots, DateTimeOffset now)
    {
        if (roots.Count == 0)
        {
            return Judgement.Not("the manifest names no certificate for it");
        }

        try
        {
            using var envelope = JsonDocument.Parse(held.Content);
            return Check(envelope.RootElement, digest, roots, now);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or CryptographicException)
        {
            return Judgement.Not($"its envelope cannot be read: {failure.Message.TrimEnd('.')}");
        }
    }

    private static Judgement Check(JsonElement envelope, Digest digest, IReadOnlyList<string> roots, DateTimeOffset now)
    {
        var (protectedText, payloadText) = (Text(envelope, "protected"), Text(envelope, "payload"));
        using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(protectedText));
        using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(payloadText));
        using var chain = new CertificateChain(envelope.GetProperty("header").GetProperty("x5c").EnumerateArray().Select(certificate => Convert.FromBase64String(certificate.GetString()!)));
        if (Unknown(header.RootElement) is { } unknown)
        {
            return Judgement.Not(unknown);
        }

        var signed = Encoding.ASCII.GetBytes($"{protectedText}.{payloadText}");
        var target = Text(payload.RootElement.GetProperty("targetArtifact"), "digest");
        return !IsSigned(chain.Leaf, Text(header.RootElement, "alg"), signed, Base64Url.DecodeFromChars(Text(envelope, "signature"))) ? Judgement.Not("its certificate did not make it")
            : chain.ReasonAgainst(roots, now) is { } reason ? Judgement.Not(reason)
            : header.RootElement.TryGetProperty(Expiry, out var expiry) && Time(expiry) is var end && end <= now ? Judgement.Not($"it expired on {end:yyyy-MM-dd HH:mm} UTC")
            : target != digest.Value ? Judgement.Not($"it signs another image, {target}")
            : Judgement.By($"by {chain.Leaf.Subject}");
    }

    /// <summary>What its author wants understood and is not understood here.</summary>
    private static string? Unknown(JsonElement header)
    {
        var critical = header.GetProperty("crit").EnumerateArray().Select(name => name.GetString() ?? "").ToList();
        return critical.Except(Understood).FirstOrDefault() is { } unknown ? $"it asks for {unknown}, which is not known here"
            : Text(header, Scheme) is not "notary.x509" and var scheme ? $"its scheme is {scheme} and not notary.x509"
            : null;
    }

    private static bool IsSigned(X509Certificate2 certificate, string algorithm, byte[] signed, byte[] signature)
    {
        using var curve = certificate.GetECDsaPublicKey();
        using var rsa = certificate.GetRSAPublicKey();
        return (algorithm, curve?.KeySize, rsa?.KeySize) switch
        {
            ("ES256", 256, _) => curve!.VerifyData(signed, signature, HashAlgorithmName.SHA256),
            ("ES384", 384, _) => curve!.VerifyData(signed, signature, HashAlgorithmName.SHA384),
            ("PS256", _, >= 2048) => rsa!.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            _ => false,
        };
    }

    private static DateTimeOffset Time(JsonElement written) => DateTimeOffset.Parse(written.GetString() ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null");
}
