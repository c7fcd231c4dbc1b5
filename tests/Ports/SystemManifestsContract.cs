using Slipway.Domain.Systems;
using Slipway.Local.Account;

namespace Slipway.Tests.Ports;

/// <summary>What holds for the manifests, wherever they are kept.</summary>
public abstract class SystemManifestsContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_yaml_file_is_read_in_the_order_of_the_names_and_nothing_else()
    {
        var manifests = await OpenAsync(new("shop.yaml", "name: shop\n"), new("blog.yml", "name: blög\n"), new("system.schema.json", "{}"), new("notes.yaml.txt", "no"), new("Zoo.yaml", ""));

        var texts = await manifests.ReadAllAsync(Token);
        Assert.Equal([new("Zoo.yaml", ""), new("blog.yml", "name: blög\n"), new("shop.yaml", "name: shop\n")], texts);
        Assert.Equal(texts, await manifests.ReadAllAsync(Token));
    }

    [Fact]
    public async Task Where_there_is_no_manifest_nothing_is_read() => Assert.Empty(await (await OpenAsync()).ReadAllAsync(Token));

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_the_text()
    {
        var manifests = await OpenAsync(new ManifestText("shop.yaml", "\uFEFFname: shop\n"));
        Assert.Equal("name: shop\n", Assert.Single(await manifests.ReadAllAsync(Token)).Text);
    }

    protected abstract Task<ISystemManifests> OpenAsync(params IReadOnlyList<ManifestText> files);
}

public sealed class SimulatedSystemManifestsTests : SystemManifestsContract, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("slipway-manifests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected override Task<ISystemManifests> OpenAsync(params IReadOnlyList<ManifestText> files)
    {
        foreach (var file in files)
        {
            File.WriteAllText(Path.Combine(_folder, file.File), file.Text);
        }

        return Task.FromResult<ISystemManifests>(Manifests.InFolder(_folder));
    }
}
