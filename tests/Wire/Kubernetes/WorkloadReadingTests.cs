using System.Text.Json.Nodes;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;
using Slipway.Tests.Ports;
using Slipway.Tests.Wire.Kubernetes.Fake;

namespace Slipway.Tests.Wire.Kubernetes;

/// <summary>How workloads of Kubernetes are read, beyond the contract.</summary>
public sealed class WorkloadReadingTests
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
    public async Task Replicas_are_counted_where_nobody_knows_what_a_tag_stands_for()
    {
        await using var cluster = await FakeCluster.StartAsync(image: "docker.io/library/redis:7");
        await cluster.Workloads.ScaleAsync(cluster.Address, 0, Token);
        cluster.Server.Pass(TimeSpan.FromSeconds(10));

        await Assert.ThrowsAsync<RejectedException>(() => Read(cluster));
        Assert.Equal(new ReplicaCount(0, 0, 0, false), await cluster.Workloads.CountAsync(cluster.Address, Token));
    }

    [Fact]
    public async Task A_rollout_that_waits_for_a_person_is_none()
    {
        await using var cluster = await FakeCluster.StartAsync(WorkloadKind.StatefulSet, change: workload => workload["spec"]!["updateStrategy"] = new JsonObject { ["type"] = "OnDelete" });
        cluster.Server.Arrange(store => cluster.Workload.Status["updatedReplicas"] = 1);

        Assert.False((await cluster.Workloads.CountAsync(cluster.Address, Token)).IsRollingOut);
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

    private static Task<WorkloadState> Read(FakeCluster cluster) => cluster.Workloads.ReadAsync(cluster.Address, Token);
}
