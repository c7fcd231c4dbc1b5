using System.Text.Json.Nodes;
using Amazon.EKS;
using Slipway.Aws.Access;
using Slipway.Aws.Kubernetes;
using Slipway.Domain;
using Slipway.Domain.Scaling.Nodes;
using Slipway.Tests.Ports;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Kubernetes;

/// <summary>The contract before moto's EKS and the fake of a cluster, whose nodes the tests bring as EKS would; and what pods ask of nodes.</summary>
public sealed class NodeGroupTests(MotoServer moto) : NodeGroupsContract
{
    protected override async Task<NodeGroupBench> OpenAsync() => await EksBench.StartAsync(moto);

    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{"nodeSelector": {"pool": "apps"}}""", true)]
    [InlineData("""{"nodeSelector": {"pool": "other"}}""", false)]
    [InlineData("""{"nodeSelector": {"disk": "ssd"}}""", false)]
    [InlineData("""{"tolerations": []}""", false)]
    [InlineData("""{"tolerations": [{"operator": "Exists"}]}""", true)]
    [InlineData("""{"tolerations": [{"key": "apps", "operator": "Equal", "value": "yes", "effect": "NoSchedule"}]}""", true)]
    [InlineData("""{"tolerations": [{"key": "apps", "value": "no"}]}""", false)]
    [InlineData("""{"tolerations": [{"key": "apps", "operator": "Exists", "effect": "NoExecute"}]}""", false)]
    [InlineData("""{"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [{"matchExpressions": [{"key": "pool", "operator": "NotIn", "values": ["apps"]}]}]}}}}""", false)]
    [InlineData("""{"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [{"matchExpressions": [{"key": "size", "operator": "Lt", "values": ["3"]}]}, {"matchExpressions": [{"key": "size", "operator": "Gt", "values": ["3"]}]}]}}}}""", true)]
    [InlineData("""{"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [{"matchExpressions": [{"key": "disk", "operator": "Exists"}]}]}}}}""", false)]
    public async Task A_pod_that_waits_counts_where_the_labels_and_taints_let_it_run(string spec, bool counts)
    {
        await using var bench = await EksBench.StartAsync(moto);
        bench.AddPod("waiting", spec, node: null);

        Assert.Equal(counts, (await bench.Groups.ReadAsync(bench.Address, Token)).Pods.Any(pod => pod.Name == "shop/waiting"));
    }

    [Theory]
    [InlineData("""{"containers": [{"name": "a", "resources": {"requests": {"cpu": "250m", "memory": "1Gi"}}}, {"name": "b", "resources": {"requests": {"cpu": "1"}}}]}""", 1.25)]
    [InlineData("""{"containers": [{"name": "a", "resources": {"requests": {"cpu": "250m"}}}], "initContainers": [{"name": "i", "resources": {"requests": {"cpu": "2"}}}]}""", 2)]
    [InlineData("""{"containers": [{"name": "a", "resources": {"requests": {"cpu": "1"}}}], "initContainers": [{"name": "s", "restartPolicy": "Always", "resources": {"requests": {"cpu": "500m"}}}, {"name": "i", "resources": {"requests": {"cpu": "1500m"}}}]}""", 2)]
    [InlineData("""{"containers": [{"name": "a", "resources": {"requests": {"cpu": "1"}}}], "resources": {"requests": {"cpu": "3"}}, "overhead": {"cpu": "500m"}}""", 3.5)]
    [InlineData("""{"containers": [{"name": "a"}]}""", 0)]
    public async Task A_pod_asks_for_what_the_scheduler_reckons(string spec, double cpu)
    {
        await using var bench = await EksBench.StartAsync(moto);
        bench.AddPod("busy", spec, "node-1");

        var pod = (await bench.Groups.ReadAsync(bench.Address, Token)).Pods.Single(pod => pod.Name == "shop/busy");

        Assert.Equal((cpu, 1), (pod.Requests.GetValueOrDefault("cpu"), pod.Requests["pods"]));
    }

    [Theory]
    [InlineData("""{"ownerReferences": [{"uid": "1", "kind": "ReplicaSet", "controller": true}]}""", null)]
    [InlineData("""{"ownerReferences": [{"uid": "1", "kind": "Job", "controller": true}], "annotations": {"cluster-autoscaler.kubernetes.io/safe-to-evict": "false"}}""", "the pod shop/busy must not be evicted (cluster-autoscaler.kubernetes.io/safe-to-evict)")]
    [InlineData("""{"ownerReferences": [{"uid": "1", "kind": "Job", "controller": true}], "annotations": {"karpenter.sh/do-not-disrupt": "true"}}""", "the pod shop/busy must not be disrupted (karpenter.sh/do-not-disrupt)")]
    [InlineData("""{}""", "the pod shop/busy has no controller that would start it elsewhere")]
    [InlineData("""{"annotations": {"cluster-autoscaler.kubernetes.io/safe-to-evict": "true"}}""", null)]
    [InlineData("""{"ownerReferences": [{"uid": "1", "kind": "Node", "controller": true}]}""", null)]
    public async Task A_pod_that_must_stay_is_told(string metadata, string? stays)
    {
        await using var bench = await EksBench.StartAsync(moto);
        bench.AddPod("busy", "{}", "node-1", metadata);

        Assert.Equal(stays, (await bench.Groups.ReadAsync(bench.Address, Token)).Stays);
    }

    [Fact]
    public async Task Pods_that_have_ended_and_those_on_other_nodes_count_nowhere()
    {
        await using var bench = await EksBench.StartAsync(moto);
        bench.AddPod("elsewhere", "{}", "node-of-another-group");
        bench.AddPod("done", "{}", "node-1");
        bench.Cluster.Server.Arrange(store => store.Find("pods", "shop", "done")!.Status["phase"] = "Succeeded");

        Assert.DoesNotContain((await bench.Groups.ReadAsync(bench.Address, Token)).Pods, pod => pod.Name is "shop/elsewhere" or "shop/done");
    }

    [Fact]
    public async Task A_group_without_a_node_takes_what_its_own_labels_let_in()
    {
        await using var bench = await EksBench.StartAsync(moto);
        bench.Cluster.Server.Arrange(store => store.All("nodes").ToList().ForEach(store.Remove));
        bench.AddPod("named", """{"nodeSelector": {"eks.amazonaws.com/nodegroup": "apps", "pool": "apps", "kubernetes.io/arch": "arm64"}}""", null);
        bench.AddPod("other", """{"nodeSelector": {"size": "4"}}""", null);

        var state = await bench.Groups.ReadAsync(bench.Address, Token);

        Assert.Equal(["shop/named"], state.Pods.Where(pod => pod.Node is null).Select(pod => pod.Name));
        Assert.Equal(3 * 80, state.Asked(80, DateTimeOffset.MinValue));
    }

    [Fact]
    public async Task A_missing_right_to_see_nodes_says_which_role_is_needed()
    {
        await using var bench = await EksBench.StartAsync(moto);
        bench.Cluster.Server.Forbidden.Add("list nodes");

        var refused = await Assert.ThrowsAsync<RejectedException>(() => bench.Groups.ReadAsync(bench.Address, Token));

        Assert.Equal(
            $"{FakeCluster.Caller} may not list nodes in the cluster {bench.Address.Cluster}: bind it, by a group of its access entry, to a ClusterRole that allows the verb list on nodes.",
            refused.Message);
    }

    private sealed class EksBench : NodeGroupBench
    {
        private const int PodsOfNode = 8;
        private static int s_clusters;
        private readonly AmazonEKSClient _eks;

        private EksBench(MotoServer moto, FakeCluster cluster)
        {
            var clients = moto.Clients("eu-west-1");
            Cluster = cluster;
            Address = new(new("eu-west-1"), $"nodes-{Interlocked.Increment(ref s_clusters)}", "apps");
            Groups = new EksNodeGroups(clients, cluster.Clusters);
            _eks = clients.For(Address.Location, AwsServices.Eks);
        }

        public FakeCluster Cluster { get; }

        public override INodeGroups Groups { get; }

        public override NodeGroupAddress Address { get; }

        public static async Task<EksBench> StartAsync(MotoServer moto)
        {
            var bench = new EksBench(moto, await FakeCluster.StartAsync());
            await bench._eks.CreateClusterAsync(new() { Name = bench.Address.Cluster, RoleArn = "arn:aws:iam::123456789012:role/eks", ResourcesVpcConfig = new() { SubnetIds = ["subnet-1", "subnet-2"] } }, Token);
            await bench._eks.CreateNodegroupAsync(
                new()
                {
                    ClusterName = bench.Address.Cluster,
                    NodegroupName = "apps",
                    NodeRole = "arn:aws:iam::123456789012:role/nodes",
                    Subnets = ["subnet-1", "subnet-2"],
                    ScalingConfig = new() { MinSize = 2, MaxSize = 5, DesiredSize = 3 },
                    Labels = new() { ["pool"] = "apps" },
                    Taints = [new() { Key = "apps", Value = "yes", Effect = TaintEffect.NO_SCHEDULE }],
                },
                Token);
            await bench.PassAsync();
            return bench;
        }

        public override Task CrowdAsync() => Cluster.Workloads.ScaleAsync(Cluster.Address, 33, Token);

        /// <summary>EKS brings as many nodes as are asked for; one that goes takes its pods along.</summary>
        public override async Task PassAsync()
        {
            var wanted = (await _eks.DescribeNodegroupAsync(new() { ClusterName = Address.Cluster, NodegroupName = Address.Group }, Token)).Nodegroup.ScalingConfig.DesiredSize ?? 0;
            Cluster.Server.Arrange(store =>
            {
                foreach (var gone in store.All("nodes").Skip(wanted).ToList())
                {
                    store.All("pods").Where(pod => (string?)pod.Spec["nodeName"] == gone.Name).ToList().ForEach(store.Remove);
                    store.Remove(gone);
                }

                for (var number = store.All("nodes").Count + 1; number <= wanted; number++)
                {
                    store.Create("nodes", "", Node($"node-{number}"), "kubelet");
                }
            });
            Cluster.Server.Pass(TimeSpan.FromSeconds(1));
        }

        /// <summary>A pod as somebody made it; one without a node has been found none.</summary>
        public void AddPod(string name, string spec, string? node, string metadata = "{}") => Cluster.Server.Arrange(store =>
        {
            var pod = new JsonObject { ["metadata"] = JsonNode.Parse(metadata), ["spec"] = JsonNode.Parse(spec) };
            pod["metadata"]!["name"] = name;
            pod["spec"]!["nodeName"] = node;
            pod["spec"]!["containers"] ??= new JsonArray(new JsonObject { ["name"] = "only", ["image"] = "any" });
            pod["spec"]!["tolerations"] ??= new JsonArray(new JsonObject { ["key"] = "apps", ["operator"] = "Exists" });
            var created = store.Create("pods", "shop", pod, "kubectl");
            created.Status["phase"] = node is null ? "Pending" : "Running";
            created.Status["conditions"] = new JsonArray(new JsonObject { ["type"] = "PodScheduled", ["status"] = node is null ? "False" : "True", ["reason"] = node is null ? "Unschedulable" : null });
        });

        public override async ValueTask DisposeAsync()
        {
            await Cluster.DisposeAsync();
            await base.DisposeAsync();
        }

        private static JsonObject Node(string name) => new()
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["eks.amazonaws.com/nodegroup"] = "apps", ["pool"] = "apps", ["size"] = "4" } },
            ["spec"] = new JsonObject(),
            ["status"] = new JsonObject
            {
                ["allocatable"] = new JsonObject { ["cpu"] = "1930m", ["memory"] = "3388360Ki", ["pods"] = $"{PodsOfNode}" },
                ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = "True" }),
            },
        };
    }
}
