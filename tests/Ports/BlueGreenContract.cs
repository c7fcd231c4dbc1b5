using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;

namespace Slipway.Tests.Ports;

/// <summary>What every <see cref="ICanaries"/> keeps that can switch requests, beside a workload that takes some.</summary>
public abstract class BlueGreenContract
{
    private const int Patience = 300;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract Task<BlueGreenBench> OpenAsync();

    [Fact]
    public async Task All_requests_go_to_the_green_side_by_a_switch_and_back_by_its_end()
    {
        await using var bench = await OpenAsync();
        var blue = Assert.Single(bench.Reached().Distinct());
        var before = await bench.Workload.Workloads.ReadAsync(bench.Workload.Address, Token);
        var green = bench.Workload.Make(SampleImage.Healthy);
        Assert.True(await bench.Canaries.TakesRequestsAsync(bench.Workload.Address, Token));

        Assert.False(await TakesAllAsync(bench));

        await StandAsync(bench, green, 5);
        Assert.Equal(Enumerable.Repeat(blue, WorkloadBench.Replicas), bench.Reached());
        Assert.False(await TakesAllAsync(bench));

        await bench.Canaries.RunAsync(bench.Workload.Address, green, WorkloadBench.Replicas, CanaryTraffic.All, 5, Token);
        await bench.Canaries.RunAsync(bench.Workload.Address, green, WorkloadBench.Replicas, CanaryTraffic.All, 5, Token);
        Assert.Equal(Enumerable.Repeat(green.Digest, WorkloadBench.Replicas), bench.Reached());
        Assert.Equivalent(before, await bench.Workload.Workloads.ReadAsync(bench.Workload.Address, Token));
        Assert.True(await TakesAllAsync(bench));

        await bench.Canaries.EndAsync(bench.Workload.Address, 5, Token);
        Assert.Equal(Enumerable.Repeat(blue, WorkloadBench.Replicas), bench.Reached());
        Assert.False(await TakesAllAsync(bench));
        await bench.Canaries.EndAsync(bench.Workload.Address, 5, Token);
        await GoneAsync(bench);
        Assert.Equal(Enumerable.Repeat(blue, WorkloadBench.Replicas), bench.Reached());
    }

    [Fact]
    public async Task The_workload_gets_its_requests_back_when_it_has_come_to_the_image_too()
    {
        await using var bench = await OpenAsync();
        var green = bench.Workload.Make(SampleImage.Healthy);
        await StandAsync(bench, green, 5);
        await bench.Canaries.RunAsync(bench.Workload.Address, green, WorkloadBench.Replicas, CanaryTraffic.All, 5, Token);

        await bench.Workload.Workloads.ChangeImageAsync(bench.Workload.Address, green, 5, Token);
        await UntilAsync(bench, bench.Workload.Address);
        Assert.Equal(Enumerable.Repeat(green.Digest, WorkloadBench.Replicas), bench.Reached());
        await bench.Canaries.EndAsync(bench.Workload.Address, 5, Token);

        Assert.Equal(Enumerable.Repeat(green.Digest, WorkloadBench.Replicas), bench.Reached());
        await GoneAsync(bench);
    }

    [Fact]
    public async Task A_green_side_that_is_not_ready_in_full_gets_no_request()
    {
        await using var bench = await OpenAsync();
        var before = bench.Reached();
        var green = bench.Workload.Make(SampleImage.Healthy);
        await StandAsync(bench, green, 5);

        await Assert.ThrowsAsync<UnavailableException>(() => bench.Canaries.RunAsync(bench.Workload.Address, green, WorkloadBench.Replicas + 1, CanaryTraffic.All, 5, Token));

        Assert.Equal(before, bench.Reached());
    }

    [Fact]
    public async Task A_newer_holder_begins_with_a_green_side_that_takes_none()
    {
        await using var bench = await OpenAsync();
        var blue = Assert.Single(bench.Reached().Distinct());
        var green = bench.Workload.Make(SampleImage.Healthy);
        await StandAsync(bench, green, 5);
        await bench.Canaries.RunAsync(bench.Workload.Address, green, WorkloadBench.Replicas, CanaryTraffic.All, 5, Token);

        await StandAsync(bench, bench.Workload.Make(SampleImage.Healthy), 6);

        Assert.Equal(Enumerable.Repeat(blue, WorkloadBench.Replicas), bench.Reached());
    }

    [Fact]
    public async Task An_older_holder_neither_switches_nor_gives_back()
    {
        await using var bench = await OpenAsync();
        var green = bench.Workload.Make(SampleImage.Healthy);
        await StandAsync(bench, green, 6);
        var before = bench.Reached();

        await Assert.ThrowsAsync<ConflictException>(() => bench.Canaries.RunAsync(bench.Workload.Address, green, WorkloadBench.Replicas, CanaryTraffic.All, 5, Token));
        Assert.Equal(before, bench.Reached());

        await bench.Canaries.RunAsync(bench.Workload.Address, green, WorkloadBench.Replicas, CanaryTraffic.All, 6, Token);
        await bench.Canaries.EndAsync(bench.Workload.Address, 5, Token);
        Assert.Equal(Enumerable.Repeat(green.Digest, WorkloadBench.Replicas), bench.Reached());
    }

    [Fact]
    public async Task What_a_canary_of_another_strategy_left_goes_first()
    {
        await using var bench = await OpenAsync();
        var image = bench.Workload.Make(SampleImage.Healthy);
        await bench.Canaries.RunAsync(bench.Workload.Address, image, 1, CanaryTraffic.Shared, 5, Token);

        await UntilAsync(bench, async () =>
        {
            try
            {
                await StandAsync(bench, image, 6);
                return true;
            }
            catch (UnavailableException)
            {
                return false;
            }
        });

        Assert.DoesNotContain(image.Digest, bench.Reached());
    }

    private static Task<bool> TakesAllAsync(BlueGreenBench bench) => bench.Canaries.TakesAllAsync(bench.Workload.Address, Token);

    /// <summary>A green side in full, before the switch.</summary>
    private static async Task StandAsync(BlueGreenBench bench, Image image, long token)
    {
        await bench.Canaries.RunAsync(bench.Workload.Address, image, WorkloadBench.Replicas, CanaryTraffic.None, token, Token);
        await UntilAsync(bench, CanaryAddress.Of(bench.Workload.Address));

        // The status of a workload follows its replicas.
        await bench.Workload.PassAsync();
    }

    private static Task UntilAsync(BlueGreenBench bench, WorkloadAddress workload) => UntilAsync(
        bench, async () => await bench.Workload.Workloads.ReadAsync(workload, Token) is { Ready: WorkloadBench.Replicas, Updated: WorkloadBench.Replicas, Old: 0 });

    private static Task GoneAsync(BlueGreenBench bench) => UntilAsync(bench, () => bench.Canaries.IsGoneAsync(bench.Workload.Address, Token));

    private static async Task UntilAsync(BlueGreenBench bench, Func<Task<bool>> condition)
    {
        for (var look = 0; !await condition(); look++)
        {
            Assert.True(look < Patience, "It never came about.");
            await bench.Workload.PassAsync();
        }
    }
}

/// <summary>A bench of a workload, what runs its green side, and the images that requests reach now, one for each replica.</summary>
public sealed record BlueGreenBench(WorkloadBench Workload, ICanaries Canaries, Func<IReadOnlyList<Digest>> Reached) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Workload.DisposeAsync();
}
