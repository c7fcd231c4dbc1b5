using System.Text.Json.Nodes;
using Slipway.Aws.Kubernetes;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;
using Slipway.Tests.Wire.Kubernetes.Fake;

namespace Slipway.Tests.Wire.Kubernetes;

/// <summary>What is Kubernetes' own about jobs, beyond the contract.</summary>
public sealed class JobTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_takes_over_what_its_workloads_container_needs_and_leaves_what_a_server_needs()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var job = await StartAsync(cluster, new(TimeSpan.Zero));

        var made = cluster.Server.Store.Find("jobs", "shop", job.Address.Name)!;
        var pod = made.Spec["template"]!["spec"]!;
        var container = Assert.Single(pod["containers"]!.AsArray())!;
        Assert.Equal("slipway", made.Label("app.kubernetes.io/managed-by"));
        Assert.Equal((0, 600, 604800), ((int)made.Spec["backoffLimit"]!, (int)made.Spec["activeDeadlineSeconds"]!, (int)made.Spec["ttlSecondsAfterFinished"]!));
        Assert.Equal("""{"app.kubernetes.io/managed-by":"slipway"}""", made.Spec["template"]!["metadata"]!["labels"]!.ToJsonString());
        Assert.Equal(
            ["containers", "imagePullSecrets", "nodeSelector", "restartPolicy", "securityContext", "serviceAccountName", "tolerations", "volumes"],
            pod.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["config"], pod["volumes"]!.AsArray().Select(volume => (string?)volume!["name"]));
        Assert.Equal(
            ["command", "env", "envFrom", "image", "name", "resources", "securityContext", "volumeMounts"], container.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal("""["migrate","--all"]""", container["command"]!.ToJsonString());
        Assert.Equal(job.Image.Reference, (string?)container["image"]);
    }

    [Fact]
    public async Task A_job_like_a_StatefulSet_leaves_out_the_volumes_that_each_replica_has_of_its_own()
    {
        await using var cluster = await FakeCluster.StartAsync(WorkloadKind.StatefulSet, change: workload =>
            workload["spec"]!["template"]!["spec"]!["containers"]![0]!["volumeMounts"]!.AsArray().Add(new JsonObject { ["name"] = "data", ["mountPath"] = "/data" }));

        await StartAsync(cluster, new(TimeSpan.Zero));

        var made = Assert.Single(cluster.Server.Store.All("jobs"));
        Assert.Equal(["config"], made.Spec["template"]!["spec"]!["containers"]![0]!["volumeMounts"]!.AsArray().Select(mount => (string?)mount!["name"]));
    }

    [Fact]
    public async Task Only_the_last_lines_of_a_long_log_are_kept()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var log = string.Concat(Enumerable.Range(0, 5000).Select(line => $"line {line} {new string('x', 400)}\n"));
        var job = await StartAsync(cluster, new(TimeSpan.Zero, TimeSpan.FromSeconds(2), 1, Log: log));
        cluster.Server.Pass(TimeSpan.FromSeconds(20));

        var state = await ReadAsync(cluster, job);

        Assert.InRange(state.LogTail.Length, 4000, 8192);
        Assert.All(state.LogTail.TrimEnd().Split('\n'), line => Assert.StartsWith("line 49", line, StringComparison.Ordinal));
        Assert.StartsWith("line 4999 ", state.LogTail.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_was_killed_says_why_after_its_log()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var job = await StartAsync(cluster, new(TimeSpan.Zero, TimeSpan.FromSeconds(2), 137, "OOMKilled", "one\n"));
        cluster.Server.Pass(TimeSpan.FromSeconds(20));

        Assert.Equal(new(JobStatus.Failed, "one\nOOMKilled: the container ended with exit code 137\n"), await ReadAsync(cluster, job));
    }

    [Fact]
    public async Task A_job_that_waits_says_what_for()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var job = await StartAsync(cluster, null);
        cluster.Server.Pass(TimeSpan.FromSeconds(20));

        var state = await ReadAsync(cluster, job);

        Assert.Equal(JobStatus.Running, state.Status);
        Assert.StartsWith("ImagePullBackOff: Back-off pulling image", state.LogTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_may_not_be_read_does_not_hide_how_the_job_ended()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Forbidden.Add("get pods/log");
        var job = await StartAsync(cluster, new(TimeSpan.Zero, TimeSpan.FromSeconds(2), 1));
        cluster.Server.Pass(TimeSpan.FromSeconds(20));

        var state = await ReadAsync(cluster, job);

        Assert.Equal(JobStatus.Failed, state.Status);
        Assert.Contains("the verb get on pods/log", state.LogTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_job_leaves_no_pod_behind_and_goes_when_its_time_to_live_is_over()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var job = await StartAsync(cluster, new(TimeSpan.Zero));
        cluster.Server.Pass(TimeSpan.FromSeconds(10));
        await new KubernetesJobs(cluster.Clusters).StopAsync(job.Address, Token);
        Assert.Equal(JobStatus.Running, (await ReadAsync(cluster, job)).Status);

        cluster.Server.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(new(JobStatus.Failed, "Stopped before it ended.\n"), await ReadAsync(cluster, job));
        Assert.DoesNotContain(cluster.Server.Store.All("pods"), pod => pod.Name.StartsWith(job.Address.Name, StringComparison.Ordinal));
        cluster.Server.Arrange(store => store.Find("jobs", "shop", job.Address.Name)!.Spec["ttlSecondsAfterFinished"] = 5);
        cluster.Server.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(JobStatus.Missing, (await ReadAsync(cluster, job)).Status);
    }

    [Fact]
    public async Task A_job_in_a_namespace_that_does_not_exist_is_refused_by_its_name()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Routes.Namespaces.Clear();

        var refused = await Assert.ThrowsAsync<RejectedException>(() => StartAsync(cluster, new(TimeSpan.Zero)));

        Assert.Equal("There is no namespace shop in the cluster shop-production.", refused.Message);
    }

    [Fact]
    public async Task A_start_whose_answer_was_lost_starts_one_job()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Fail(FakeFault.Lost, times: 1, when: request => request.Method == "POST");

        await StartAsync(cluster, new(TimeSpan.Zero));

        Assert.Equal(2, cluster.Server.Requests.Count(request => request.Method == "POST"));

        Assert.Single(cluster.Server.Store.All("jobs"));
    }

    private static async Task<JobRequest> StartAsync(FakeCluster cluster, FakeImage? image)
    {
        var job = new JobRequest(new(cluster.Address, "migrate-1"), cluster.Server.Images.Push("shop/api", image), ["migrate", "--all"], TimeSpan.FromMinutes(10));
        await new KubernetesJobs(cluster.Clusters).StartAsync(job, Token);
        return job;
    }

    private static Task<JobState> ReadAsync(FakeCluster cluster, JobRequest job) => new KubernetesJobs(cluster.Clusters).ReadAsync(job.Address, Token);
}
