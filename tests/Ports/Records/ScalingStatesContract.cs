using System.Text.Json;
using Slipway.Domain;
using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;
using Slipway.Local;
using Slipway.Local.Records;

namespace Slipway.Tests.Ports.Records;

/// <summary>What holds for the scaling states, wherever they are kept.</summary>
public abstract class ScalingStatesContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected VirtualClock Clock { get; } = new(RecordSamples.Start);

    [Fact]
    public async Task A_target_that_was_never_evaluated_has_an_empty_state()
    {
        var state = await ReadAsync(await OpenAsync());
        Assert.Equal(Json(new(new("shop"), new("production"), new("worker"))), Json(state));
    }

    [Fact]
    public async Task A_state_is_written_only_over_the_version_that_was_read()
    {
        var states = await OpenAsync();
        var state = await ReadAsync(states);
        await states.SaveAsync(state with { Recommendations = [new(RecordSamples.Start, 3)], Events = [new(RecordSamples.Start, -1)], Decision = new(1, 2, 3, "because"), At = RecordSamples.Start }, Token);

        var conflict = await Assert.ThrowsAsync<ConflictException>(() => states.SaveAsync(state, Token));
        Assert.Equal("The scaling state of shop/production/worker was read at version 0, but version 1 is stored: somebody else wrote it.", conflict.Message);
        var stored = await ReadAsync(states);
        Assert.Equal((new Recommendation(RecordSamples.Start, 3), 1L), (stored.Recommendations[0], stored.Version));
        await states.SaveAsync(stored.Pause("incident", 4), Token);
        Assert.Equal(Json(stored.Pause("incident", 4) with { Version = 2 }), Json(await ReadAsync(states)));
    }

    [Fact]
    public async Task States_of_other_services_and_environments_are_others()
    {
        var states = await OpenAsync();
        await states.SaveAsync(await ReadAsync(states), Token);

        Assert.Equal(0, (await ReadAsync(states, environment: "staging")).Version);
        Assert.Equal(0, (await ReadAsync(states, service: "api")).Version);
    }

    [Fact]
    public async Task Of_sixteen_ticks_at_once_one_is_remembered()
    {
        var states = await OpenAsync();
        var state = await ReadAsync(states);
        Assert.Equal(1, await Race.WinnersAsync(16, () => states.SaveAsync(state, Token)));
    }

    protected abstract Task<IScalingStates> OpenAsync();

    private static Task<ScalingState> ReadAsync(IScalingStates states, string environment = "production", string service = "worker") =>
        states.ReadAsync(new("shop"), new(environment), new ServiceName(service), Token);

    private static string Json(ScalingState state) => JsonSerializer.Serialize(state, DomainJson.Default.ScalingState);
}

public sealed class SimulatedScalingStatesTests : ScalingStatesContract
{
    protected override Task<IScalingStates> OpenAsync() => Task.FromResult<IScalingStates>(new ScalingStates(Journal.InMemory(Clock)));
}
