using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Aws.Kubernetes;
using Slipway.Aws.Kubernetes.Usage;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling;
using Slipway.Tests.Ports;
using Slipway.Tests.Wire.Kubernetes.Fake;

namespace Slipway.Tests.Wire.Kubernetes;

/// <summary>The usage of workloads of Kubernetes: the contract before the fake API, and which pods count.</summary>
public sealed class UsageTests : WorkloadUsageContract
{
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(6);

    [Fact]
    public async Task Use_is_summed_over_the_containers_of_a_pod_and_so_is_what_they_request()
    {
        await using var cluster = await StartAsync(api: """{"cpu":"0.3","memory":"1Gi"}""", proxy: """{"cpu":"100m","memory":"1e9"}""");
        (cluster.Server.Routes.Metrics.Cpu, cluster.Server.Routes.Metrics.Memory) = ("50000000n", "518435456");
        Assert.Equal([25, 25, 25], (await ReadAsync(cluster)).Levels.Select(level => Math.Round(level)));
        Assert.Equal([50, 50, 50], (await ReadAsync(cluster, UsedResource.Memory)).Levels.Select(level => Math.Round(level)));
    }

    [Fact]
    public async Task What_a_whole_pod_requests_counts_before_its_containers_and_a_container_beside_them_counts_with_them()
    {
        await using var whole = await StartAsync(change: pod => pod["resources"] = JsonNode.Parse("""{"requests":{"cpu":"1"}}"""));
        Assert.Equal([10, 10, 10], (await ReadAsync(whole)).Levels.Select(level => Math.Round(level)));

        await using var beside = await StartAsync(change: pod => pod["initContainers"] = JsonNode.Parse(
            """[{"name":"mesh","restartPolicy":"Always","resources":{"requests":{"cpu":"1500m"}}},{"name":"once"}]"""));
        Assert.Equal([5, 5, 5], (await ReadAsync(beside)).Levels.Select(level => Math.Round(level)));
    }

    [Fact]
    public async Task A_pod_that_was_not_measured_has_no_level_and_is_ready_still()
    {
        await using var cluster = await StartAsync();
        cluster.Server.Routes.Metrics.Unmeasured.Add(cluster.Pods[0].Name);
        Assert.Equal((2, 3, 3, null), Parts(await ReadAsync(cluster)));
        cluster.Server.Routes.Metrics.Unmeasured.UnionWith(cluster.Pods.Select(pod => pod.Name));
        Assert.Equal((0, 3, 3, "The cluster shop-production has not measured the cpu of any pod of shop/api since it became ready."), Parts(await ReadAsync(cluster)));
    }

    [Fact]
    public async Task Pods_that_leave_or_failed_are_none_and_pending_ones_are_not_ready()
    {
        await using var cluster = await StartAsync();
        cluster.Server.Arrange(store => store.Write(cluster.Pods[0], () => cluster.Pods[0].Status["phase"] = "Failed"));
        Assert.Equal((2, 2, 2, null), Parts(await ReadAsync(cluster, UsedResource.Memory)));

        cluster.Server.Arrange(store => store.Write(cluster.Pods[1], () => cluster.Pods[1].Status["phase"] = "Pending"));
        Assert.Equal((1, 2, 1, null), Parts(await ReadAsync(cluster, UsedResource.Memory)));

        await cluster.Workloads.ScaleAsync(cluster.Address, 0, Token);
        cluster.Server.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal((0, 0, 0, "The Deployment shop/api runs no pod in the cluster shop-production."), Parts(await ReadAsync(cluster)));
    }

