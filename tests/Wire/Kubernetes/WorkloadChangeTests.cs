using System.Text.Json.Nodes;
using Slipway.Aws.Kubernetes;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;
using Slipway.Tests.Ports;

namespace Slipway.Tests.Wire.Kubernetes;

/// <summary>How workloads of Kubernetes are changed, beyond the contract.</summary>
public sealed class WorkloadChangeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

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
    public async Task A_template_comes_back_without_the_images_that_other_containers_had_then()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var templates = new KubernetesTemplates(cluster.Clusters);
        var kept = await templates.ReadAsync(cluster.Address, Token);
        var (api, proxy) = (cluster.Make(SampleImage.Healthy), cluster.Make(SampleImage.Healthy));
        await cluster.Workloads.ChangeImageAsync(cluster.Address with { Container = "proxy" }, proxy, 1, Token);
        cluster.SetVariable("LOG_LEVEL", "debug");

        await templates.RestoreAsync(cluster.Address, kept, api, 2, Token);

        Assert.Equal([api.Reference, proxy.Reference], cluster.Workload.Spec["template"]!["spec"]!["containers"]!.AsArray().Select(container => (string?)container!["image"]));
        Assert.Equal(kept.Fingerprint, (await templates.ReadAsync(cluster.Address, Token)).Fingerprint);
    }

    [Theory]
    [InlineData("kubectl.kubernetes.io/restartedAt", true)]
    [InlineData("cattle.io/timestamp", true)]
    [InlineData("checksum/config", false)]
    public async Task What_restarts_leave_on_the_pods_is_no_other_template(string annotation, bool isSame)
    {
        await using var cluster = await FakeCluster.StartAsync();
        var templates = new KubernetesTemplates(cluster.Clusters);
        var before = await templates.ReadAsync(cluster.Address, Token);

        cluster.Server.Arrange(store => store.Write(cluster.Workload, () => cluster.Workload.Spec["template"]!["metadata"]!["annotations"] = new JsonObject { [annotation] = "2026-03-02" }));

        Assert.Equal(isSame, before.Fingerprint == (await templates.ReadAsync(cluster.Address, Token)).Fingerprint);
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
    public async Task A_workload_whose_pods_nobody_replaces_is_neither_given_an_image_nor_restarted(WorkloadKind kind, string how, string remedy)
    {
        await using var cluster = await FakeCluster.StartAsync(kind);
        cluster.Server.Arrange(store => store.Write(cluster.Workload, () => _ = how == "paused"
            ? cluster.Workload.Spec["paused"] = true
            : cluster.Workload.Spec["updateStrategy"] = new JsonObject { ["type"] = how }));

        var refused = await Assert.ThrowsAsync<RejectedException>(() => cluster.Workloads.ChangeImageAsync(cluster.Address, cluster.Make(SampleImage.Healthy), 1, Token));
        Assert.EndsWith($"{remedy}.", refused.Message, StringComparison.Ordinal);
        refused = await Assert.ThrowsAsync<RejectedException>(() => cluster.Workloads.RestartAsync(cluster.Address, "alarm-1", Token));
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
                var other = request.Body.Replace(late.Reference, first.Reference, StringComparison.Ordinal).Replace("\"5\"", "\"6\"", StringComparison.Ordinal);
                cluster.Server.Routes.Answer(request with { Body = other });
            }
        };

        var conflict = await Assert.ThrowsAsync<ConflictException>(() => cluster.Workloads.ChangeImageAsync(cluster.Address, late, 5, Token));

        Assert.Equal("api was last changed with token 6; token 5 is older, so its holder has lost the lease.", conflict.Message);
        Assert.Equal(first, (await Read(cluster)).Image);
    }

    [Fact]
    public async Task The_idlest_pods_of_a_Deployment_go_first_and_no_earlier_mark_sends_a_busy_one()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var names = cluster.Pods.Select(pod => pod.Name).ToList();
        cluster.Server.Routes.Metrics.CpuOf[names[1]] = "1m";
        cluster.Server.Arrange(store => store.Write(cluster.Pods[0], () => cluster.Pods[0].Metadata["annotations"] = new JsonObject { ["controller.kubernetes.io/pod-deletion-cost"] = "-1" }));

        await cluster.Workloads.ScaleAsync(cluster.Address, 2, Token);
        cluster.Server.Pass(TimeSpan.FromSeconds(2));

        Assert.Equal([names[0], names[2]], cluster.Pods.Select(pod => pod.Name));
    }

    [Fact]
    public async Task Pods_that_say_what_they_cost_know_better_and_a_cluster_that_refuses_to_mark_them_scales_in_all_the_same()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var names = cluster.Pods.Select(pod => pod.Name).ToList();
        cluster.Server.Routes.Metrics.CpuOf[names[1]] = "1m";
        cluster.Server.Arrange(store => store.Write(cluster.Pods[1], () => cluster.Pods[1].Metadata["annotations"] = new JsonObject { ["controller.kubernetes.io/pod-deletion-cost"] = "100" }));
        await cluster.Workloads.ScaleAsync(cluster.Address, 2, Token);
        cluster.Server.Pass(TimeSpan.FromSeconds(2));
        Assert.Contains(names[1], cluster.Pods.Select(pod => pod.Name));

        await using var strict = await FakeCluster.StartAsync();
        strict.Server.Forbidden.Add("patch pods");
        await strict.Workloads.ScaleAsync(strict.Address, 2, Token);
        strict.Server.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(2, strict.Pods.Count);
    }

    [Fact]
    public async Task Where_nobody_knows_who_is_idle_the_cluster_chooses()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Routes.Metrics.IsInstalled = false;

        await cluster.Workloads.ScaleAsync(cluster.Address, 2, Token);
        cluster.Server.Pass(TimeSpan.FromSeconds(2));

        Assert.Equal(2, cluster.Pods.Count);
        Assert.DoesNotContain(cluster.Server.Requests, request => request.Permission == "patch pods");
    }

    [Fact]
    public async Task A_service_of_ECS_is_no_workload_of_Kubernetes()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await Assert.ThrowsAsync<RejectedException>(() => cluster.Workloads.ReadAsync(cluster.Address with { Kind = WorkloadKind.EcsService }, Token));
    }

    private static Task<WorkloadState> Read(FakeCluster cluster) => cluster.Workloads.ReadAsync(cluster.Address, Token);
}
