using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Pauses;

namespace Slipway.Tests.Ports;

/// <summary>A service that its cluster deploys blue/green, and what continues it where a pause hook holds it.</summary>
public sealed record PauseBench(WorkloadBench Workload, IPausedRollouts Paused);

/// <summary>What holds of each pause hook of a service that its cluster deploys blue/green.</summary>
public abstract class PausedRolloutsContract
{
    private const int Patience = 120;
    private long _token;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="hooks">Where its deployments are held from now on.</param>
    protected abstract Task<PauseBench> OpenAsync(IReadOnlyList<PausePlace> hooks);

    [Theory]
    [InlineData(PausePlace.BeforeReplicas)]
    [InlineData(PausePlace.BeforeTests)]
    [InlineData(PausePlace.BeforeRequests)]
    public async Task What_is_held_before_its_requests_stays_there_until_it_is_continued(PausePlace place)
    {
        var bench = await OpenAsync([place]);
        await using var workload = bench.Workload;
        var (before, image) = (await ReadAsync(workload), workload.Make(SampleImage.Healthy));
        await workload.Workloads.ChangeImageAsync(workload.Address, image, ++_token, Token);

        var held = await UntilAsync(workload, state => state.Pause is not null && state.Ready == (place == PausePlace.BeforeReplicas ? 0 : before.Desired));
        Assert.Equal((image, place, before.Desired), (held.Image, held.Pause!.Place, held.Old));
        await PassAsync(workload, 20);
        Assert.Equal(held.Pause, (await ReadAsync(workload)).Pause);

        await bench.Paused.ContinueAsync(workload.Address, held.Pause, Token);
        var arrived = await UntilAsync(workload, state => state.Ready == before.Desired && state.Old == 0 && !state.IsOldSideKept);
        Assert.Equal((image, null), (arrived.Image, arrived.Pause));
    }

    [Fact]
    public async Task What_is_held_after_its_requests_has_arrived_and_keeps_the_old_side_until_it_is_continued()
    {
        var bench = await OpenAsync([PausePlace.AfterRequests]);
        await using var workload = bench.Workload;
        var image = workload.Make(SampleImage.Healthy);
        await workload.Workloads.ChangeImageAsync(workload.Address, image, ++_token, Token);

        var held = await UntilAsync(workload, state => state.Pause is not null);
        Assert.Equal((image, PausePlace.AfterRequests, held.Desired, 0, true), (held.Image, held.Pause!.Place, held.Ready, held.Old, held.IsOldSideKept));
        await PassAsync(workload, Patience);
        Assert.True((await ReadAsync(workload)).IsOldSideKept);

        await bench.Paused.ContinueAsync(workload.Address, held.Pause, Token);
        await UntilAsync(workload, state => state is { IsOldSideKept: false, Pause: null });
    }

    [Fact]
    public async Task Each_hook_holds_by_a_pause_of_its_own()
    {
        var bench = await OpenAsync([PausePlace.BeforeReplicas, PausePlace.BeforeRequests, PausePlace.AfterRequests]);
        await using var workload = bench.Workload;
        await workload.Workloads.ChangeImageAsync(workload.Address, workload.Make(SampleImage.Healthy), ++_token, Token);

        List<RolloutPause> seen = [];
        for (var hook = 0; hook < 3; hook++)
        {
            seen.Add((await UntilAsync(workload, state => state.Pause is { } pause && !seen.Contains(pause))).Pause!);
            await bench.Paused.ContinueAsync(workload.Address, seen[^1], Token);
        }

        Assert.Equal([PausePlace.BeforeReplicas, PausePlace.BeforeRequests, PausePlace.AfterRequests], seen.Select(pause => pause.Place));
        Assert.Equal(3, seen.DistinctBy(pause => pause.Hook).Count());
        await UntilAsync(workload, state => state is { IsOldSideKept: false, Pause: null, Old: 0 });
    }

    [Fact]
    public async Task What_is_not_held_there_any_longer_is_said_to_be_looked_at_again()
    {
        var bench = await OpenAsync([PausePlace.BeforeRequests]);
        await using var workload = bench.Workload;
        await workload.Workloads.ChangeImageAsync(workload.Address, workload.Make(SampleImage.Healthy), ++_token, Token);
        var pause = (await UntilAsync(workload, state => state.Pause is not null)).Pause!;
        await bench.Paused.ContinueAsync(workload.Address, pause, Token);

        await Assert.ThrowsAsync<UnavailableException>(() => bench.Paused.ContinueAsync(workload.Address, pause, Token));
    }

    [Theory]
    [InlineData(PausePlace.BeforeReplicas)]
    [InlineData(PausePlace.BeforeRequests)]
    [InlineData(PausePlace.AfterRequests)]
    public async Task What_is_held_can_be_turned_back(PausePlace place)
    {
        var bench = await OpenAsync([place]);
        await using var workload = bench.Workload;
        var before = await ReadAsync(workload);
        await workload.Workloads.ChangeImageAsync(workload.Address, workload.Make(SampleImage.Healthy), ++_token, Token);
        await UntilAsync(workload, state => state.Pause is not null);

        await workload.Workloads.ChangeImageAsync(workload.Address, before.Image, ++_token, Token);
        var back = await UntilAsync(workload, state => state.Image == before.Image && state.Ready == before.Desired && state.Old == 0);
        Assert.Null(back.Pause);
    }

    [Fact]
    public async Task What_is_deployed_anew_is_held_anew()
    {
        var bench = await OpenAsync([PausePlace.BeforeRequests]);
        await using var workload = bench.Workload;
        HashSet<string> hooks = [];
        foreach (var image in new[] { workload.Make(SampleImage.Healthy), workload.Make(SampleImage.Healthy) })
        {
            await workload.Workloads.ChangeImageAsync(workload.Address, image, ++_token, Token);
            var held = await UntilAsync(workload, state => state.Pause is not null && state.Image == image);
            Assert.True(hooks.Add(held.Pause!.Hook));
            await bench.Paused.ContinueAsync(workload.Address, held.Pause, Token);
            await UntilAsync(workload, state => state is { IsOldSideKept: false, Old: 0, Pause: null });
        }
    }

    private static Task<WorkloadState> ReadAsync(WorkloadBench workload) => workload.Workloads.ReadAsync(workload.Address, Token);

    private static async Task PassAsync(WorkloadBench workload, int times)
    {
        for (var time = 0; time < times; time++)
        {
            await workload.PassAsync();
        }
    }

    private static async Task<WorkloadState> UntilAsync(WorkloadBench workload, Func<WorkloadState, bool> isThere)
    {
        for (var time = 0; time < Patience; time++)
        {
            if (await ReadAsync(workload) is var state && isThere(state))
            {
                return state;
            }

            await workload.PassAsync();
        }

        throw new TimeoutException($"{await ReadAsync(workload)}");
    }
}
