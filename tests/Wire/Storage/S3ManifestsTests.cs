using Slipway.Aws.Storage;
using Slipway.Domain;
using Slipway.Domain.Systems;
using Slipway.Functions.Systems;
using Slipway.Tests.Ports;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Storage;

public sealed class S3ManifestsTests(MotoServer moto) : SystemManifestsContract
{
    [Fact]
    public async Task Only_what_changed_is_fetched_again()
    {
        var bucket = await TestBucket.CreateAsync(moto.Clients());
        await bucket.PutAsync("a.yaml", "a");
        await bucket.PutAsync("b.yaml", "b");
        var fetched = new List<string>();
        var manifests = new S3Manifests(moto.Clients(http: Noting(fetched)), bucket.Name);
        await manifests.ReadAllAsync(Token);
        await manifests.ReadAllAsync(Token);
        Assert.Equal(["a.yaml", "b.yaml"], fetched.Order());

        await bucket.PutAsync("b.yaml", "B");
        Assert.Equal([new("a.yaml", "a"), new("b.yaml", "B")], await manifests.ReadAllAsync(Token));
        Assert.Equal(["a.yaml", "b.yaml", "b.yaml"], fetched.Order());
    }

    [Fact]
    public async Task What_is_deleted_between_the_listing_and_the_reading_is_left_out()
    {
        var bucket = await TestBucket.CreateAsync(moto.Clients());
        await bucket.PutAsync("a.yaml", "a");
        await bucket.PutAsync("b.yaml", "b");
        var script = new HttpScript(async (request, send) =>
        {
            if (request.RequestUri!.AbsolutePath.EndsWith("/a.yaml", StringComparison.Ordinal))
            {
                await bucket.Client.DeleteObjectAsync(bucket.Name, "a.yaml", Token);
            }

            return await send();
        });

        Assert.Equal([new("b.yaml", "b")], await new S3Manifests(moto.Clients(http: script), bucket.Name).ReadAllAsync(Token));
    }

    [Fact]
    public async Task A_bucket_is_listed_to_its_last_page()
    {
        var bucket = await TestBucket.CreateAsync(moto.Clients());
        foreach (var name in new[] { "a", "b", "c", "d", "e" })
        {
            await bucket.PutAsync($"{name}.yaml", name);
        }

        var pages = 0;
        var script = new HttpScript((request, send) =>
        {
            if (request.RequestUri!.Query.Contains("list-type=2", StringComparison.Ordinal))
            {
                pages++;
                request.RequestUri = new($"{request.RequestUri}&max-keys=2");
            }

            return send();
        });
        var texts = await new S3Manifests(moto.Clients(http: script), bucket.Name).ReadAllAsync(Token);
        Assert.Equal(["a", "b", "c", "d", "e"], texts.Select(text => text.Text));
        Assert.Equal(3, pages);
    }

    [Fact]
    public async Task A_file_that_is_too_long_for_a_manifest_is_a_mistake_of_its_own_and_keeps_no_other_system()
    {
        var bucket = await TestBucket.CreateAsync(moto.Clients());
        await bucket.PutAsync("dump.yaml", new string('x', 1024 * 1024 + 1));
        await bucket.PutAsync("shop.yaml", "kind: System");
        var texts = await new S3Manifests(moto.Clients(), bucket.Name).ReadAllAsync(Token);

        Assert.Equal("kind: System", texts[1].Text);
        Assert.StartsWith("dump.yaml:1: manifest: has 1048577 bytes in the bucket", Assert.Single(YamlManifest.Load(texts[0]).Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_is_missing_is_named()
    {
        var failure = await Assert.ThrowsAsync<RejectedException>(() => new S3Manifests(moto.Clients(), "no-such-bucket").ReadAllAsync(Token));
        Assert.Equal("The manifests in the bucket no-such-bucket cannot be listed: The specified bucket does not exist (NoSuchBucket)", failure.Message);
    }

    protected override async Task<ISystemManifests> OpenAsync(params IReadOnlyList<ManifestText> files)
    {
        var bucket = await TestBucket.CreateAsync(moto.Clients());
        foreach (var file in files)
        {
            await bucket.PutAsync(file.File, file.Text);
        }

        return new S3Manifests(moto.Clients(), bucket.Name);
    }

    private static HttpScript Noting(List<string> fetched) => new((request, send) =>
    {
        if (request.RequestUri!.AbsolutePath.EndsWith(".yaml", StringComparison.Ordinal))
        {
            lock (fetched)
            {
                fetched.Add(request.RequestUri.Segments[^1]);
            }
        }

        return send();
    });
}
