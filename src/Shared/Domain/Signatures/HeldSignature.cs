using Slipway.Domain.Images;

namespace Slipway.Domain.Signatures;

/// <summary>A signature as a registry holds it, not yet believed: what was signed, or the envelope that has both, in the form that the media type names.</summary>
/// <param name="Manifest">The manifest that names it, for people to find it by.</param>
/// <param name="Signature">The signature where it stands beside what was signed, in Base64; null where it is part of the content.</param>
public sealed record HeldSignature(string MediaType, Digest Manifest, ReadOnlyMemory<byte> Content, string? Signature)
{
    /// <summary>What cosign signs.</summary>
    public const string SimpleSigning = "application/vnd.dev.cosign.simplesigning.v1+json";

    /// <summary>Notation's envelope in JSON.</summary>
    public const string Jws = "application/jose+json";

    /// <summary>Notation's envelope in CBOR, which is found and not read.</summary>
    public const string Cose = "application/cose";
}

/// <summary>The signatures that registries keep beside an image.</summary>
public interface ISignatures
{
    /// <summary>What claims to sign the digest, by cosign's tag and by the referrers, of every kind that is known; none when nothing does.</summary>
    Task<IReadOnlyList<HeldSignature>> ReadAsync(Image image, CancellationToken cancellationToken);
}
