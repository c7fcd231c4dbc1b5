using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Capacity;

namespace Slipway.Tests.Ports;

/// <summary>What every <see cref="ICapacity"/> keeps that knows quotas.</summary>
public abstract class CapacityContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract Task<CapacityBench> OpenAsync();

    [Fact]
    public async Task Without_a_quota_nothing_is_limited_and_no_workload_looked_at()
    {
        await using var bench = await OpenAsync();
        var reading = await ReadAsync(bench);
        Assert.Equal((0, 0, null, null, null), (reading.Quotas.Count, reading.Workloads.Count, reading.Nodes, reading.Untold, reading.UntoldNodes));
    }

    [Fact]
    public async Task A_quota_says_what_it_allows_and_what_its_pods_take_and_the_workload_what_it_asks_for()
    {
        await using var bench = await OpenAsync();
        bench.Limit("compute", ("pods", 5), ("requests.cpu", 4));

        var reading = await ReadAsync(bench);
        var workload = Assert.Single(reading.Workloads);
        Assert.Equal((bench.Address, WorkloadBench.Replicas, 1), (workload.Workload, workload.Replicas, workload.Beside));
        Assert.Equal((1, 1), (workload.Pod.Takes["pods"], workload.Job.Takes["pods"]));
        Assert.Equal(["pods 5", "requests.cpu 4"], reading.Quotas.Select(quota => $"{quota.Resource} {quota.Hard}").Order(StringComparer.Ordinal));
        Assert.All(reading.Quotas, quota => Assert.Equal(("compute", WorkloadBench.Replicas * workload.Pod.Takes[quota.Resource]), (quota.Quota, Math.Round(quota.Used, 6))));
    }

    [Fact]
    public async Task Pods_that_come_are_counted_and_those_that_have_gone_are_not()
    {
        await using var bench = await OpenAsync();
        bench.Limit("compute", ("pods", 9));
        foreach (var replicas in new[] { 5, 2 })
        {
            await bench.Workloads.ScaleAsync(bench.Address, replicas, Token);
            await UsedUntil(bench, "pods", replicas);
        }
    }

    [Fact]
    public async Task Objects_are_counted_by_their_kind()
    {
        await using var bench = await OpenAsync();
        var before = bench.Deployments;
        bench.Limit("objects", ("count/deployments.apps", 9), ("count/jobs.batch", 9));
        Assert.Equal(["count/deployments.apps " + before, "count/jobs.batch 0"], (await ReadAsync(bench)).Quotas.Select(quota => $"{quota.Resource} {quota.Used}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Who_may_not_list_quotas_is_told_so_and_nothing_is_limited()
    {
        await using var bench = await OpenAsync();
        bench.Limit("compute", ("pods", 1));
        bench.Forbid();
        var reading = await ReadAsync(bench);
        Assert.Equal((0, 0, $"Slipway may not list resourcequotas in {bench.Address.Namespace}"), (reading.Quotas.Count, reading.Workloads.Count, reading.Untold));
    }

    [Fact]
    public async Task Nodes_are_told_where_they_are_asked_for_with_what_they_have_left()
    {
        await using var bench = await OpenAsync();
        bench.Room(WorkloadBench.Replicas + 2);
        var reading = await bench.Capacity.ReadAsync([bench.Address], asksNodes: true, Token);
        Assert.Equal(2, reading.Nodes!.Sum(node => node.Free["pods"]));
        Assert.Null(Assert.Single(reading.Workloads).Pod.Nodes);
    }

    private static Task<CapacityReading> ReadAsync(CapacityBench bench) => bench.Capacity.ReadAsync([bench.Address], asksNodes: false, Token);

    private static async Task UsedUntil(CapacityBench bench, string resource, double used)
    {
        for (var look = 0; (await ReadAsync(bench)).Quotas.Single(quota => quota.Resource == resource).Used != used; look++)
        {
            Assert.True(look < 200, $"{resource} was never {used}");
            await bench.PassAsync();
        }
    }
}

/// <summary>A Deployment with three replicas, alone in a namespace with what the tests say, and what stands behind it.</summary>
public abstract class CapacityBench : IAsyncDisposable
{
    public abstract ICapacity Capacity { get; }

    public abstract IWorkloads Workloads { get; }

    public abstract WorkloadAddress Address { get; }

    /// <summary>How many Deployments the namespace has.</summary>
    public abstract int Deployments { get; }

    public abstract void Limit(string quota, params (string Resource, double Hard)[] limits);

    /// <summary>Takes the right to list quotas away.</summary>
    public abstract void Forbid();

    /// <summary>Lets the cluster have nodes for so many pods in all.</summary>
    public abstract void Room(int pods);

    public abstract Task PassAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
