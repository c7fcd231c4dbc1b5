using Slipway.Domain.Images;

namespace Slipway.Domain.Signatures;

/// <summary>What became of a signature that was checked: who made it, or why it does not count.</summary>
public sealed record CheckedSignature(string Kind, string Manifest, bool IsValid, string Reason);

/// <summary>
/// Checks what claims to sign an image.
/// <list type="table">
/// <item><term>cosign's payload, of this digest, signed by a key of the manifest</term><description>valid</description></item>
/// <item><term>Notation's JWS envelope, of this digest, not expired, signed by a certificate under a root of the manifest</term><description>valid</description></item>
/// <item><term>everything else, envelopes in COSE among it</term><description>not valid, with the reason</description></item>
/// </list>
/// </summary>
public static class SignatureCheck
{
    public static CheckedSignature Check(HeldSignature held, Digest digest, SignaturePolicy policy, DateTimeOffset now) => held.MediaType switch
    {
        HeldSignature.SimpleSigning => Told("cosign", held, CosignSignature.Check(held, digest, policy.Keys)),
        HeldSignature.Jws => Told("Notation", held, NotationSignature.Check(held, digest, policy.Certificates, now)),
        HeldSignature.Cose => Told("Notation", held, Judgement.Not("its envelope is COSE, which is not read here: sign with --signature-format jws")),
        var other => Told(other, held, Judgement.Not("its kind is not known here")),
    };

    private static CheckedSignature Told(string kind, HeldSignature held, Judgement judgement) => new(kind, held.Manifest.Abbreviation, judgement.IsValid, judgement.Reason);
}

/// <summary>Whether a signature counts, and why.</summary>
internal sealed record Judgement(bool IsValid, string Reason)
{
    public static Judgement By(string signer) => new(true, signer);

    public static Judgement Not(string reason) => new(false, reason);
}
