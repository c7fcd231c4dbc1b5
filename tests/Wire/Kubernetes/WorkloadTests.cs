using System.Text.Json.Nodes;
using Slipway.Aws.Kubernetes;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;
using Slipway.Tests.Ports;
using Slipway.Tests.Wire.Kubernetes.Fake;

namespace Slipway.Tests.Wire.Kubernetes;

/// <summary>What is Kubernetes' own about workloads, beyond the contract.</summary>
public sealed class WorkloadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_that_the_controller_has_not_seen_counts_nothing_as_updated()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.Workloads.ChangeImageAsync(cluster.Address, cluster.Make(SampleImage.Healthy), 1, Token);

        var state = await Read(cluster);

        Assert.Equal((0, 0, WorkloadBench.Replicas), (state.Updated, state.Ready, state.Old));
    }

    [Fact]
    public async Task Pods_that_are_leaving_do_not_count_as_old()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.Workloads.ScaleAsync(cluster.Address, 1, Token);
        cluster.Server.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(2, cluster.Server.Store.All("pods").Count(pod => pod.IsLeaving));

        var state = await Read(cluster);

        Assert.Equal((1, 1, 1, 0), (state.Desired, state.Updated, state.Ready, state.Old));
    }

    [Fact]
    public async Task A_crash_is_told_with_the_last_lines_of_the_container_that_crashed()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.Workloads.ChangeImageAsync(cluster.Address, cluster.Make(SampleImage.Crashing), 1, Token);
        cluster.Server.Pass(TimeSpan.FromSeconds(12));

        var trouble = Assert.Single((await Read(cluster)).Troubles);

        Assert.Equal("CrashLoopBackOff", trouble.Reason);
        Assert.Equal("back-off 10s restarting failed container; container api ended with exit code 1; its last lines: starting | Error: DATABASE_URL is not set", trouble.Message);
    }

    [Fact]
    public async Task A_crash_is_told_without_its_log_where_logs_may_not_be_read()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Forbidden.Add("get pods/log");
        await cluster.Workloads.ChangeImageAsync(cluster.Address, cluster.Make(SampleImage.Crashing), 1, Token);
        cluster.Server.Pass(TimeSpan.FromSeconds(12));

        Assert.EndsWith("ended with exit code 1", Assert.Single((await Read(cluster)).Troubles).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_that_ran_out_of_memory_says_so()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var image = cluster.Server.Images.Push("shop/api", new(TimeSpan.MaxValue, TimeSpan.FromSeconds(2), 137, "OOMKilled"));
        await cluster.Workloads.ChangeImageAsync(cluster.Address, image, 1, Token);

        cluster.Server.Pass(TimeSpan.FromSeconds(6));
        Assert.Equal("OOMKilled", Assert.Single((await Read(cluster)).Troubles).Reason);
        cluster.Server.Pass(TimeSpan.FromSeconds(5));
        var trouble = Assert.Single((await Read(cluster)).Troubles);
        Assert.Equal("CrashLoopBackOff", trouble.Reason);
        Assert.Contains("exit code 137 (OOMKilled)", trouble.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_without_a_place_is_told_with_what_the_scheduler_says()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Capacity = WorkloadBench.Replicas;
        await cluster.Workloads.ScaleAsync(cluster.Address, 4, Token);
        cluster.Server.Pass(TimeSpan.FromSeconds(3));

        var trouble = Assert.Single((await Read(cluster)).Troubles);

        Assert.Equal(("Unschedulable", "0/3 nodes are available: 3 Insufficient cpu."), (trouble.Reason, trouble.Message));
    }

    [Fact]
    public async Task A_rollout_beyond_its_progress_deadline_is_a_trouble_of_the_workload()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.Workloads.ChangeImageAsync(cluster.Address, cluster.Server.Images.Push("shop/api", FakeImages.Slow), 1, Token);
        cluster.Server.Pass(TimeSpan.FromSeconds(620));

        var trouble = Assert.Single((await Read(cluster)).Troubles);

        Assert.Equal(("api", "ProgressDeadlineExceeded"), (trouble.Pod, trouble.Reason));
        Assert.Contains("has timed out progressing", trouble.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_return_to_an_earlier_image_waits_for_the_set_of_that_image()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var before = (await Read(cluster)).Image;
        await cluster.Workloads.ChangeImageAsync(cluster.Address, cluster.Make(SampleImage.Healthy), 1, Token);
        cluster.Server.Pass(TimeSpan.FromSeconds(60));
        await cluster.Workloads.ChangeImageAsync(cluster.Address, before, 2, Token);
        cluster.Server.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(WorkloadBench.Replicas, (await Read(cluster)).Old);

        cluster.Server.Pass(TimeSpan.FromSeconds(60));
        var state = await Read(cluster);
        Assert.Equal((before, WorkloadBench.Replicas, 0), (state.Image, state.Ready, state.Old));
        Assert.Equal(2, cluster.Server.Store.All("replicasets").Count);
    }

    [Fact]
    public async Task What_a_tag_stands_for_is_what_the_pods_pulled()
    {
        await using var cluster = await FakeCluster.StartAsync(image: "registry.example/shop/api:v7");
        var refused = await Assert.ThrowsAsync<RejectedException>(() => Read(cluster));
        Assert.Equal(
            "The Deployment shop/api in the cluster shop-production asks for shop/api:v7, and no pod of it says which image that is: deploy it by digest once.", refused.Message);

        var image = cluster.Server.Images.Push("shop/api", FakeImages.Healthy, "v7");
        cluster.Server.Pass(TimeSpan.FromSeconds(30));
        Assert.Equal(image, (await Read(cluster)).Image);

        cluster.Server.Images.Push("shop/api", FakeImages.Healthy, "v7");
        cluster.Server.Arrange(store => store.Remove(cluster.Pods[0]));
        cluster.Server.Arrange(store => cluster.Pods[0].Status["containerStatuses"]![0]!["imageID"] = $"registry.example/shop/api@sha256:{new string('f', 64)}");
        refused = await Assert.ThrowsAsync<RejectedException>(() => Read(cluster));
        Assert.Contains("its pods pulled 2 different images under that tag", refused.Message, StringComparison.Ordinal);

        await cluster.Workloads.ChangeImageAsync(cluster.Address, image, 1, Token);
        Assert.Equal(image, (await Read(cluster)).Image);
    }

    [Fact]
    public async Task Containers_of_one_workload_are_changed_apart()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var (api, proxy) = (cluster.Make(SampleImage.Healthy), cluster.Make(SampleImage.Healthy));
        await cluster.Workloads.ChangeImageAsync(cluster.Address, api, 1, Token);
        await cluster.Workloads.ChangeImageAsync(cluster.Address with { Container = "proxy" }, proxy, 2, Token);
        await cluster.Workloads.ChangeImageAsync(cluster.Address, api, 3, Token);

        var containers = cluster.Workload.Spec["template"]!["spec"]!["containers"]!.AsArray();

        Assert.Equal([api.Reference, proxy.Reference], containers.Select(container => (string?)container!["image"]));
        Assert.Equal("serve", (string?)containers[0]!["command"]![0]);
    }

    [Fact]
    public async Task A_container_that_is_not_there_is_refused_with_those_that_are()
    {
        await using var cluster = await FakeCluster.StartAsync();

        var refused = await Assert.ThrowsAsync<RejectedException>(() => cluster.Workloads.ReadAsync(cluster.Address with { Container = "web" }, Token));

        Assert.Equal("The Deployment shop/api has no container web; it has api, proxy.", refused.Message);
    }

    [Theory]
    [InlineData(WorkloadKind.Deployment, "paused", "resume it")]
    [InlineData(WorkloadKind.DaemonSet, "OnDelete", "make it RollingUpdate")]
    public async Task A_workload_whose_pods_nobody_replaces_is_given_no_image(WorkloadKind kind, string how, string remedy)
    {
        await using var cluster = await FakeCluster.StartAsync(kind);
        cluster.Server.Arrange(store => store.Write(cluster.Workload, () => _ = how == "paused"
            ? cluster.Workload.Spec["paused"] = true
            : cluster.Workload.Spec["updateStrategy"] = new JsonObject { ["type"] = how }));

        var refused = await Assert.ThrowsAsync<RejectedException>(() => cluster.Workloads.ChangeImageAsync(cluster.Address, cluster.Make(SampleImage.Healthy), 1, Token));

        Assert.EndsWith($"{remedy}.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_of_the_status_meanwhile_do_not_keep_an_image_out()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var image = cluster.Make(SampleImage.Healthy);
        var disturbed = 0;
        cluster.Server.Before = request =>
        {
            if (request.Method == "PATCH" && disturbed++ < 3)
            {
                cluster.Server.Store.Write(cluster.Workload, () => cluster.Workload.Status["disturbed"] = disturbed);
            }
        };

        await cluster.Workloads.ChangeImageAsync(cluster.Address, image, 1, Token);

        Assert.Equal(image, (await Read(cluster)).Image);
    }

    [Fact]
    public async Task A_workload_that_never_holds_still_is_a_conflict()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var disturbed = 0;
        cluster.Server.Before = request =>
        {
            if (request.Method == "PATCH")
            {
                cluster.Server.Store.Write(cluster.Workload, () => cluster.Workload.Status["disturbed"] = ++disturbed);
            }
        };

        var conflict = await Assert.ThrowsAsync<ConflictException>(() => cluster.Workloads.ChangeImageAsync(cluster.Address, cluster.Make(SampleImage.Healthy), 1, Token));

        Assert.StartsWith("The cluster shop-production cannot patch deployments shop/api: somebody else changed it meanwhile", conflict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_token_that_comes_between_reading_and_writing_wins()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var (late, first) = (cluster.Make(SampleImage.Healthy), cluster.Make(SampleImage.Healthy));
        var isFirst = true;
        cluster.Server.Before = request =>
        {
            if (request.Method == "PATCH" && isFirst)
            {
                isFirst = false;
                cluster.Server.Routes.Answer(request with { Body = request.Body.Replace(late.Reference, first.Reference, StringComparison.Ordinal).Replace("\"5\"", "\"6\"", StringComparison.Ordinal) });
            }
        };

        var conflict = await Assert.ThrowsAsync<ConflictException>(() => cluster.Workloads.ChangeImageAsync(cluster.Address, late, 5, Token));

        Assert.Equal("api was last changed with token 6; token 5 is older, so its holder has lost the lease.", conflict.Message);
        Assert.Equal(first, (await Read(cluster)).Image);
    }

    [Fact]
    public async Task A_Deployment_scales_in_by_the_costs_of_its_pods()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var costs = new KubernetesPodDeletionCosts(cluster.Clusters);
        var names = cluster.Pods.Select(pod => pod.Name).ToList();
        await costs.SetAsync(cluster.Address, new Dictionary<string, int> { [names[0]] = 10, [names[1]] = -1, [names[2]] = 5, ["gone"] = 1 }, Token);

        await cluster.Workloads.ScaleAsync(cluster.Address, 2, Token);
        cluster.Server.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal([names[0], names[2]], cluster.Pods.Select(pod => pod.Name));
        var refused = await Assert.ThrowsAsync<RejectedException>(() => costs.SetAsync(cluster.Address with { Kind = WorkloadKind.StatefulSet }, new Dictionary<string, int>(), Token));
        Assert.Contains("only a Deployment", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_of_ECS_is_no_workload_of_Kubernetes()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await Assert.ThrowsAsync<RejectedException>(() => cluster.Workloads.ReadAsync(cluster.Address with { Kind = WorkloadKind.EcsService }, Token));
    }

    private static Task<WorkloadState> Read(FakeCluster cluster) => cluster.Workloads.ReadAsync(cluster.Address, Token);
}
