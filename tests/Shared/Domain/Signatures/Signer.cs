using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Domain.Images;
using Slipway.Domain.Signatures;

namespace Slipway.Tests.Shared.Domain.Signatures;

/// <summary>Signs as cosign and Notation do, with keys and certificates made for a test.</summary>
internal static class Signer
{
    public static readonly Digest Manifest = Any.Digest('f');

    public static string Payload(Digest digest, string type = "cosign container image signature") =>
        $$$"""{"critical":{"identity":{"docker-reference":""},"image":{"docker-manifest-digest":"{{{digest}}}"},"type":"{{{type}}}"},"optional":null}""";

    public static HeldSignature Cosign(string payload, AsymmetricAlgorithm key)
    {
        var content = Encoding.UTF8.GetBytes(payload);
        var signature = key switch
        {
            ECDsa curve => curve.SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
            RSA rsa => rsa.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            _ => throw new ArgumentException("a key of another kind", nameof(key)),
        };
        return new(HeldSignature.SimpleSigning, Manifest, content, Convert.ToBase64String(signature));
    }

    public static JsonObject Header(string algorithm) => new()
    {
        ["alg"] = algorithm,
        ["cty"] = "application/vnd.cncf.notary.payload.v1+json",
        ["crit"] = new JsonArray("io.cncf.notary.signingScheme"),
        ["io.cncf.notary.signingScheme"] = "notary.x509",
        ["io.cncf.notary.signingTime"] = "2026-01-05T08:00:00Z",
    };

    public static HeldSignature Notation(Digest digest, JsonObject header, AsymmetricAlgorithm key, params X509Certificate2[] chain)
    {
        var payload = new JsonObject { ["targetArtifact"] = new JsonObject { ["mediaType"] = "application/vnd.oci.image.manifest.v1+json", ["digest"] = digest.Value, ["size"] = 1 } };
        var (first, second) = (Encode(header.ToJsonString()), Encode(payload.ToJsonString()));
        var signed = Encoding.ASCII.GetBytes($"{first}.{second}");
        var signature = key switch
        {
            ECDsa curve => curve.SignData(signed, curve.KeySize == 384 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256),
            RSA rsa => rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            _ => throw new ArgumentException("a key of another kind", nameof(key)),
        };
        var envelope = new JsonObject
        {
            ["payload"] = second,
            ["protected"] = first,
            ["header"] = new JsonObject { ["x5c"] = new JsonArray([.. chain.Select(certificate => (JsonNode)Convert.ToBase64String(certificate.RawData))]) },
            ["signature"] = Base64Url.EncodeToString(signature),
        };
        return new(HeldSignature.Jws, Manifest, Encoding.UTF8.GetBytes(envelope.ToJsonString()), null);
    }

    public static X509Certificate2 Root(ECDsa key, string name = "CN=Root")
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request.CreateSelfSigned(Any.Time.AddYears(-1), Any.Time.AddYears(1));
    }

    public static X509Certificate2 Leaf(AsymmetricAlgorithm key, X509Certificate2 root, DateTimeOffset? until = null, string purpose = "1.3.6.1.5.5.7.3.3")
    {
        var request = key switch
        {
            ECDsa curve => new CertificateRequest("CN=Builder", curve, HashAlgorithmName.SHA256),
            RSA rsa => new CertificateRequest("CN=Builder", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            _ => throw new ArgumentException("a key of another kind", nameof(key)),
        };
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        using var issuer = root.GetECDsaPrivateKey()!;
        return request.Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(issuer), Any.Time.AddDays(-30), until ?? Any.Time.AddDays(30), [1, 2, 3, 4]);
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
