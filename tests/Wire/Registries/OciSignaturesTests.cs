using System.Security.Cryptography;
using System.Text;
using Slipway.Aws.Registries;
using Slipway.Domain.Images;
using Slipway.Domain.Signatures;
using Slipway.Tests.Ports;
using Slipway.Tests.Shared.Domain.Signatures;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Registries;

/// <summary>Signatures as a real registry keeps them, which has no referrers API: under cosign's tag, and in the list under a tag.</summary>
public sealed class OciSignaturesTests(TwoRegistries registries) : SignaturesContract, IClassFixture<TwoRegistries>, IDisposable
{
    private const string Repository = "signed/api";
    private static int s_pushed;
    private readonly ImageAuthor _author = new(registries.Source.Host);

    protected override ISignatures Signatures { get; } = new OciSignatures(Copying.Registries());

    public void Dispose() => _author.Dispose();

    protected override Task<Image> PushAsync() => _author.PushAsync(Repository, Interlocked.Increment(ref s_pushed), 100);

    protected override async Task SignAsync(Image image, ECDsa key) => await PushSignatureAsync(image, key, $"{ImageAuthor.TagOf(image)}.sig");

    [Fact]
    public async Task A_signature_among_the_referrers_is_read_and_what_else_refers_to_the_image_is_not()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var image = await PushAsync();
        var signature = await PushSignatureAsync(image, key, tag: null);
        var sbom = await _author.PushReferrerAsync(image, "application/spdx+json", "packages");
        await _author.PushReferrerListAsync(image, signature, sbom);

        var held = Assert.Single(await Signatures.ReadAsync(image, Token));

        Assert.Equal((HeldSignature.SimpleSigning, signature.Digest), (held.MediaType, held.Manifest.Value));
        Assert.True(SignatureCheck.Check(held, image.Digest, new(Required: true) { Keys = [key.ExportSubjectPublicKeyInfoPem()] }, default).IsValid);
    }

    [Theory]
    [InlineData(HeldSignature.Jws)]
    [InlineData(HeldSignature.Cose)]
    public async Task An_envelope_of_Notation_is_read_as_it_was_pushed(string mediaType)
    {
        var image = await PushAsync();
        await _author.PushReferrerListAsync(image, await _author.PushReferrerAsync(image, mediaType, "envelope"));

        var held = Assert.Single(await Signatures.ReadAsync(image, Token));

        Assert.Equal((mediaType, "envelope", null), (held.MediaType, Encoding.UTF8.GetString(held.Content.Span), held.Signature));
    }

    private async Task<Part> PushSignatureAsync(Image image, ECDsa key, string? tag)
    {
        var made = Signer.Cosign(Signer.Payload(image.Digest), key);
        var layer = await _author.PushBlobAsync(Repository, HeldSignature.SimpleSigning, made.Content.ToArray());
        var config = await _author.PushBlobAsync(Repository, "application/vnd.oci.image.config.v1+json", "{}"u8.ToArray());
        return await _author.PushManifestAsync(
            Repository,
            ImageAuthor.OciManifest,
            new
            {
                schemaVersion = 2,
                mediaType = ImageAuthor.OciManifest,
                config = ImageAuthor.Written(config),
                layers = new[] { new { mediaType = layer.MediaType, digest = layer.Digest, size = layer.Size, annotations = new Dictionary<string, string> { ["dev.cosignproject.cosign/signature"] = made.Signature! } } },
            },
            tag);
    }
}
