using System.Security.Cryptography;

namespace Slipway.Domain.Signatures;

/// <summary>A public key by which signatures are checked: ECDSA on P-256 or P-384, or RSA of at least 2048 bits.</summary>
public sealed class PublicKey : IDisposable
{
    private const int LeastRsaBits = 2048;

    /// <summary>P-256 and P-384: others may have keys of the same size.</summary>
    private static readonly string?[] Curves = [ECCurve.NamedCurves.nistP256.Oid.Value, ECCurve.NamedCurves.nistP384.Oid.Value];
    private readonly AsymmetricAlgorithm _key;

    private PublicKey(AsymmetricAlgorithm key) => _key = key;

    /// <summary>How people tell keys apart: the first digits of the SHA-256 of the key.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()))[..12];

    /// <summary>The key in PEM; null for anything else, a private key above all, and for keys that are too weak or not known here.</summary>
    public static PublicKey? TryParse(string pem)
    {
        if (!pem.Contains("PUBLIC KEY", StringComparison.Ordinal) || pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            return null;
        }

        return Import(ECDsa.Create(), pem, key => Curves.Contains(key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value)) ?? Import(RSA.Create(), pem, key => key.KeySize >= LeastRsaBits);
    }

    /// <summary>Whether the holder of the key signed this: with SHA-256, as cosign does, or where the key is one on P-384 with SHA-384, as keys in KMS do.</summary>
    public bool HasSigned(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature) => _key switch
    {
        ECDsa curve => curve.VerifyData(content, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
            || (curve.KeySize == 384 && curve.VerifyData(content, signature, HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence)),
        RSA rsa => rsa.VerifyData(content, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        _ => false,
    };

    public void Dispose() => _key.Dispose();

    private static PublicKey? Import<T>(T key, string pem, Func<T, bool> isKnown)
        where T : AsymmetricAlgorithm
    {
        try
        {
            key.ImportFromPem(pem);
            if (isKnown(key))
            {
                return new(key);
            }
        }
        catch (Exception failure) when (failure is ArgumentException or CryptographicException)
        {
            // A key of another kind.
        }

        key.Dispose();
        return null;
    }
}
