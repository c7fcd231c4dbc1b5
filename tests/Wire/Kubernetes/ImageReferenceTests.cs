using Slipway.Aws;

namespace Slipway.Tests.Wire.Kubernetes;

public sealed class ImageReferenceTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("nginx", "docker.io", "library/nginx", null, false)]
    [InlineData("nginx:1.27", "docker.io", "library/nginx", "1.27", false)]
    [InlineData("acme/api@" + Digest, "docker.io", "acme/api", null, true)]
    [InlineData("localhost/api:dev", "localhost", "api", "dev", false)]
    [InlineData("registry:5000/a/b/c:v1@" + Digest, "registry:5000", "a/b/c", "v1", true)]
    [InlineData("123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/api@" + Digest, "123456789012.dkr.ecr.eu-central-1.amazonaws.com", "shop/api", null, true)]
    [InlineData("ghcr.io/acme/api@sha256:short", "ghcr.io", "acme/api", null, false)]
    public void A_reference_is_read_as_container_runtimes_read_it(string text, string registry, string repository, string? tag, bool hasDigest)
    {
        var reference = ImageReference.Parse(text);

        Assert.Equal((registry, repository, tag, hasDigest), (reference.Registry, reference.Repository, reference.Tag, reference.Digest is not null));
    }

    [Theory]
    [InlineData("docker.io/acme/api@" + Digest, true)]
    [InlineData("docker-pullable://acme/api@" + Digest, true)]
    [InlineData(Digest, false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_the_digest_of_a_repository_tells_what_was_pulled(string? imageId, bool isKnown) => Assert.Equal(isKnown, ImageReference.Pulled(imageId) is not null);
}
