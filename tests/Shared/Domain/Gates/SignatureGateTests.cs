using Slipway.Domain.Gates;
using Slipway.Domain.Releases;
using Slipway.Domain.Signatures;

namespace Slipway.Tests.Shared.Domain.Gates;

public sealed class SignatureGateTests
{
    private static readonly CheckedSignature Valid = new("cosign", "aaaaaaaaaaaa", true, "by the key 012345678901");
    private static readonly CheckedSignature Stale = new("Notation", "bbbbbbbbbbbb", false, "it expired on 2026-01-01 00:00 UTC");

    [Fact]
    public void Where_no_signature_is_asked_for_none_is_needed() => Assert.Equal(Answer.Unasked("The manifest asks for no signature."), Decide(required: false, 0));

    [Fact]
    public void One_valid_signature_is_enough() => Assert.Equal(Answer.Pass("Signed by the key 012345678901 (cosign aaaaaaaaaaaa)."), Decide(required: true, 3600, Stale, Valid));

    [Theory]
    [InlineData(899, VerdictKind.Wait, "No valid signature yet (14 min 59 s of at most 15 min): the registry holds none.")]
    [InlineData(900, VerdictKind.Refuse, "No valid signature within 15 min: the registry holds none. Looked for cosign's by 1 key and Notation's under 2 certificates, at the tag sha256-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.sig and among the referrers.")]
    public void Without_one_it_waits_and_then_is_refused_with_what_was_looked_for(int waited, VerdictKind kind, string reason) => Assert.Equal(new Answer(kind, reason), Decide(required: true, waited));

    [Fact]
    public void What_was_found_and_does_not_count_is_told() => Assert.Equal(
        "No valid signature yet (0 s of at most 15 min): Notation bbbbbbbbbbbb: it expired on 2026-01-01 00:00 UTC.", Decide(required: true, 0, Stale).Reason);

    [Fact]
    public void The_record_keeps_few_of_many_and_the_valid_ones_first()
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var other = Signatures.Signer.Cosign(Signatures.Signer.Payload(Any.Digest('b')), key);
        var held = Enumerable.Repeat(other, 40).Append(Signatures.Signer.Cosign(Signatures.Signer.Payload(Any.Digest()), key));

        var inputs = SignatureInputs.Of(Any.Digest(), new(Required: true) { Keys = [key.ExportSubjectPublicKeyInfoPem()] }, [.. held], TimeSpan.Zero, Any.Time);

        Assert.Equal(10, inputs.Found.Count);
        Assert.True(inputs.Found[0].IsValid);
    }

    private static Answer Decide(bool required, double waited, params CheckedSignature[] found) =>
        SignatureGate.Decide(new(Any.Digest(), required, 1, 2, found, Any.Seconds(waited), TimeSpan.FromMinutes(15)));
}
