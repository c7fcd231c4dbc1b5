using System.Security.Cryptography;
using Slipway.Domain.Images;
using Slipway.Domain.Signatures;
using Slipway.Tests.Local.Account;

namespace Slipway.Tests.Ports;

/// <summary>What everybody may rely on who asks for the signatures of an image.</summary>
public abstract class SignaturesContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract ISignatures Signatures { get; }

    protected abstract Task<Image> PushAsync();

    /// <summary>Signs as <c>cosign sign --key</c> does.</summary>
    protected abstract Task SignAsync(Image image, ECDsa key);

    [Fact]
    public async Task An_image_that_nobody_signed_has_no_signatures() => Assert.Empty(await Signatures.ReadAsync(await PushAsync(), Token));

    [Fact]
    public async Task Every_signature_of_an_image_is_read_and_can_be_checked()
    {
        using var one = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var image = await PushAsync();
        await SignAsync(image, one);

        var held = Assert.Single(await Signatures.ReadAsync(image, Token));

        var policy = new SignaturePolicy(Required: true) { Keys = [one.ExportSubjectPublicKeyInfoPem()] };
        Assert.True(SignatureCheck.Check(held, image.Digest, policy, default).IsValid);
        Assert.Empty(await Signatures.ReadAsync(await PushAsync(), Token));
    }
}

public sealed class SimulatedSignaturesTests : SignaturesContract
{
    private readonly AccountRun _run = new();

    protected override ISignatures Signatures => _run.Account.Signatures;

    protected override Task<Image> PushAsync() => Task.FromResult(_run.Account.Registry.Push("shop/api", "v1"));

    protected override Task SignAsync(Image image, ECDsa key)
    {
        _run.Account.Signatures.Sign(image, key);
        return Task.CompletedTask;
    }
}
