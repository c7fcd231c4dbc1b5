using Slipway.Aws.Kubernetes.Api;
using Slipway.Aws.Kubernetes.Clusters;
using Slipway.Domain;
using Slipway.Tests.Wire.Kubernetes.Fake;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Kubernetes;

/// <summary>Only the cluster's own authority vouches for its API server, and only for its address.</summary>
public sealed class TrustTests
{
    [Fact]
    public async Task The_clusters_own_authority_is_trusted_without_any_other()
    {
        await using var server = await FakeKubernetes.StartAsync();
        Assert.Empty(await ListAsync(server, server.Authority));
    }

    [Fact]
    public async Task Another_authority_of_the_same_name_is_refused()
    {
        await using var server = await FakeKubernetes.StartAsync();
        await AssertRefusedAsync(server, new TestAuthority("kubernetes"));
    }

    [Fact]
    public async Task A_certificate_for_another_address_is_refused()
    {
        var authority = new TestAuthority("kubernetes");
        await using var server = await FakeKubernetes.StartAsync(authority.Server("10.0.0.1", "kubernetes.default"));
        await AssertRefusedAsync(server, authority);
    }

    [Fact]
    public async Task A_client_certificate_opens_a_cluster_without_a_token()
    {
        await using var server = await FakeKubernetes.StartAsync();
        server.Known.Add("CN=operator");
        var access = new ClusterAccess("kind", server.Address, server.Authority.Certificates, "operator") { Certificate = server.Authority.Client("operator") };
        Assert.Empty(await ListAsync(access));
    }

    private static async Task AssertRefusedAsync(FakeKubernetes server, TestAuthority authority)
    {
        var refused = await Assert.ThrowsAsync<RejectedException>(() => ListAsync(server, authority));

        Assert.StartsWith(
            $"The server at {server.Address} does not prove that it is the cluster shop: its certificate is not one of the cluster's authority for that address (", refused.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    private static Task<IReadOnlyList<PodObject>> ListAsync(FakeKubernetes server, TestAuthority authority) => ListAsync(
        new ClusterAccess("shop", server.Address, authority.Certificates, "the role of Slipway") { Token = (_, _) => ValueTask.FromResult<string?>("good-token") });

    private static Task<IReadOnlyList<PodObject>> ListAsync(ClusterAccess access) =>
        new KubernetesApi(access, TimeProvider.System, () => 0, new(), () => { })
            .ListAsync(ResourcePath.Pods("shop"), null, KubernetesJson.Default.ObjectListPodObject, TestContext.Current.CancellationToken);
}
