using System.Security.Cryptography;
using System.Text;
using Slipway.Domain.Signatures;

namespace Slipway.Tests.Shared.Domain.Signatures;

public sealed class CosignSignatureTests
{
    public static TheoryData<string> Kinds => ["P-256", "P-384", "RSA"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_signature_of_the_digest_by_a_key_of_the_manifest_is_valid_and_names_the_key(string kind)
    {
        using var key = Key(kind);

        var valid = Check(Signer.Cosign(Signer.Payload(Any.Digest()), key), key);

        Assert.True(valid.IsValid, valid.Reason);
        Assert.Equal(("cosign", Signer.Manifest.Abbreviation), (valid.Kind, valid.Manifest));
        Assert.Matches("^by the key [0-9a-f]{12}$", valid.Reason);
    }

    [Fact]
    public void One_of_several_keys_is_enough_and_another_is_not()
    {
        using var key = Key("P-256");
        using var other = Key("RSA");
        var held = Signer.Cosign(Signer.Payload(Any.Digest()), key);

        Assert.True(Check(held, other, key).IsValid);
        Assert.Equal((false, "no key of the manifest made it"), Told(Check(held, other)));
        Assert.Equal((false, "the manifest names no key for it"), Told(Check(held)));
    }

    [Fact]
    public void A_valid_signature_of_another_image_or_of_something_else_does_not_count()
    {
        using var key = Key("P-256");

        Assert.Equal((false, $"it signs another image, {Any.Digest('b')}"), Told(Check(Signer.Cosign(Signer.Payload(Any.Digest('b')), key), key)));
        Assert.Equal((false, "what it signs names no image"), Told(Check(Signer.Cosign(Signer.Payload(Any.Digest(), "atomic container signature"), key), key)));
        Assert.Equal((false, "what it signs names no image"), Told(Check(Signer.Cosign("[]", key), key)));
        Assert.Equal((false, "what it signs names no image"), Told(Check(Signer.Cosign("no JSON", key), key)));
    }

    [Fact]
    public void What_was_changed_after_it_was_signed_does_not_count()
    {
        using var key = Key("P-256");
        var held = Signer.Cosign(Signer.Payload(Any.Digest('b')), key);

        Assert.Equal((false, "no key of the manifest made it"), Told(Check(held with { Content = Encoding.UTF8.GetBytes(Signer.Payload(Any.Digest())) }, key)));
        Assert.Equal((false, "no key of the manifest made it"), Told(Check(held with { Signature = "AAAA" }, key)));
        Assert.Equal((false, "it has no signature in Base64"), Told(Check(held with { Signature = "?" }, key)));
        Assert.Equal((false, "it has no signature in Base64"), Told(Check(held with { Signature = null }, key)));
    }

    [Fact]
    public void Private_weak_and_unknown_keys_are_no_keys()
    {
        using var key = Key("P-256");
        using var large = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        using var weak = RSA.Create(1024);

        Assert.NotNull(PublicKey.TryParse(key.ExportSubjectPublicKeyInfoPem()));
        Assert.Null(PublicKey.TryParse(key.ExportPkcs8PrivateKeyPem()));
        Assert.Null(PublicKey.TryParse(large.ExportSubjectPublicKeyInfoPem()));
        Assert.Null(PublicKey.TryParse(weak.ExportSubjectPublicKeyInfoPem()));
        Assert.Null(PublicKey.TryParse("-----BEGIN PUBLIC KEY-----\nnothing\n-----END PUBLIC KEY-----"));
    }

    [Theory]
    [InlineData("P-384", true)]
    [InlineData("P-256", false)]
    public void Keys_on_P384_may_sign_with_SHA_384_as_those_in_KMS_do(string kind, bool isValid)
    {
        using var curve = (ECDsa)Key(kind);
        using var key = PublicKey.TryParse(curve.ExportSubjectPublicKeyInfoPem())!;

        Assert.Equal(isValid, key.HasSigned("content"u8, curve.SignData("content"u8, HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence)));
    }

    private static AsymmetricAlgorithm Key(string kind) => kind switch
    {
        "P-256" => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        "P-384" => ECDsa.Create(ECCurve.NamedCurves.nistP384),
        _ => RSA.Create(2048),
    };

    private static CheckedSignature Check(HeldSignature held, params AsymmetricAlgorithm[] keys) =>
        SignatureCheck.Check(held, Any.Digest(), new(Required: true) { Keys = [.. keys.Select(key => key.ExportSubjectPublicKeyInfoPem())] }, Any.Time);

    private static (bool, string) Told(CheckedSignature one) => (one.IsValid, one.Reason);
}
