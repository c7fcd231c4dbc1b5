using Slipway.Domain;
using Slipway.Domain.Executions;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling;
using Slipway.Local;
using Slipway.Local.Records;

namespace Slipway.Tests.Local.Records;

public sealed class RecordTests
{
    private readonly AccountMemory _memory;

    public RecordTests()
    {
        var clock = new VirtualClock(RecordSamples.Start);
        _memory = new(Journal.InMemory(clock), clock);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_release_is_written_only_over_the_version_that_was_read()
    {
        var saved = await _memory.Releases.SaveAsync(RecordSamples.Release(1), Token);
        Assert.Equal(1, saved.Version);
        await _memory.Releases.SaveAsync(saved with { Reason = "one" }, Token);

        var conflict = await Assert.ThrowsAsync<ConflictException>(() => _memory.Releases.SaveAsync(saved with { Reason = "other" }, Token));
        Assert.Contains("read at version 1, but version 2 is stored", conflict.Message);
        Assert.Equal("one", (await _memory.Releases.FindAsync(saved.Id, Token))?.Reason);
        await Assert.ThrowsAsync<ConflictException>(() => _memory.Releases.SaveAsync(RecordSamples.Release(1), Token));
    }

    [Fact]
    public async Task What_a_state_machine_caught_is_never_kept()
    {
        var error = new TaskError("States.Timeout", null);
        Assert.Null((await _memory.Releases.SaveAsync(RecordSamples.Release(1) with { Error = error }, Token)).Error);
        Assert.Null((await _memory.Incidents.SaveAsync(RecordSamples.Incident("i") with { Error = error }, Token)).Error);
    }

    [Fact]
    public async Task The_releases_of_an_environment_come_newest_push_first_and_those_of_a_digest_from_everywhere()
    {
        foreach (var release in new[] { RecordSamples.Release(2), RecordSamples.Release(3), RecordSamples.Release(1), RecordSamples.Release(3, "staging") })
        {
            await _memory.Releases.SaveAsync(release, Token);
        }

        var listed = await _memory.Releases.ListAsync(new("shop"), new("production"), Token);
        Assert.Equal(["shop-api-production-3", "shop-api-production-2", "shop-api-production-1"], listed.Select(release => release.Id.Value));
        var everywhere = await _memory.Releases.ListAsync(RecordSamples.Push(3).Image.Digest, Token);
        Assert.Equal(["production", "staging"], everywhere.Select(release => release.Environment.Value));
        Assert.Empty(await _memory.Releases.ListAsync(new("other"), new("production"), Token));
    }

    [Fact]
    public async Task Of_two_records_of_a_push_the_first_stays()
    {
        await _memory.Pushes.SaveAsync(new PushRecord("p", PushOutcome.Accepted, "first", RecordSamples.Start), Token);
        await _memory.Pushes.SaveAsync(new PushRecord("p", PushOutcome.Duplicate, "second", RecordSamples.Start), Token);

        Assert.Equal("first", (await _memory.Pushes.FindAsync("p", Token))?.Reason);
        Assert.Single(_memory.Pushes.All);
    }

    [Fact]
    public async Task Incidents_and_scaling_states_are_written_on_the_condition_of_their_version()
    {
        var incident = await _memory.Incidents.SaveAsync(RecordSamples.Incident("i"), Token);
        await Assert.ThrowsAsync<ConflictException>(() => _memory.Incidents.SaveAsync(incident with { Version = 0 }, Token));

        var state = await _memory.ScalingStates.ReadAsync(new("shop"), new("production"), new("worker"), Token);
        await _memory.ScalingStates.SaveAsync(state with { Recommendations = [new(RecordSamples.Start, 3)] }, Token);
        await Assert.ThrowsAsync<ConflictException>(() => _memory.ScalingStates.SaveAsync(state, Token));
        Assert.Equal(new Recommendation(RecordSamples.Start, 3), (await _memory.ScalingStates.ReadAsync(new("shop"), new("production"), new("worker"), Token)).Recommendations[0]);
    }

    [Fact]
    public async Task The_last_known_good_of_a_service_is_the_one_saved_last()
    {
        Assert.Null(await _memory.LastKnownGoods.FindAsync(new("shop"), new("production"), new("api"), Token));
        foreach (var number in new[] { 1, 2 })
        {
            await _memory.LastKnownGoods.SaveAsync(new LastKnownGood(new("shop"), new("production"), new("api"), RecordSamples.Push(number).Image, "v2", new("r"), RecordSamples.Start), Token);
        }

        Assert.Equal(RecordSamples.Push(2).Image, (await _memory.LastKnownGoods.FindAsync(new("shop"), new("production"), new("api"), Token))?.Image);
    }
}
