using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Slipway.Domain.Signatures;

namespace Slipway.Tests.Shared.Domain.Signatures;

public sealed class NotationSignatureTests : IDisposable
{
    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _leaf;

    public NotationSignatureTests()
    {
        _root = Signer.Root(_rootKey);
        _leaf = Signer.Leaf(_key, _root);
    }

    public void Dispose()
    {
        _leaf.Dispose();
        _root.Dispose();
        _key.Dispose();
        _rootKey.Dispose();
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("PS256")]
    public void An_envelope_of_the_digest_by_a_certificate_under_the_root_is_valid(string algorithm)
    {
        using AsymmetricAlgorithm key = algorithm switch
        {
            "ES256" => ECDsa.Create(ECCurve.NamedCurves.nistP256),
            "ES384" => ECDsa.Create(ECCurve.NamedCurves.nistP384),
            _ => RSA.Create(2048),
        };
        using var leaf = Signer.Leaf(key, _root);

        Assert.Equal((true, "by CN=Builder"), Told(Signer.Notation(Any.Digest(), Signer.Header(algorithm), key, leaf, _root)));
        Assert.Equal((true, "by CN=Builder"), Told(Signer.Notation(Any.Digest(), Signer.Header(algorithm), key, leaf)));
    }

    [Theory]
    [InlineData("2026-01-05T09:00:01Z", true, "by CN=Builder")]
    [InlineData("2026-01-05T09:00:00Z", false, "it expired on 2026-01-05 09:00 UTC")]
    [InlineData("2026-01-05T10:59:00+02:00", false, "it expired on 2026-01-05 08:59 UTC")]
    public void It_counts_until_it_expires(string expiry, bool valid, string reason)
    {
        var header = Signer.Header("ES256");
        header["crit"]!.AsArray().Add("io.cncf.notary.expiry");
        header["io.cncf.notary.expiry"] = expiry;

        Assert.Equal((valid, reason), Told(Signer.Notation(Any.Digest(), header, _key, _leaf)));
    }

    [Fact]
    public void An_envelope_of_another_image_does_not_count() =>
        Assert.Equal((false, $"it signs another image, {Any.Digest('b')}"), Told(Signer.Notation(Any.Digest('b'), Signer.Header("ES256"), _key, _leaf)));

    [Fact]
    public void A_certificate_under_another_root_or_that_has_ended_or_is_for_something_else_does_not_count()
    {
        using var otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = Signer.Root(otherKey, "CN=Other");
        using var stranger = Signer.Leaf(_key, other);
        using var ended = Signer.Leaf(_key, _root, Any.Time.AddMinutes(-1));
        using var server = Signer.Leaf(_key, _root, purpose: "1.3.6.1.5.5.7.3.1");

        Assert.StartsWith("the certificate CN=Builder does not lead to one of the manifest's (", Reason(stranger, other), StringComparison.Ordinal);
        Assert.Equal("the certificate CN=Builder does not lead to one of the manifest's (NotTimeValid)", Reason(ended));
        Assert.Equal("the certificate CN=Builder is not one for signing code", Reason(server));
    }

    [Fact]
    public void A_signature_of_another_key_than_the_certificate_s_does_not_count()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Equal((false, "its certificate did not make it"), Told(Signer.Notation(Any.Digest(), Signer.Header("ES256"), other, _leaf)));
        Assert.Equal((false, "its certificate did not make it"), Told(Signer.Notation(Any.Digest(), Signer.Header("ES384"), _key, _leaf)));
        Assert.Equal((false, "its certificate did not make it"), Told(Signer.Notation(Any.Digest(), Signer.Header("none"), _key, _leaf)));
    }

    [Fact]
    public void What_its_author_wants_understood_and_is_not_understood_here_does_not_count()
    {
        var plugin = Signer.Header("ES256");
        plugin["crit"]!.AsArray().Add("io.cncf.notary.verificationPlugin");
        var authority = Signer.Header("ES256");
        authority["io.cncf.notary.signingScheme"] = "notary.x509.signingAuthority";

        Assert.Equal((false, "it asks for io.cncf.notary.verificationPlugin, which is not known here"), Told(Signer.Notation(Any.Digest(), plugin, _key, _leaf)));
        Assert.Equal((false, "its scheme is notary.x509.signingAuthority and not notary.x509"), Told(Signer.Notation(Any.Digest(), authority, _key, _leaf)));
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("{}")]
    [InlineData("""{"payload":"e30","protected":"e30","header":{"x5c":[]},"signature":""}""")]
    [InlineData("""{"payload":"?","protected":"e30","header":{"x5c":["AAAA"]},"signature":""}""")]
    [InlineData("""{"payload":"e30","protected":"e30","header":{"x5c":["AAAA"]},"signature":""}""")]
    public void An_envelope_that_cannot_be_read_does_not_count(string envelope)
    {
        var (isValid, reason) = Told(new(HeldSignature.Jws, Signer.Manifest, System.Text.Encoding.UTF8.GetBytes(envelope), null));

        Assert.False(isValid);
        Assert.StartsWith("its envelope cannot be read: ", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Envelopes_in_COSE_and_kinds_that_are_not_known_do_not_count_and_no_root_trusts_nobody()
    {
        var held = Signer.Notation(Any.Digest(), Signer.Header("ES256"), _key, _leaf);

        Assert.Equal((false, "its envelope is COSE, which is not read here: sign with --signature-format jws"), Told(held with { MediaType = HeldSignature.Cose }));
        Assert.Equal((false, "its kind is not known here"), Told(held with { MediaType = "text/plain" }));
        Assert.Equal((false, "the manifest names no certificate for it"), Told(held, []));
    }

    private string Reason(params X509Certificate2[] chain) => Told(Signer.Notation(Any.Digest(), Signer.Header("ES256"), _key, chain)).Reason;

    private (bool IsValid, string Reason) Told(HeldSignature held) => Told(held, [_root.ExportCertificatePem()]);

    private static (bool IsValid, string Reason) Told(HeldSignature held, IReadOnlyList<string> roots)
    {
        var one = SignatureCheck.Check(held, Any.Digest(), new(Required: true) { Certificates = roots }, Any.Time);
        return (one.IsValid, one.Reason);
    }
}
