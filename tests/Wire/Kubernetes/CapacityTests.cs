using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Aws.Kubernetes;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Capacity;
using Slipway.Domain.Systems;
using Slipway.Tests.Ports;

namespace Slipway.Tests.Wire.Kubernetes;

/// <summary>The contract before the fake API, and what workloads and quotas of Kubernetes say besides.</summary>
public sealed class CapacityTests : CapacityContract
{
    private const double MiB = 1L << 20;

    protected override async Task<CapacityBench> OpenAsync() => new Bench(await FakeCluster.StartAsync(change: workload => Ask(workload, """{"requests": {"cpu": "250m"}, "limits": {"memory": "256Mi"}}""")));

    [Fact]
    public async Task A_pod_takes_what_its_containers_request_and_a_job_in_its_likeness_what_its_own_container_does()
    {
        await using var cluster = await StartAsync(workload =>
        {
            Ask(workload, """{"requests": {"cpu": "250m", "memory": "64Mi"}, "limits": {"cpu": "1", "memory": "256Mi", "nvidia.com/gpu": "1"}}""");
            var pod = workload["spec"]!["template"]!["spec"]!;
            pod["containers"]![1]!["resources"] = JsonNode.Parse("""{"requests": {"cpu": "100m", "ephemeral-storage": "1Gi"}}""");
            pod["initContainers"] = JsonNode.Parse("""[{"name": "mesh", "restartPolicy": "Always", "resources": {"requests": {"cpu": "50m"}}}, {"name": "warm", "resources": {"requests": {"memory": "512Mi"}}}]""");
            pod["overhead"] = JsonNode.Parse("""{"cpu": "10m"}""");
        });

        var workload = Assert.Single((await ReadAsync(cluster)).Workloads);
        Assert.Equal(
            ["limits.cpu 1.01", "limits.memory 268435456", "limits.nvidia.com/gpu 1", "pods 1", "requests.cpu 0.41", "requests.ephemeral-storage 1073741824", "requests.memory 536870912", "requests.nvidia.com/gpu 1"],
            Told(workload.Pod));
        Assert.Equal(["limits.cpu 1.01", "limits.memory 268435456", "limits.nvidia.com/gpu 1", "pods 1", "requests.cpu 0.26", "requests.memory 67108864", "requests.nvidia.com/gpu 1"], Told(workload.Job));
    }

    [Theory]
    [InlineData(WorkloadKind.Deployment, null, 1)]
    [InlineData(WorkloadKind.Deployment, """{"strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}}""", 1)]
    [InlineData(WorkloadKind.Deployment, """{"strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "50%"}}}""", 0)]
    [InlineData(WorkloadKind.Deployment, """{"strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 0, "maxUnavailable": "25%"}}}""", 0)]
    [InlineData(WorkloadKind.Deployment, """{"strategy": {"type": "Recreate"}}""", 0)]
    [InlineData(WorkloadKind.StatefulSet, """{"updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 0}}}""", 0)]
    [InlineData(WorkloadKind.StatefulSet, """{"updateStrategy": {"type": "OnDelete"}}""", 0)]
    [InlineData(WorkloadKind.DaemonSet, null, 0)]
    [InlineData(WorkloadKind.DaemonSet, """{"updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}}""", 1)]
    [InlineData(WorkloadKind.DaemonSet, """{"updateStrategy": {"type": "OnDelete"}}""", 0)]
    public async Task What_a_workload_needs_beside_its_replicas_follows_from_its_strategy_in_the_cluster(WorkloadKind kind, string? spec, int beside)
    {
        await using var cluster = await FakeCluster.StartAsync(kind, change: workload =>
        {
            foreach (var (name, value) in JsonNode.Parse(spec ?? "{}")!.AsObject())
            {
                workload["spec"]![name] = value!.DeepClone();
            }
        });
        cluster.Limit("compute", ("pods", "20"));

        var workload = Assert.Single((await ReadAsync(cluster)).Workloads);
        Assert.Equal((3, beside), (workload.Replicas, workload.Beside));
    }

