using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Local;
using Slipway.Local.Records;

namespace Slipway.Tests.Ports.Records;

/// <summary>What holds for the marks of the sweep, wherever they are kept.</summary>
public abstract class SweepsContract
{
    private const string Registry = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected VirtualClock Clock { get; } = new(RecordSamples.Start);

    [Fact]
    public async Task A_repository_has_no_mark_before_its_first_sweep_and_its_own_afterwards()
    {
        var sweeps = await OpenAsync();
        Assert.Null(await sweeps.FindAsync(Registry, "shop/api", Token));

        await sweeps.SaveAsync(SweepRule.Begin(Registry, "shop/api", RecordSamples.Start), Token);

        Assert.Equal(new SweepMark(Registry, "shop/api", RecordSamples.Start, RecordSamples.Start) { Version = 1 }, await sweeps.FindAsync(Registry, "shop/api", Token));
        Assert.Null(await sweeps.FindAsync(Registry, "shop/web", Token));
    }

    [Fact]
    public async Task Of_two_sweeps_at_once_one_moves_the_mark()
    {
        var sweeps = await OpenAsync();
        await sweeps.SaveAsync(SweepRule.Begin(Registry, "shop/api", RecordSamples.Start), Token);
        var mark = (await sweeps.FindAsync(Registry, "shop/api", Token))!;

        await sweeps.SaveAsync(SweepRule.Advance(mark, RecordSamples.Start.AddHours(1)), Token);

        await Assert.ThrowsAsync<ConflictException>(() => sweeps.SaveAsync(SweepRule.Advance(mark, RecordSamples.Start.AddHours(2)), Token));
        Assert.Equal(RecordSamples.Start.AddMinutes(55), (await sweeps.FindAsync(Registry, "shop/api", Token))!.Until);
    }

    protected abstract Task<ISweeps> OpenAsync();
}

public sealed class SimulatedSweepsTests : SweepsContract
{
    protected override Task<ISweeps> OpenAsync() => Task.FromResult<ISweeps>(new Sweeps(Journal.InMemory(Clock)));
}
