using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Systems;

namespace Slipway.Tests.Ports;

/// <summary>What every <see cref="ICanaries"/> keeps, beside a workload that is settled.</summary>
public abstract class CanariesContract(WorkloadKind kind)
{
    private const int Patience = 300;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract Task<CanaryBench> OpenAsync(WorkloadKind kind);

    [Fact]
    public async Task A_canary_runs_its_image_in_so_many_replicas_and_leaves_the_workload_as_it_is()
    {
        await using var bench = await OpenAsync(kind);
        var before = await bench.Workload.Workloads.ReadAsync(bench.Workload.Address, Token);
        var image = bench.Workload.Make(SampleImage.Healthy);

        foreach (var replicas in new[] { 1, 3, 2 })
        {
            await bench.Canaries.RunAsync(bench.Workload.Address, image, replicas, CanaryTraffic.Shared, 5, Token);
            await bench.Canaries.RunAsync(bench.Workload.Address, image, replicas, CanaryTraffic.Shared, 5, Token);
            var state = await Until(bench, state => state.Ready == replicas && state.Updated == replicas && state.Old == 0);
            Assert.Equal((image, replicas), (state.Image, state.Desired));
        }

        Assert.Equivalent(before, await bench.Workload.Workloads.ReadAsync(bench.Workload.Address, Token));
        Assert.Equal(new ReplicaCount(WorkloadBench.Replicas, WorkloadBench.Replicas, WorkloadBench.Replicas, false), await bench.Workload.Workloads.CountAsync(bench.Workload.Address, Token));
    }

    [Fact]
    public async Task A_canary_that_was_ended_is_gone_and_another_may_come()
    {
        await using var bench = await OpenAsync(kind);
        await bench.Canaries.EndAsync(bench.Workload.Address, 5, Token);
        await bench.Canaries.RunAsync(bench.Workload.Address, bench.Workload.Make(SampleImage.Healthy), 1, CanaryTraffic.Shared, 5, Token);
        await Until(bench, state => state.Ready == 1);

        await bench.Canaries.EndAsync(bench.Workload.Address, 5, Token);
        await bench.Canaries.EndAsync(bench.Workload.Address, 5, Token);
        await GoneAsync(bench);

        var image = bench.Workload.Make(SampleImage.Healthy);
        await bench.Canaries.RunAsync(bench.Workload.Address, image, 2, CanaryTraffic.Shared, 6, Token);
        Assert.Equal(image, (await Until(bench, state => state.Ready == 2)).Image);
    }

    [Fact]
    public async Task A_newer_holder_takes_an_older_ones_canary_over()
    {
        await using var bench = await OpenAsync(kind);
        await bench.Canaries.RunAsync(bench.Workload.Address, bench.Workload.Make(SampleImage.Healthy), 2, CanaryTraffic.Shared, 5, Token);
        await Until(bench, state => state.Ready == 2);
        var image = bench.Workload.Make(SampleImage.Healthy);

        await bench.Canaries.RunAsync(bench.Workload.Address, image, 1, CanaryTraffic.Shared, 6, Token);

        Assert.Equal(image, (await Until(bench, state => state is { Ready: 1, Old: 0, Updated: 1 })).Image);
    }

    [Fact]
    public async Task An_older_holder_neither_changes_a_canary_nor_ends_it()
    {
        await using var bench = await OpenAsync(kind);
        var image = bench.Workload.Make(SampleImage.Healthy);
        await bench.Canaries.RunAsync(bench.Workload.Address, image, 1, CanaryTraffic.Shared, 6, Token);

        var refused = await Assert.ThrowsAsync<ConflictException>(() => bench.Canaries.RunAsync(bench.Workload.Address, bench.Workload.Make(SampleImage.Healthy), 2, CanaryTraffic.Shared, 5, Token));
        await bench.Canaries.EndAsync(bench.Workload.Address, 5, Token);

        Assert.Contains("token 5 is older", refused.Message, StringComparison.Ordinal);
        Assert.Equal((image, 1), ((await Until(bench, state => state.Ready == 1)).Image, (await ReadAsync(bench)).Desired));
    }

    [Fact]
    public async Task A_holder_who_lost_the_workload_begins_no_canary()
    {
        await using var bench = await OpenAsync(kind);
        var image = bench.Workload.Make(SampleImage.Healthy);
        await bench.Workload.Workloads.ChangeImageAsync(bench.Workload.Address, image, 8, Token);

        await Assert.ThrowsAsync<ConflictException>(() => bench.Canaries.RunAsync(bench.Workload.Address, image, 1, CanaryTraffic.Shared, 7, Token));

        await Assert.ThrowsAsync<RejectedException>(() => ReadAsync(bench));
    }

    [Fact]
    public async Task A_canary_in_trouble_says_so()
    {
        await using var bench = await OpenAsync(kind);

        await bench.Canaries.RunAsync(bench.Workload.Address, bench.Workload.Make(SampleImage.Crashing), 1, CanaryTraffic.Shared, 5, Token);

        Assert.NotEmpty((await Until(bench, state => state.Troubles.Any(trouble => trouble.Reason == "CrashLoopBackOff"))).Troubles[0].Message);
    }

    [Fact]
    public async Task The_image_of_a_canary_comes_to_the_workload_while_it_runs()
    {
        await using var bench = await OpenAsync(kind);
        var image = bench.Workload.Make(SampleImage.Healthy);
        await bench.Canaries.RunAsync(bench.Workload.Address, image, 1, CanaryTraffic.Shared, 5, Token);
        await Until(bench, state => state.Ready == 1);

        await bench.Workload.Workloads.ChangeImageAsync(bench.Workload.Address, image, 5, Token);
        await Until(bench, state => state.Ready == WorkloadBench.Replicas && state.Old == 0 && state.Image == image, bench.Workload.Address);
        await bench.Canaries.EndAsync(bench.Workload.Address, 5, Token);

        await GoneAsync(bench);
    }

    private static Task<WorkloadState> ReadAsync(CanaryBench bench) => bench.Workload.Workloads.ReadAsync(CanaryAddress.Of(bench.Workload.Address), Token);

    private static async Task GoneAsync(CanaryBench bench)
    {
        for (var look = 0; ; look++)
        {
            if (await bench.Canaries.IsGoneAsync(bench.Workload.Address, Token))
            {
                await Assert.ThrowsAsync<RejectedException>(() => ReadAsync(bench));
                return;
            }

            Assert.True(look < Patience, "It never went.");
            await bench.Workload.PassAsync();
        }
    }

    private static async Task<WorkloadState> Until(CanaryBench bench, Func<WorkloadState, bool> condition, WorkloadAddress? address = null)
    {
        for (var look = 0; ; look++)
        {
            var state = await bench.Workload.Workloads.ReadAsync(address ?? CanaryAddress.Of(bench.Workload.Address), Token);
            if (condition(state))
            {
                return state;
            }

            Assert.True(look < Patience, $"It never came about; the last that was seen is {state} {string.Join(", ", state.Troubles)}.");
            await bench.Workload.PassAsync();
        }
    }
}

/// <summary>A bench of a workload, and what runs canaries there.</summary>
public sealed record CanaryBench(WorkloadBench Workload, ICanaries Canaries) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Workload.DisposeAsync();
}
