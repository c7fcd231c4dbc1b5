using Slipway.Domain;
using Slipway.Domain.Notifications;
using Slipway.Local;
using Slipway.Local.Records;

namespace Slipway.Tests.Ports.Records;

/// <summary>What holds for the breakers of channels, wherever they are kept: all processes see one.</summary>
public abstract class BreakersContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected VirtualClock Clock { get; } = new(RecordSamples.Start);

    [Fact]
    public async Task A_service_that_never_failed_has_a_closed_breaker() => Assert.Equal(new Breaker("slack/shop"), await (await OpenAsync()).ReadAsync("slack/shop", Token));

    [Fact]
    public async Task A_breaker_is_written_only_over_the_version_that_was_read()
    {
        var breakers = await OpenAsync();
        var failed = await breakers.SaveAsync((await breakers.ReadAsync("slack/shop", Token)).Failed(RecordSamples.Start), Token);

        await Assert.ThrowsAsync<ConflictException>(() => breakers.SaveAsync(new Breaker("slack/shop").Failed(RecordSamples.Start), Token));
        Assert.Equal(failed, await breakers.ReadAsync("slack/shop", Token));
        Assert.Equal(new Breaker("slack/other"), await breakers.ReadAsync("slack/other", Token));
        var open = await breakers.SaveAsync(failed with { OpenUntil = RecordSamples.Start.AddMinutes(5) }, Token);
        Assert.Equal(open, await breakers.ReadAsync("slack/shop", Token));
    }

    [Fact]
    public async Task Of_sixteen_who_would_try_at_once_one_does()
    {
        var breakers = await OpenAsync();
        var open = await breakers.SaveAsync(new Breaker("slack/shop") { Failures = Breaker.MostFailures, OpenUntil = RecordSamples.Start }, Token);
        Assert.Equal(1, await Race.WinnersAsync(16, () => breakers.SaveAsync(open.Trying(RecordSamples.Start), Token)));
    }

    protected abstract Task<IBreakers> OpenAsync();
}

public sealed class SimulatedBreakersTests : BreakersContract
{
    protected override Task<IBreakers> OpenAsync() => Task.FromResult<IBreakers>(new Breakers());
}
