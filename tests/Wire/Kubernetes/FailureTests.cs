using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Tests.Ports;
using Slipway.Tests.Wire.Kubernetes.Fake;

namespace Slipway.Tests.Wire.Kubernetes;

/// <summary>What goes wrong between Slipway and a cluster is told in one sentence, and what may pass is tried again.</summary>
public sealed class FailureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cluster_that_does_not_know_the_role_is_asked_once_more_with_a_new_token()
    {
        await using var cluster = await FakeCluster.StartAsync();
        List<bool> asked = [];
        cluster.Opening = access => access with
        {
            Token = (isRefused, _) =>
            {
                asked.Add(isRefused);
                return ValueTask.FromResult<string?>("unknown-token");
            },
        };

        var refused = await Assert.ThrowsAsync<RejectedException>(() => Read(cluster));

        Assert.Equal($"The cluster shop-production does not know {FakeCluster.Caller}: add it to the cluster's access entries.", refused.Message);
        Assert.Equal([false, true], asked);
    }

    [Fact]
    public async Task An_expired_token_is_replaced_without_anybody_noticing()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var token = "expired-token";
        cluster.Opening = access => access with { Token = (isRefused, _) => ValueTask.FromResult<string?>(isRefused ? token = "good-token" : token) };

        Assert.Equal(WorkloadBench.Replicas, (await Read(cluster)).Ready);
        Assert.Single(cluster.Server.Requests.GroupBy(request => request.Path), group => group.Count() > 1);
    }

    [Fact]
    public async Task A_forbidden_call_says_which_rule_the_role_lacks()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Forbidden.Add("patch deployments/scale");

        var refused = await Assert.ThrowsAsync<RejectedException>(() => cluster.Workloads.ScaleAsync(cluster.Address, 5, Token));

        Assert.Equal(
            $"{FakeCluster.Caller} may not patch deployments shop/api in the cluster shop-production: bind it, by a group of its access entry, to a Role of the namespace shop "
            + "that allows the verb patch on deployments/scale of the API group apps.",
            refused.Message);
    }

    [Fact]
    public async Task A_deleted_workload_is_told_by_name()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Arrange(store => store.Remove(cluster.Workload));

        var refused = await Assert.ThrowsAsync<RejectedException>(() => Read(cluster));

        Assert.Equal("There is no deployment shop/api in the cluster shop-production.", refused.Message);
    }

    [Fact]
    public async Task A_workload_that_is_deleted_while_it_is_changed_is_not_made_again()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Before = request =>
        {
            if (request.Method == "PATCH" && cluster.Server.Store.Find("deployments", "shop", "api") is { } workload)
            {
                cluster.Server.Store.Remove(workload);
            }
        };

        var refused = await Assert.ThrowsAsync<RejectedException>(() => cluster.Workloads.ChangeImageAsync(cluster.Address, cluster.Make(SampleImage.Healthy), 1, Token));

        Assert.Equal("There is no deployment shop/api in the cluster shop-production.", refused.Message);
        Assert.Empty(cluster.Server.Store.All("deployments"));
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_reached_is_unavailable_and_looked_up_anew()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var (closed, lookups) = (new Uri($"https://127.0.0.1:{Peers.Peer.FreePort()}"), 0);
        cluster.Opening = access => lookups++ == 0 ? access with { Server = closed } : access;

        var failure = await Assert.ThrowsAsync<UnavailableException>(() => Read(cluster));

        Assert.StartsWith($"The cluster shop-production cannot be reached at {closed}: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(WorkloadBench.Replicas, (await Read(cluster)).Ready);
        Assert.Equal(2, lookups);
    }

    [Fact]
    public async Task A_throttled_call_waits_as_long_as_it_is_told_and_goes_on()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Fail(new(429, "3"), times: 2);

        Assert.Equal(WorkloadBench.Replicas, (await Read(cluster)).Ready);

        Assert.Equal(2, cluster.Clock.Timers.Count(timer => timer >= TimeSpan.FromSeconds(3) && timer < TimeSpan.FromSeconds(4)));
    }

    [Theory]
    [InlineData(429, null, 4, "its API server throttles.")]
    [InlineData(429, "120", 1, "its API server throttles.")]
    [InlineData(500, null, 4, "its API server answers 500: etcdserver: request timed out.")]
    [InlineData(503, null, 4, "its API server answers 503: etcdserver: request timed out.")]
    public async Task A_server_that_stays_busy_or_broken_is_unavailable(int code, string? retryAfter, int attempts, string reason)
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Fail(new(code, retryAfter));

        var failure = await Assert.ThrowsAsync<UnavailableException>(() => Read(cluster));

        Assert.Equal($"The cluster shop-production cannot get deployments shop/api: {reason}", failure.Message);
        Assert.Equal(attempts, cluster.Server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_hangs_or_cuts_the_connection_is_asked_again()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Fail(FakeFault.Hang, times: 1);
        cluster.Server.Fail(FakeFault.Cut, times: 1);

        Assert.Equal(WorkloadBench.Replicas, (await Read(cluster)).Ready);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_unavailable()
    {
        await using var cluster = await FakeCluster.StartAsync(options: new() { Attempts = 2, Timeout = TimeSpan.FromSeconds(2) });
        cluster.Server.Fail(FakeFault.Hang);

        var failure = await Assert.ThrowsAsync<UnavailableException>(() => Read(cluster));

        Assert.Equal($"The cluster shop-production does not answer in time at {cluster.Server.Address}.", failure.Message);
    }

    [Fact]
    public async Task A_call_whose_time_is_up_is_to_be_repeated()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Fail(FakeFault.Hang);
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAsync<UnavailableException>(() => cluster.Workloads.ReadAsync(cluster.Address, cancelled.Token));
    }

    [Fact]
    public async Task A_change_whose_answer_was_lost_is_found_done()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var image = cluster.Make(SampleImage.Healthy);
        cluster.Server.Fail(FakeFault.Lost, times: 1, when: request => request.Method == "PATCH");

        await cluster.Workloads.ChangeImageAsync(cluster.Address, image, 1, Token);

        Assert.Equal(image, (await Read(cluster)).Image);
        Assert.Equal(2, cluster.Workload.Generation);
        Assert.Equal(2, cluster.Server.Requests.Count(request => request.Method == "PATCH"));
    }

    [Fact]
    public async Task Lists_are_read_to_their_last_page_and_begun_again_when_they_expire()
    {
        await using var cluster = await FakeCluster.StartAsync(options: new() { PageSize = 2 });
        await cluster.Workloads.ScaleAsync(cluster.Address, 7, Token);
        cluster.Server.Pass(TimeSpan.FromSeconds(30));
        cluster.Server.Routes.ExpiringLists = 2;

        Assert.Equal((7, 7), ((await Read(cluster)) is var state ? (state.Updated, state.Ready) : default));
        cluster.Server.Routes.ExpiringLists = 100;
        var failure = await Assert.ThrowsAsync<UnavailableException>(() => Read(cluster));
        Assert.Contains("lists its pods too slowly", failure.Message, StringComparison.Ordinal);
    }

    private static Task<WorkloadState> Read(FakeCluster cluster) => cluster.Workloads.ReadAsync(cluster.Address, Token);
}