    [Theory]
    [InlineData("True", 400, 100, 3)]
    [InlineData("True", 400, 1, 3)]
    [InlineData("False", 400, 1, 3)]
    [InlineData("False", 400, 380, 2)]
    [InlineData("True", 200, 41, 3)]
    [InlineData("True", 200, 39, 2)]
    [InlineData("False", 200, 100, 2)]
    public async Task The_CPU_of_a_pod_counts_once_it_is_measured_as_a_ready_one(string ready, int startedBefore, int changedBefore, int levels)
    {
        await using var cluster = await StartAsync();
        cluster.Server.Arrange(store => store.Write(cluster.Pods[0], () =>
        {
            cluster.Pods[0].Status["startTime"] = FakeStore.Text(cluster.Server.Now.AddSeconds(-startedBefore));
            FakeNodes.SetCondition(cluster.Pods[0], "Ready", ready, null, null);
            cluster.Pods[0].Status["conditions"]!.AsArray()[^1]!["lastTransitionTime"] = FakeStore.Text(cluster.Server.Now.AddSeconds(-changedBefore));
        }));

        Assert.Equal((levels, 3, levels, null), Parts(await ReadAsync(cluster)));
        Assert.Equal((3, 3, 3, null), Parts(await ReadAsync(cluster, UsedResource.Memory)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cluster_without_metrics_server_says_what_to_install(bool isInstalled)
    {
        await using var cluster = await StartAsync();
        cluster.Server.Routes.Metrics.IsInstalled = isInstalled;
        if (isInstalled)
        {
            cluster.Server.Fail(new FakeFault(503), when: request => request.Group == FakeMetrics.Group);
        }

        Assert.Equal(
            "The cluster shop-production does not tell what its pods use (metrics.k8s.io): install metrics-server in it, or see why it does not run.", (await ReadAsync(cluster)).Problem);
    }

    [Fact]
    public async Task A_container_that_requests_nothing_is_refused_by_name()
    {
        await using var cluster = await StartAsync(proxy: """{"memory":"128Mi"}""");
        Assert.Equal([50, 50, 50], (await ReadAsync(cluster, UsedResource.Memory)).Levels.Select(level => Math.Round(level)));
        Assert.Equal(
            "What the Deployment shop/api in the cluster shop-production uses of its cpu cannot be told, because its container proxy requests none: write resources.requests.cpu for that container.",
            (await Assert.ThrowsAsync<RejectedException>(() => ReadAsync(cluster))).Message);
    }

    [Fact]
    public async Task A_workload_that_there_is_not_is_refused_and_a_cluster_out_of_reach_leaves_the_usage_unknown()
    {
        await using var cluster = await StartAsync();
        await Assert.ThrowsAsync<RejectedException>(() => Open(cluster).ReadAsync(cluster.Address with { Name = "web" }, UsedResource.Cpu, Token));
        cluster.Server.Fail(new FakeFault(500));
        Assert.Equal("The cluster shop-production cannot get deployments shop/api: its API server answers 500: etcdserver: request timed out.", (await ReadAsync(cluster)).Problem);
    }

    [Theory]
    [InlineData("250m", 0.25)]
    [InlineData("1500000000n", 1.5)]
    [InlineData("12u", 0.000012)]
    [InlineData("2", 2.0)]
    [InlineData("0.5", 0.5)]
    [InlineData("1e3", 1000.0)]
    [InlineData("1E", 1e18)]
    [InlineData("3k", 3000.0)]
    [InlineData("1.5Mi", 1572864.0)]
    [InlineData("2Gi", 2147483648.0)]
    [InlineData("many", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void An_amount_is_read_as_Kubernetes_writes_it(string? text, double? amount) => Assert.Equal(amount ?? -1, Quantity.Parse(text) ?? -1, 1e-12);

    [Theory]
    [InlineData("30s", 30)]
    [InlineData("1m0s", 60)]
    [InlineData("1h2m3.5s", 3723.5)]
    [InlineData("500ms", 0.5)]
    [InlineData("soon", 0)]
    [InlineData(null, 0)]
    public void A_duration_is_read_as_Kubernetes_writes_it(string? text, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Quantity.Duration(text));

    protected override async Task<UsageBench> OpenAsync() => new Bench(await StartAsync());

    /// <summary>Pods of two containers that request 250m and 128Mi each unless said otherwise, all ready for longer than the HPA is careful with them.</summary>
    private static async Task<FakeCluster> StartAsync(string api = """{"cpu":"250m","memory":"128Mi"}""", string? proxy = null, Action<JsonNode>? change = null)
    {
        var cluster = await FakeCluster.StartAsync(change: workload =>
        {
            var pod = workload["spec"]!["template"]!["spec"]!;
            pod["containers"]![0]!["resources"] = new JsonObject { ["requests"] = JsonNode.Parse(api) };
            pod["containers"]![1]!["resources"] = new JsonObject { ["requests"] = JsonNode.Parse(proxy ?? api) };
            change?.Invoke(pod);
        });
        cluster.Server.Pass(Settled);
        return cluster;
    }

    private static KubernetesWorkloadUsage Open(FakeCluster cluster) => new(cluster.Clusters, new ClusterTime(cluster.Server));

    private static Task<UsageReading> ReadAsync(FakeCluster cluster, UsedResource resource = UsedResource.Cpu) => Open(cluster).ReadAsync(cluster.Address, resource, Token);

    private static (int Levels, int Pods, int Ready, string? Problem) Parts(UsageReading reading) => (reading.Levels.Count, reading.Pods, reading.Ready, reading.Problem);

    /// <summary>The time in the cluster, which passes when the test says so.</summary>
    private sealed class ClusterTime(FakeKubernetes server) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => server.Now;
    }

    private sealed class Bench(FakeCluster cluster) : UsageBench
    {
        public override IWorkloadUsage Usage => Open(cluster);

        public override WorkloadAddress Address => cluster.Address;

        public override int Levels => WorkloadBench.Replicas;

        public override Task UseAsync(UsedResource resource, double percent)
        {
            var metrics = cluster.Server.Routes.Metrics;
            (metrics.Cpu, metrics.Memory) = resource == UsedResource.Cpu
                ? (string.Create(CultureInfo.InvariantCulture, $"{percent * 2_500_000:0}n"), metrics.Memory)
                : (metrics.Cpu, string.Create(CultureInfo.InvariantCulture, $"{percent * 1310.72:0}Ki"));
            return Task.CompletedTask;
        }

        public override Task StopAnsweringAsync()
        {
            cluster.Server.Routes.Metrics.IsInstalled = false;
            return Task.CompletedTask;
        }

        public override async ValueTask DisposeAsync()
        {
            await cluster.DisposeAsync();
            await base.DisposeAsync();
        }
    }
}
