using System.Text.Json;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Local;
using Slipway.Local.Records;

namespace Slipway.Tests.Ports.Records;

/// <summary>What holds for the records of pushes, wherever they are kept.</summary>
public abstract class PushesContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected VirtualClock Clock { get; } = new(RecordSamples.Start);

    [Fact]
    public async Task Of_two_records_of_a_push_the_first_stays()
    {
        var pushes = await OpenAsync();
        await pushes.SaveAsync(new("p", PushOutcome.Accepted, "first", RecordSamples.Start), Token);
        await pushes.SaveAsync(new("p", PushOutcome.Duplicate, "second", RecordSamples.Start), Token);
        await pushes.SaveAsync(new("p", PushOutcome.Rejected, "third", RecordSamples.Start), Token);

        Assert.Equal("first", (await pushes.FindAsync("p", Token))?.Reason);
    }

    [Theory]
    [InlineData(PushOutcome.Rejected)]
    [InlineData(PushOutcome.Incomplete)]
    public async Task What_may_be_taken_again_gives_way_to_what_became_of_the_push_later(PushOutcome outcome)
    {
        var pushes = await OpenAsync();
        await pushes.SaveAsync(new("p", outcome, "first", RecordSamples.Start), Token);
        await pushes.SaveAsync(new("p", PushOutcome.Accepted, "second", RecordSamples.Start), Token);
        await pushes.SaveAsync(new("p", PushOutcome.Duplicate, "third", RecordSamples.Start), Token);

        Assert.Equal("second", (await pushes.FindAsync("p", Token))?.Reason);
    }

    [Fact]
    public async Task A_record_is_read_back_with_its_push_and_its_releases()
    {
        var pushes = await OpenAsync();
        var record = new PushRecord("p/1#2 ä", PushOutcome.Accepted, "first", RecordSamples.Start) { Push = RecordSamples.Push(1), Releases = [new("one"), new("two")] };
        await pushes.SaveAsync(record, Token);

        Assert.Equal(Json(record), Json((await pushes.FindAsync("p/1#2 ä", Token))!));
        Assert.Null(await pushes.FindAsync("p", Token));
    }

    [Fact]
    public async Task Of_sixteen_records_at_once_one_stays()
    {
        var pushes = await OpenAsync();
        var runner = 0;
        var outcomes = await Race.RunAsync(16, async () =>
        {
            await pushes.SaveAsync(new("p", PushOutcome.Accepted, $"{Interlocked.Increment(ref runner)}", RecordSamples.Start), Token);
            return (await pushes.FindAsync("p", Token))!.Reason;
        });
        Assert.Single(outcomes.Distinct());
    }

    protected abstract Task<IPushes> OpenAsync();

    private static string Json(PushRecord record) => JsonSerializer.Serialize(record, DomainJson.Default.PushRecord);
}

public sealed class SimulatedPushesTests : PushesContract
{
    protected override Task<IPushes> OpenAsync() => Task.FromResult<IPushes>(new Pushes(Journal.InMemory(Clock)));
}
