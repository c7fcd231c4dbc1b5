using System.Text.Json;
using Slipway.Domain;
using Slipway.Domain.Gates;
using Slipway.Domain.Interventions;
using Slipway.Local;
using Slipway.Local.Records;

namespace Slipway.Tests.Ports.Records;

/// <summary>What holds for the records of what people asked for, wherever they are kept.</summary>
public abstract class InterventionsContract
{
    private static readonly Intervention Asked = new Intervention("cli-1", InterventionKind.Promote, "ann", "login is broken") with
    {
        System = new("shop"),
        Environment = new("production"),
        Image = new("shop-api", "v1", null),
        Waives = [WaivedGate.Upstream],
        Via = "cli",
        From = "laptop",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected VirtualClock Clock { get; } = new(RecordSamples.Start);

    [Fact]
    public async Task What_was_asked_for_is_read_back_with_what_became_of_it()
    {
        var interventions = await OpenAsync();
        var done = Asked.Done("It is on its way.", RecordSamples.Start);
        await interventions.SaveAsync(done, Token);

        Assert.Equal(Json(done), Json((await interventions.FindAsync("cli-1", Token))!));
        Assert.Null(await interventions.FindAsync("cli-2", Token));
    }

    [Fact]
    public async Task Of_two_records_of_an_id_the_first_stays()
    {
        var interventions = await OpenAsync();
        await interventions.SaveAsync(Asked.Done("first", RecordSamples.Start), Token);
        await interventions.SaveAsync(Asked.Refused("second", RecordSamples.Start), Token);

        Assert.Equal("first", (await interventions.FindAsync("cli-1", Token))?.Answer);
    }

    protected abstract Task<IInterventions> OpenAsync();

    private static string Json(Intervention intervention) => JsonSerializer.Serialize(intervention, DomainJson.Default.Intervention);
}

public sealed class SimulatedInterventionsTests : InterventionsContract
{
    protected override Task<IInterventions> OpenAsync() => Task.FromResult<IInterventions>(new Interventions(Journal.InMemory(Clock)));
}
