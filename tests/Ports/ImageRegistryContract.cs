using Slipway.Domain.Images;

namespace Slipway.Tests.Ports;

/// <summary>What everybody may rely on who is given a registry of images, whoever imitates it.</summary>
public abstract class ImageRegistryContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected static Digest Unknown { get; } = Digest.Parse($"sha256:{new string('0', 64)}");

    protected abstract IImageRegistry Registry { get; }

    /// <summary>Pushes an image that no other is equal to, into the repository of this test.</summary>
    protected abstract Task<Image> PushAsync(string tag);

    /// <summary>Takes the image away, as a lifecycle rule does.</summary>
    protected abstract Task RemoveAsync(Image image);

    [Fact]
    public async Task A_pushed_image_is_found_by_its_digest_and_by_its_tag()
    {
        var image = await PushAsync("v1");

        var byDigest = await Registry.FindAsync(image, Token);
        var byTag = await Registry.FindAsync(image.Registry, image.Repository, "v1", Token);

        Assert.Equal(image, byDigest!.Image);
        Assert.Equal(["v1"], byDigest.Tags);
        Assert.True(byDigest.PushedAt > new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), $"pushed at {byDigest.PushedAt}");
        Assert.True(byDigest.SizeInBytes > 0);
        Assert.Equal(image, byTag!.Image);
    }

    [Fact]
    public async Task What_the_registry_does_not_hold_is_not_found()
    {
        var image = await PushAsync("v1");

        Assert.Null(await Registry.FindAsync(image with { Digest = Unknown }, Token));
        Assert.Null(await Registry.FindAsync(image.Registry, image.Repository, "v2", Token));
        await RemoveAsync(image);
        Assert.Null(await Registry.FindAsync(image, Token));
    }

    [Fact]
    public async Task Images_are_listed_from_a_time_on_in_the_order_of_their_pushes_and_of_an_unknown_repository_none()
    {
        var (one, two) = (await PushAsync("v1"), await PushAsync("v2"));
        var pushed = (await Registry.FindAsync(one, Token))!.PushedAt;

        Assert.Equal([one, two], (await Registry.ListAsync(one.Registry, one.Repository, pushed, Token)).Select(image => image.Image));
        Assert.Equal(["v1"], (await Registry.ListAsync(one.Registry, one.Repository, pushed, Token))[0].Tags);
        Assert.Empty(await Registry.ListAsync(one.Registry, one.Repository, pushed.AddDays(1), Token));
        Assert.Empty(await Registry.ListAsync(one.Registry, $"{one.Repository}-none", default, Token));
    }

    [Fact]
    public async Task An_image_that_the_registry_does_not_hold_has_no_scan() =>
        Assert.Equal(ScanStatus.Missing, (await Registry.ReadScanAsync(await PushAsync("v1") with { Digest = Unknown }, Token)).Status);

    [Fact]
    public async Task Protection_takes_its_name_over_from_the_image_that_had_it()
    {
        var (one, two) = (await PushAsync("v1"), await PushAsync("v2"));

        Assert.Null(await Registry.ProtectAsync(one, "slipway-shop-prod-api", Token));
        Assert.Null(await Registry.ProtectAsync(two, "slipway-shop-prod-api", Token));

        Assert.Equal(two, (await Registry.FindAsync(two.Registry, two.Repository, "slipway-shop-prod-api", Token))!.Image);
        Assert.Equal(["v1"], (await Registry.FindAsync(one, Token))!.Tags);
    }

    [Fact]
    public async Task Protection_may_be_repeated()
    {
        var image = await PushAsync("v1");

        Assert.Null(await Registry.ProtectAsync(image, "slipway-shop-prod-api", Token));
        Assert.Null(await Registry.ProtectAsync(image, "slipway-shop-prod-api", Token));

        Assert.Equal(["slipway-shop-prod-api", "v1"], (await Registry.FindAsync(image, Token))!.Tags.Order());
    }

    [Fact]
    public async Task An_image_that_is_gone_cannot_be_protected_and_the_sentence_says_so()
    {
        var image = await PushAsync("v1");
        await RemoveAsync(image);

        Assert.Equal($"The registry no longer holds {image.Repository}@{image.Digest.Abbreviation}.", await Registry.ProtectAsync(image, "slipway-shop-prod-api", Token));
    }
}