    [Fact]
    public async Task Of_two_names_for_one_resource_the_longer_counts_and_what_no_pod_takes_is_left_out()
    {
        await using var cluster = await StartAsync(workload => Ask(workload, """{"requests": {"cpu": "250m", "memory": "128Mi"}}"""));
        cluster.Limit("short", ("cpu", "2"), ("memory", "1Gi"), ("services", "5"), ("requests.storage", "10Gi"), ("persistentvolumeclaims", "3"));

        Assert.Equal(["requests.cpu 0.75 of 2", "requests.memory 402653184 of 1073741824"], (await ReadAsync(cluster)).Quotas.Where(quota => quota.Quota == "short")
            .Select(quota => string.Create(CultureInfo.InvariantCulture, $"{quota.Resource} {quota.Used} of {quota.Hard}")).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("scopes", """["NotTerminating"]""")]
    [InlineData("scopeSelector", """{"matchExpressions": [{"scopeName": "PriorityClass", "operator": "In", "values": ["high"]}]}""")]
    public async Task A_quota_for_some_pods_is_left_out_by_its_name(string member, string value)
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Limit("some", ("pods", "1"));
        cluster.Server.Arrange(store => store.Find("resourcequotas", "shop", "some")!.Spec[member] = JsonNode.Parse(value));

        var reading = await ReadAsync(cluster);
        Assert.Equal((0, 0, "some"), (reading.Quotas.Count, reading.Workloads.Count, Assert.Single(reading.Scoped)));
    }

    [Fact]
    public async Task A_pod_that_has_ended_takes_no_room_but_is_counted()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Limit("compute", ("pods", "20"), ("count/pods", "20"), ("limits.memory", "4Gi"));
        cluster.Server.Arrange(store => store.Create("pods", "shop", JsonNode.Parse("""{"metadata": {"name": "done"}, "spec": {"containers": [{"name": "a", "image": "i", "resources": {"limits": {"memory": "1Gi"}}}]}}""")!.AsObject(), "kubectl").Status["phase"] = "Succeeded");

