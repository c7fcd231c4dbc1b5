using Slipway.Domain.Rollouts;
using Slipway.Local;
using Slipway.Local.Records;

namespace Slipway.Tests.Ports.Records;

/// <summary>What holds for the last known goods, wherever they are kept.</summary>
public abstract class LastKnownGoodContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected VirtualClock Clock { get; } = new(RecordSamples.Start);

    [Fact]
    public async Task The_last_known_good_of_a_service_is_the_one_saved_last()
    {
        var goods = await OpenAsync();
        Assert.Null(await goods.FindAsync(new("shop"), new("production"), new("api"), Token));
        foreach (var number in new[] { 1, 2 })
        {
            await goods.SaveAsync(Good(number), Token);
        }

        Assert.Equal(Good(2), await goods.FindAsync(new("shop"), new("production"), new("api"), Token));
    }

    [Fact]
    public async Task Every_service_of_every_environment_has_its_own()
    {
        var goods = await OpenAsync();
        await goods.SaveAsync(Good(1), Token);
        await goods.SaveAsync(Good(2) with { Service = new("web") }, Token);
        await goods.SaveAsync(Good(3) with { Environment = new("staging") }, Token);

        Assert.Equal(Good(1), await goods.FindAsync(new("shop"), new("production"), new("api"), Token));
        Assert.Equal(Good(2).Image, (await goods.FindAsync(new("shop"), new("production"), new("web"), Token))?.Image);
        Assert.Equal(Good(3).Image, (await goods.FindAsync(new("shop"), new("staging"), new("api"), Token))?.Image);
        Assert.Null(await goods.FindAsync(new("other"), new("production"), new("api"), Token));
    }

    protected abstract Task<ILastKnownGood> OpenAsync();

    private static LastKnownGood Good(int number) =>
        new(new("shop"), new("production"), new("api"), RecordSamples.Push(number).Image, $"v{number}", new($"shop-api-production-{number}"), RecordSamples.Start);
}

public sealed class SimulatedLastKnownGoodTests : LastKnownGoodContract
{
    protected override Task<ILastKnownGood> OpenAsync() => Task.FromResult<ILastKnownGood>(new LastKnownGoods(Journal.InMemory(Clock)));
}
