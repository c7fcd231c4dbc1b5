using System.Text;
using Amazon.ECR;
using Slipway.Aws.Access;
using Slipway.Aws.Registries;
using Slipway.Domain.Images;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Registries;

/// <summary>Repositories of moto for one test, under names of its own. moto takes the digest that it is given and makes a wrong one where it is given none.</summary>
internal sealed class EcrRepositories(MotoServer moto)
{
    private static int _made;

    public const string Host = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

    public AwsClients Clients { get; } = moto.Clients();

    public EcrImageRegistry Registry => new(Clients, Copying.Registries());

    public AmazonECRClient Client => Clients.For(new("us-east-1"), AwsServices.Ecr);

    public async Task<string> CreateAsync(ImageTagMutability? mutability = null)
    {
        var name = $"shop/api-{Interlocked.Increment(ref _made)}-{Guid.NewGuid():N}";
        await Client.CreateRepositoryAsync(new() { RepositoryName = name, ImageTagMutability = mutability }, TestContext.Current.CancellationToken);
        return name;
    }

    public async Task<Image> PushAsync(string repository, string tag, string content = "one")
    {
        var manifest = $$$"""{"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.v2+json","config":{"mediaType":"application/vnd.docker.container.image.v1+json","digest":"sha256:{{{Digests.Of(content).Value[7..]}}}","size":100},"layers":[]}""";
        var image = new Image(Host, repository, Digests.Of(manifest));
        await Client.PutImageAsync(
            new() { RepositoryName = repository, ImageManifest = manifest, ImageManifestMediaType = "application/vnd.docker.distribution.manifest.v2+json", ImageTag = tag, ImageDigest = image.Digest.Value },
            TestContext.Current.CancellationToken);
        return image;
    }
}

/// <summary>Digests of texts.</summary>
internal static class Digests
{
    public static Digest Of(string text) => Digest.Parse($"sha256:{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)))}");
}