        Assert.Equal([3, 4, 3 * 256 * MiB], (await ReadAsync(cluster)).Quotas.Select(quota => quota.Used));
    }

    [Fact]
    public async Task Nodes_offer_what_pods_leave_to_those_that_their_labels_and_taints_let_run()
    {
        await using var cluster = await StartAsync(workload => Ask(workload, """{"requests": {"cpu": "250m"}}"""));
        cluster.Server.Arrange(store =>
        {
            foreach (var (name, extra) in new[] { ("apps", """{"labels": {"pool": "apps"}}"""), ("other", "{}"), ("cordoned", """{"labels": {"pool": "apps"}}""") })
            {
                var metadata = JsonNode.Parse(extra)!.AsObject();
                metadata["name"] = name;
                store.Create("nodes", "", Node(metadata, name == "cordoned"), "kubelet");
            }

            store.All("nodes").Single(node => node.Name == "apps").Spec["taints"] = JsonNode.Parse("""[{"key": "apps", "effect": "NoSchedule"}]""");
            foreach (var pod in store.All("pods"))
            {
                pod.Spec["nodeName"] = "apps";
            }
        });

        var reading = await new KubernetesCapacity(cluster.Clusters).ReadAsync([cluster.Address], asksNodes: true, Token);
        Assert.Equal(["apps 1.25", "other 2"], reading.Nodes!.Select(node => string.Create(CultureInfo.InvariantCulture, $"{node.Name} {node.Free["cpu"]}")));
        var workload = Assert.Single(reading.Workloads);
        Assert.Equal(["apps"], workload.Pod.Nodes!);
        Assert.Equal(["apps"], workload.Job.Nodes!);
    }

    [Fact]
    public async Task Nodes_that_may_not_be_listed_are_told_with_the_role_that_is_needed()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Forbidden.Add("list nodes");
        var reading = await new KubernetesCapacity(cluster.Clusters).ReadAsync([cluster.Address], asksNodes: true, Token);
        Assert.Equal(
            $"{FakeCluster.Caller} may not list nodes in the cluster shop-production: bind it, by a group of its access entry, to a ClusterRole that allows the verb list on nodes",
            reading.UntoldNodes);
    }

    [Fact]
    public async Task Who_may_not_look_at_the_workload_or_is_not_known_is_told_so_and_nothing_is_limited()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Limit("compute", ("pods", "1"));
        cluster.Server.Forbidden.Add("get deployments");
        var reading = await ReadAsync(cluster);
        Assert.Equal((0, 0), (reading.Quotas.Count, reading.Workloads.Count));
        Assert.Contains("may not get deployments shop/api", reading.Untold, StringComparison.Ordinal);

        cluster.Server.Known.Clear();
        Assert.Contains($"does not know {FakeCluster.Caller}", (await ReadAsync(cluster)).Untold, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_fails_is_unavailable()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Fail(new(503));
        await Assert.ThrowsAsync<UnavailableException>(() => ReadAsync(cluster));
    }

    [Fact]
    public async Task Quotas_are_listed_once_for_all_workloads_of_a_namespace_and_each_workload_is_read_once()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Limit("compute", ("pods", "9"));
        await new KubernetesCapacity(cluster.Clusters).ReadAsync([cluster.Address, cluster.Address], asksNodes: false, Token);
        Assert.Equal(["get deployments", "get deployments", "list resourcequotas"], cluster.Server.Requests.Select(request => request.Permission).Order(StringComparer.Ordinal));
    }

    private static async Task<FakeCluster> StartAsync(Action<JsonObject> change)
    {
        var cluster = await FakeCluster.StartAsync(change: change);
        cluster.Limit("compute", ("pods", "20"));
        return cluster;
    }

    private static void Ask(JsonObject workload, string resources) => workload["spec"]!["template"]!["spec"]!["containers"]![0]!["resources"] = JsonNode.Parse(resources);

    private static Task<CapacityReading> ReadAsync(FakeCluster cluster) => new KubernetesCapacity(cluster.Clusters).ReadAsync([cluster.Address], asksNodes: false, Token);

    private static IEnumerable<string> Told(PodDemand pod) => pod.Takes.Select(taken => string.Create(CultureInfo.InvariantCulture, $"{taken.Key} {Math.Round(taken.Value, 6)}")).Order(StringComparer.Ordinal);

    private static JsonObject Node(JsonObject metadata, bool isCordoned, int pods = 10) => new()
    {
        ["metadata"] = metadata,
        ["spec"] = new JsonObject { ["unschedulable"] = isCordoned },
        ["status"] = new JsonObject
        {
            ["allocatable"] = new JsonObject { ["cpu"] = "2", ["memory"] = "4Gi", ["pods"] = pods.ToString(CultureInfo.InvariantCulture) },
            ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = "True" }),
        },
    };

    private sealed class Bench(FakeCluster cluster) : CapacityBench
    {
        public override ICapacity Capacity { get; } = new KubernetesCapacity(cluster.Clusters);

        public override IWorkloads Workloads => cluster.Workloads;

        public override WorkloadAddress Address => cluster.Address;

        public override int Deployments => 1;

        public override void Limit(string quota, params (string Resource, double Hard)[] limits) => cluster.Limit(quota, [.. limits.Select(limit => (limit.Resource, limit.Hard.ToString(CultureInfo.InvariantCulture)))]);

        public override void Forbid() => cluster.Server.Forbidden.Add("list resourcequotas");

        public override void Room(int pods) => cluster.Server.Arrange(store =>
        {
            store.Create("nodes", "", Node(JsonNode.Parse("""{"name": "only", "labels": {"pool": "apps"}}""")!.AsObject(), isCordoned: false, pods), "kubelet");
            foreach (var pod in store.All("pods"))
            {
                pod.Spec["nodeName"] = "only";
            }
        });

        public override Task PassAsync() => cluster.PassAsync();

        public override async ValueTask DisposeAsync()
        {
            await cluster.DisposeAsync();
            await base.DisposeAsync();
        }
    }
}
