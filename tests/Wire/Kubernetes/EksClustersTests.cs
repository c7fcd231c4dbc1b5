using Slipway.Aws.Access;
using Slipway.Aws.Kubernetes.Clusters;
using Slipway.Domain;
using Slipway.Domain.Systems;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Kubernetes;

public sealed class EksClustersTests(MotoServer moto)
{
    private static readonly Location There = new("eu-west-3", "arn:aws:iam::333344445555:role/slipway");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_unknown_cluster_is_refused_with_its_region_and_the_role_that_looked()
    {
        var refused = await Assert.ThrowsAsync<RejectedException>(() => new EksClusters(moto.Clients(), TimeProvider.System).FindAsync(There, "no-such-cluster", Token));

        Assert.StartsWith($"The cluster no-such-cluster in eu-west-3 cannot be looked up as the role {There.Role}: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("ResourceNotFoundException", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_of_another_account_is_found_through_its_role()
    {
        var clients = moto.Clients();
        var eks = clients.For(There, AwsServices.Eks);
        await eks.CreateClusterAsync(new() { Name = "shop-production", RoleArn = "arn:aws:iam::333344445555:role/eks", ResourcesVpcConfig = new() { SubnetIds = ["subnet-1", "subnet-2"] } }, Token);

        // moto names no real authority: what matters is that the cluster was found there and not here.
        var refused = await Record.ExceptionAsync(() => new EksClusters(clients, TimeProvider.System).FindAsync(There, "shop-production", Token));
        Assert.DoesNotContain("cannot be looked up", refused?.Message ?? "", StringComparison.Ordinal);
        await Assert.ThrowsAsync<RejectedException>(() => new EksClusters(clients, TimeProvider.System).FindAsync(There with { Role = null }, "shop-production", Token));
    }
}
