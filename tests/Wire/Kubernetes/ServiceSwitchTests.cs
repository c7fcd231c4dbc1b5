using System.Text.Json.Nodes;
using Slipway.Aws.Kubernetes;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Tests.Ports;
using Slipway.Tests.Wire.Kubernetes.Fake;

namespace Slipway.Tests.Wire.Kubernetes;

/// <summary>What the switch of a blue/green deployment does to Services and autoscalers, also to those that others change.</summary>
public sealed class ServiceSwitchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_service_of_the_workload_is_switched_and_no_other()
    {
        await using var cluster = await FakeCluster.StartAsync(change: Labelled("tier", "web"));
        cluster.Serve("api");
        cluster.Serve("api-internal", ("app", "api"), ("tier", "web"));
        cluster.Serve("tier", ("tier", "web"));
        cluster.Serve("other", ("app", "other"));
        var (canaries, image) = await GreenAsync(cluster);

        await canaries.RunAsync(cluster.Address, image, WorkloadBench.Replicas, CanaryTraffic.All, 5, Token);

        Assert.All(new[] { "api", "api-internal", "tier" }, service => Assert.Equal(Enumerable.Repeat(image.Digest, WorkloadBench.Replicas), cluster.Reached(service)));
        Assert.Equal("other", Selector(cluster, "other")["app"]);

        await canaries.EndAsync(cluster.Address, 5, Token);
        Assert.Equal([("app", "api")], Selector(cluster, "api").Select(label => (label.Key, label.Value)));
        Assert.Equal([("app", "api"), ("tier", "web")], Selector(cluster, "api-internal").Select(label => (label.Key, label.Value)));
        Assert.DoesNotContain("slipway/selector-before", Service(cluster, "api").Metadata["annotations"]!.AsObject().Select(annotation => annotation.Key));
    }

    [Fact]
    public async Task A_service_that_other_workloads_share_is_not_switched_away_from_them()
    {
        await using var cluster = await FakeCluster.StartAsync(change: Labelled("tier", "web"));
        cluster.Serve("api");
        cluster.Serve("tier", ("tier", "web"));
        cluster.Server.Arrange(store => store.Create("deployments", "shop", (JsonObject)JsonNode.Parse(cluster.Workload.Json.ToJsonString().Replace("\"api\"", "\"web\"", StringComparison.Ordinal))!, "helm"));
        cluster.Server.Pass(TimeSpan.FromSeconds(30));

        var refused = await Assert.ThrowsAsync<RejectedException>(() => new KubernetesCanaries(cluster.Clusters).TakesRequestsAsync(cluster.Address, Token));

        Assert.Matches("^The Service shop/tier sends requests to web-.* as well, which is no pod of api: a switch would take them from it. Give each workload its own Service, or let api roll.$", refused.Message);
    }

    [Fact]
    public async Task A_label_for_the_switch_alone_leaves_the_others_to_policies()
    {
        await using var cluster = await FakeCluster.StartAsync(change: Labelled("slipway/side", "blue"));
        cluster.Serve("api", ("app", "api"), ("slipway/side", "blue"));

        var (canaries, image) = await GreenAsync(cluster);
        await canaries.RunAsync(cluster.Address, image, WorkloadBench.Replicas, CanaryTraffic.All, 5, Token);

        Assert.Equal([("app", "api"), ("slipway/side", "green")], Selector(cluster, "api").Select(label => (label.Key, label.Value)));
        Assert.All(cluster.Server.Store.All("pods"), pod => Assert.Equal("api", pod.Label("app")));
    }

    [Fact]
    public async Task A_green_side_that_somebody_deleted_leaves_no_service_without_pods()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Serve("api");
        var blue = cluster.Reached("api");
        var (canaries, image) = await GreenAsync(cluster);
        await canaries.RunAsync(cluster.Address, image, WorkloadBench.Replicas, CanaryTraffic.All, 5, Token);
        cluster.Server.Arrange(store => store.Remove(store.Find("deployments", "shop", "api-canary")!));

        await canaries.EndAsync(cluster.Address, 5, Token);

        Assert.Equal(blue, cluster.Reached("api"));
    }

    [Fact]
    public async Task An_end_without_a_green_side_needs_no_right_to_services()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Forbidden.Add("list services");

        await new KubernetesCanaries(cluster.Clusters).EndAsync(cluster.Address, 5, Token);
    }

    [Fact]
    public async Task An_autoscaler_leaves_the_old_side_in_full_and_gets_its_floor_back()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Serve("api");
        Autoscale(cluster, "api", least: 1, most: 8);
        Autoscale(cluster, "other", least: 1, most: 8);
        var (canaries, image) = await GreenAsync(cluster);

        await canaries.RunAsync(cluster.Address, image, WorkloadBench.Replicas, CanaryTraffic.All, 5, Token);
        await canaries.RunAsync(cluster.Address, image, WorkloadBench.Replicas, CanaryTraffic.All, 5, Token);
        Assert.Equal((WorkloadBench.Replicas, 1), (Least(cluster, "api"), Least(cluster, "other")));

        await canaries.EndAsync(cluster.Address, 5, Token);
        Assert.Equal((1, 1), (Least(cluster, "api"), Least(cluster, "other")));
    }

    [Fact]
    public async Task A_service_that_somebody_changes_at_the_same_moment_is_not_overwritten()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Serve("api");
        var (canaries, image) = await GreenAsync(cluster);
        cluster.Server.Before = request =>
        {
            if (request.Permission == "patch services")
            {
                cluster.Server.Store.Write(Service(cluster, "api"), () => Service(cluster, "api").Spec["type"] = "NodePort");
            }
        };

        await Assert.ThrowsAsync<ConflictException>(() => canaries.RunAsync(cluster.Address, image, WorkloadBench.Replicas, CanaryTraffic.All, 5, Token));
    }

    [Fact]
    public async Task A_workload_that_no_service_selects_takes_no_requests()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Serve("other", ("app", "other"));
        var canaries = new KubernetesCanaries(cluster.Clusters);

        Assert.False(await canaries.TakesRequestsAsync(cluster.Address, Token));
    }

    [Fact]
    public async Task The_switch_needs_these_rules()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Serve("api");
        Autoscale(cluster, "api", least: 1, most: 8);
        var canaries = new KubernetesCanaries(cluster.Clusters);
        var image = cluster.Make(SampleImage.Healthy);
        Assert.True(await canaries.TakesRequestsAsync(cluster.Address, Token));
        await canaries.RunAsync(cluster.Address, image, 1, CanaryTraffic.None, 5, Token);
        cluster.Server.Pass(TimeSpan.FromSeconds(30));
        await canaries.RunAsync(cluster.Address, image, 1, CanaryTraffic.All, 5, Token);
        await canaries.EndAsync(cluster.Address, 5, Token);

        Assert.Equal(
            ["delete deployments", "get deployments", "list horizontalpodautoscalers", "list pods", "list services", "patch deployments", "patch horizontalpodautoscalers", "patch services"],
            cluster.Server.Requests.Select(request => request.Permission).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>A green side in full, before the switch.</summary>
    private static async Task<(KubernetesCanaries Canaries, Image Image)> GreenAsync(FakeCluster cluster)
    {
        var (canaries, image) = (new KubernetesCanaries(cluster.Clusters), cluster.Make(SampleImage.Healthy));
        await canaries.RunAsync(cluster.Address, image, WorkloadBench.Replicas, CanaryTraffic.None, 5, Token);
        cluster.Server.Pass(TimeSpan.FromSeconds(30));
        return (canaries, image);
    }

    private static Action<JsonObject> Labelled(string name, string value) => workload => workload["spec"]!["template"]!["metadata"]!["labels"]![name] = value;

    private static StoredObject Service(FakeCluster cluster, string name) => cluster.Server.Store.Find("services", "shop", name)!;

    private static Dictionary<string, string> Selector(FakeCluster cluster, string name) => Service(cluster, name).Spec["selector"]!.AsObject().ToDictionary(label => label.Key, label => (string)label.Value!);

    private static int Least(FakeCluster cluster, string name) => (int)cluster.Server.Store.Find("horizontalpodautoscalers", "shop", name)!.Spec["minReplicas"]!;

    private static void Autoscale(FakeCluster cluster, string workload, int least, int most) => cluster.Server.Arrange(store => store.Create("horizontalpodautoscalers", "shop", new()
    {
        ["metadata"] = new JsonObject { ["name"] = workload },
        ["spec"] = new JsonObject { ["scaleTargetRef"] = new JsonObject { ["kind"] = "Deployment", ["name"] = workload }, ["minReplicas"] = least, ["maxReplicas"] = most },
    }, "helm"));
}
