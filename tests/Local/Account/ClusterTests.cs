using Slipway.Domain;
using Slipway.Local.Account;
using Slipway.Local.Account.Clusters;

namespace Slipway.Tests.Local.Account;

public sealed class ClusterTests
{
    public static TheoryData<string, int, int> RollingServices => new()
    {
        // service, most pods that may stand, fewest that may be ready
        { "api", 4 + 1, 4 - 1 },
        { "web", 3 + 1, 3 },
        { "worker", 1 + 1, 1 },
        { "mail", 2 + 2, 2 },
    };

    [Fact]
    public async Task Every_service_stands_ready_from_the_start_on_an_image_the_registry_holds()
    {
        var run = new AccountRun();

        Assert.Equal(12, run.Account.Cluster.Workloads.Count);
        Assert.Empty(run.Account.Unsettled);
        var state = await run.Read(Shop.Address("api"));
        Assert.Equal((4, 4, 4, 0), (state.Desired, state.Updated, state.Ready, state.Old));
        Assert.NotNull(await run.Account.Registry.FindAsync(state.Image, AccountRun.Token));
        Assert.Equal("docker.io", (await run.Read(Shop.Address("store"))).Image.Registry);
    }

    [Theory]
    [MemberData(nameof(RollingServices))]
    public async Task A_rolling_replacement_never_exceeds_its_surge_nor_falls_below_what_must_serve(string service, int most, int fewest)
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var run = new AccountRun(seed);
            var address = Shop.Address(service);
            var image = await run.Deploy(service, ImageBehaviour.Healthy);

            Assert.True(run.Settle(TimeSpan.FromMinutes(10), () =>
            {
                var pods = run.Account.Cluster.Pods(address);
                Assert.InRange(pods.Count(pod => pod.Phase != PodPhase.Terminating), 1, most);
                Assert.InRange(run.Account.Cluster.ServingDigests(address).Count, fewest, most);
            }));
            Assert.All(run.Account.Cluster.ServingDigests(address), digest => Assert.Equal(image.Digest, digest));
        }
    }

    [Theory]
    [InlineData("store")]
    [InlineData("agent")]
    public async Task A_stateful_set_and_a_daemon_set_replace_their_pods_one_by_one_from_the_last(string service)
    {
        var run = new AccountRun();
        var address = Shop.Address(service);
        var image = await run.Deploy(service, ImageBehaviour.Healthy);
        var serving = new List<string>();

        Assert.True(run.Settle(TimeSpan.FromMinutes(10), () =>
        {
            Assert.InRange(run.Account.Cluster.ServingDigests(address).Count, 2, 3);
            Assert.InRange(run.Account.Cluster.Pods(address).Count, 2, 3);
            serving.AddRange(run.Account.Cluster.Pods(address).Where(pod => pod.Phase == PodPhase.Ready && pod.Image == image).Select(pod => pod.Name).Except(serving).ToList());
        }));

        Assert.Equal(3, serving.Count);
        if (service == "store")
        {
            Assert.Equal(["shop-store-2", "shop-store-1", "shop-store-0"], serving);
        }
    }

    [Theory]
    [InlineData("store")]
    [InlineData("api")]
    [InlineData("agent")]
    [InlineData("mail")]
    [InlineData("web")]
    public async Task A_failed_rollout_keeps_the_old_replicas_serving_and_the_way_back_recovers(string service)
    {
        var run = new AccountRun();
        var address = Shop.Address(service);
        var before = (await run.Read(address)).Image;
        await run.Deploy(service, ImageBehaviour.CrashLoop);

        Assert.False(run.Settle(TimeSpan.FromMinutes(15), () => Assert.NotEmpty(run.Account.Cluster.ServingDigests(address))));
        Assert.Contains((await run.Read(address)).Troubles, trouble => trouble.Reason == "CrashLoopBackOff");
        Assert.All(run.Account.Cluster.ServingDigests(address), digest => Assert.Equal(before.Digest, digest));

        await run.Change(address, before);
        Assert.Empty((await run.Read(address)).Troubles);
        Assert.True(run.Settle(TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public async Task A_stale_token_is_refused_and_the_same_image_asked_for_again_changes_nothing()
    {
        var run = new AccountRun();
        var address = Shop.Address("api");
        var (one, two) = (run.Account.Registry.Push("shop/api", "v2"), run.Account.Registry.Push("shop/api", "v3"));
        await run.Account.Cluster.ChangeImageAsync(address, two, 5, AccountRun.Token);

        var refused = await Assert.ThrowsAsync<ConflictException>(() => run.Account.Cluster.ChangeImageAsync(address, one, 4, AccountRun.Token));
        Assert.Contains("token 5", refused.Message);
        Assert.True(run.Settle(TimeSpan.FromMinutes(10)));
        await run.Account.Cluster.ChangeImageAsync(address, two, 5, AccountRun.Token);
        Assert.Empty(run.Account.Unsettled);
    }

    [Fact]
    public async Task An_unknown_workload_is_refused_with_what_there_is()
    {
        var run = new AccountRun();

        var refused = await Assert.ThrowsAsync<RejectedException>(() => run.Read(Shop.Address("api") with { Name = "shop-ap" }));

        Assert.Contains("shop/shop-ap", refused.Message);
        Assert.Contains("Deployment shop/shop-api", refused.Message);
    }

    [Fact]
    public async Task Scaling_adds_replicas_of_the_same_image_and_takes_them_away_again()
    {
        var run = new AccountRun();
        var address = Shop.Address("api");
        await run.Account.Cluster.ScaleAsync(address, 6, AccountRun.Token);
        Assert.True(run.Settle(TimeSpan.FromMinutes(2)));
        Assert.Equal(6, run.Account.Cluster.ServingDigests(address).Count);

        await run.Account.Cluster.ScaleAsync(address, 0, AccountRun.Token);
        Assert.Empty(run.Account.Cluster.ServingDigests(address));
        Assert.True(run.Settle(TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task A_restart_replaces_every_pod_once_for_each_id()
    {
        var run = new AccountRun();
        var address = Shop.Address("api");
        var before = run.Account.Cluster.Pods(address).Select(pod => pod.Name).ToList();
        await run.Account.Cluster.RestartAsync(address, "alarm-1", AccountRun.Token);
        Assert.True(run.Settle(TimeSpan.FromMinutes(5), () => Assert.InRange(run.Account.Cluster.ServingDigests(address).Count, 3, 5)));
        Assert.Empty(run.Account.Cluster.Pods(address).Select(pod => pod.Name).Intersect(before));

        await run.Account.Cluster.RestartAsync(address, "alarm-1", AccountRun.Token);
        Assert.Empty(run.Account.Unsettled);
    }

    [Fact]
    public async Task A_full_cluster_leaves_pods_unscheduled_until_there_is_room()
    {
        var run = new AccountRun();
        var address = Shop.Address("api");
        run.Account.Cluster.SetCapacity(address.Cluster, 16);
        await run.Account.Cluster.ScaleAsync(address, 5, AccountRun.Token);
        run.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal("Unschedulable", Assert.Single((await run.Read(address)).Troubles).Reason);

        run.Account.Cluster.SetCapacity(address.Cluster, 17);
        Assert.True(run.Settle(TimeSpan.FromMinutes(2)));
    }
}
