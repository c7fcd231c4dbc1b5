using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Local.Account;
using Slipway.Tests.Local.Account;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Registries;

/// <summary>What every answer to <see cref="IImageCopies"/> has to do, the simulated account's and a real registry's.</summary>
public abstract class ImageCopiesContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract IImageCopies Copies { get; }

    /// <summary>An image that the source holds.</summary>
    protected abstract Task<Image> PushAsync();

    /// <summary>The name that the image gets in the other registry.</summary>
    protected abstract Image Elsewhere(Image image);

    protected abstract Task<bool> HoldsAsync(Image image);

    [Fact]
    public async Task A_copy_is_held_under_the_same_digest()
    {
        var image = await PushAsync();
        Assert.False(await HoldsAsync(Elsewhere(image)));

        var report = await Copies.CopyAsync(image, Elsewhere(image), Token);

        Assert.True(await HoldsAsync(Elsewhere(image)));
        Assert.True(report is { Manifests: > 0, BlobsMoved: > 0, BlobsMounted: 0, BytesMoved: > 0 }, report.ToString());
    }

    [Fact]
    public async Task A_second_copy_moves_and_writes_nothing()
    {
        var image = await PushAsync();
        var first = await Copies.CopyAsync(image, Elsewhere(image), Token);

        Assert.Equal(new CopyReport(0, 0, 0, first.BlobsMoved + first.BlobsPresent, 0), await Copies.CopyAsync(image, Elsewhere(image), Token));
    }

    [Fact]
    public async Task Inside_one_registry_blobs_are_mounted_and_not_moved()
    {
        var image = await PushAsync();
        var target = image with { Repository = $"{image.Repository}/promoted" };

        var report = await Copies.CopyAsync(image, target, Token);

        Assert.True(report is { BlobsMoved: 0, BlobsMounted: > 0, BytesMoved: 0 }, report.ToString());
        Assert.True(await HoldsAsync(target));
    }

    [Fact]
    public async Task An_image_that_the_source_does_not_hold_is_refused_by_name()
    {
        var image = await PushAsync() with { Digest = Digest.Parse($"sha256:{new string('0', 64)}") };

        var refused = await Assert.ThrowsAsync<RejectedException>(() => Copies.CopyAsync(image, Elsewhere(image), Token));

        Assert.Contains($"holds no {image.Repository}@{image.Digest}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_under_another_digest_is_refused()
    {
        var image = await PushAsync();
        var other = image with { Digest = Digest.Parse($"sha256:{new string('1', 64)}") };

        Assert.Contains("keeps its digest", (await Assert.ThrowsAsync<RejectedException>(() => Copies.CopyAsync(image, other, Token))).Message, StringComparison.Ordinal);
        Assert.False(await HoldsAsync(other));
    }
}

public sealed class SimulatedImageCopiesTests : ImageCopiesContract
{
    private readonly AccountRun _run = new();

    protected override IImageCopies Copies => _run.Account.Registry;

    protected override Task<Image> PushAsync() => Task.FromResult(_run.Account.Registry.Push("shop/api", "v2"));

    protected override Image Elsewhere(Image image) => image with { Registry = "210987654321.dkr.ecr.us-east-1.amazonaws.com" };

    protected override async Task<bool> HoldsAsync(Image image) => await _run.Account.Registry.FindAsync(image, Token) is not null;

    [Fact]
    public async Task A_copy_behaves_like_its_original()
    {
        var image = _run.Account.Registry.Push("shop/api", "v2", ImageBehaviour.CrashLoop);
        await Copies.CopyAsync(image, Elsewhere(image), Token);
        Assert.Equal(ImageBehaviour.CrashLoop, _run.Account.Registry.BehaviourOf(Elsewhere(image)));
    }
}

public sealed class RegistryImageCopiesTests(TwoRegistries registries) : ImageCopiesContract, IClassFixture<TwoRegistries>
{
    private static int _pushed;

    protected override IImageCopies Copies { get; } = Copying.Plainly();

    protected override async Task<Image> PushAsync()
    {
        using var author = new ImageAuthor(registries.Source.Host);
        var number = Interlocked.Increment(ref _pushed);
        return await author.PushAsync($"shop/contract-{number}", 1000 * number, 4000, 700);
    }

    protected override Image Elsewhere(Image image) => image with { Registry = registries.Target.Host };

    protected override async Task<bool> HoldsAsync(Image image)
    {
        using var author = new ImageAuthor(image.Registry);
        return await author.ReadManifestAsync(image.Repository, image.Digest.Value) is not null;
    }
}
