using Slipway.Aws.Kubernetes;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;
using Slipway.Tests.Ports;

namespace Slipway.Tests.Wire.Kubernetes;

/// <summary>What the role of an environment needs in its namespace: no rule more than the adapters use, and none less.</summary>
public sealed class RoleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(WorkloadKind.Deployment, "get deployments", "list pods", "list replicasets", "get pods/log", "patch deployments", "patch deployments/scale", "patch pods")]
    [InlineData(WorkloadKind.StatefulSet, "get statefulsets", "list pods", "delete pods", "get pods/log", "patch statefulsets", "patch statefulsets/scale")]
    [InlineData(WorkloadKind.DaemonSet, "get daemonsets", "list pods", "list controllerrevisions", "get pods/log", "patch daemonsets")]
    public async Task Workloads_need_these_rules(WorkloadKind kind, params string[] rules)
    {
        await using var cluster = await FakeCluster.StartAsync(kind);
        var before = (await cluster.Workloads.ReadAsync(cluster.Address, Token)).Image;
        await cluster.Workloads.ChangeImageAsync(cluster.Address, cluster.Make(SampleImage.Crashing), 1, Token);
        cluster.Server.Pass(TimeSpan.FromSeconds(15));
        await cluster.Workloads.ReadAsync(cluster.Address, Token);
        await cluster.Workloads.ChangeImageAsync(cluster.Address, before, 2, Token);
        await cluster.Workloads.RestartAsync(cluster.Address, "alarm-1", Token);
        if (kind != WorkloadKind.DaemonSet)
        {
            await cluster.Workloads.ScaleAsync(cluster.Address, 2, Token);
        }

        AssertUsed(cluster, rules);
    }

    [Fact]
    public async Task Jobs_need_these_rules()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var jobs = new KubernetesJobs(cluster.Clusters);
        foreach (var (name, image) in new[] { ("migrate-1", FakeJobImages.Of(SampleJob.Succeeds)), ("migrate-2", FakeJobImages.Of(SampleJob.Lasts)) })
        {
            var job = new JobAddress(cluster.Address, name);
            await jobs.StartAsync(new(job, cluster.Server.Images.Push("shop/api", image), ["migrate"], TimeSpan.FromMinutes(1)), Token);
            cluster.Server.Pass(TimeSpan.FromSeconds(20));
            await jobs.ReadAsync(job, Token);
            await jobs.StopAsync(job, Token);
        }

        AssertUsed(cluster, ["get deployments", "create jobs", "get jobs", "patch jobs", "list pods", "get pods/log"]);
    }

    [Fact]
    public async Task To_end_idle_pods_first_needs_these_rules()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.Workloads.ScaleAsync(cluster.Address, 1, Token);
        AssertUsed(cluster, ["get deployments", "list pods", "patch pods", "patch deployments/scale"]);
    }

    [Theory]
    [InlineData(null, false, "list resourcequotas")]
    [InlineData("20", false, "list resourcequotas", "get deployments")]
    [InlineData(null, true, "list resourcequotas", "get deployments", "list nodes", "list pods")]
    public async Task To_look_for_room_needs_these_rules_and_without_a_quota_no_more_than_one(string? pods, bool asksNodes, params string[] rules)
    {
        await using var cluster = await FakeCluster.StartAsync();
        if (pods is not null)
        {
            cluster.Limit("compute", ("pods", pods));
        }

        await new KubernetesCapacity(cluster.Clusters).ReadAsync([cluster.Address], asksNodes, Token);
        AssertUsed(cluster, rules);
    }

    private static void AssertUsed(FakeCluster cluster, string[] rules) =>
        Assert.Equal(rules.Order(StringComparer.Ordinal), cluster.Server.Requests.Select(request => request.Permission).Distinct().Order(StringComparer.Ordinal));
}
