using System.Text.Json;
using Slipway.Domain;
using Slipway.Domain.Executions;
using Slipway.Domain.Remediation;
using Slipway.Local;
using Slipway.Local.Records;

namespace Slipway.Tests.Ports.Records;

/// <summary>What holds for the incidents, wherever they are kept.</summary>
public abstract class IncidentsContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected VirtualClock Clock { get; } = new(RecordSamples.Start);

    [Fact]
    public async Task An_incident_is_written_only_over_the_version_that_was_read()
    {
        var incidents = await OpenAsync();
        var saved = await incidents.SaveAsync(RecordSamples.Incident("i"), Token);
        Assert.Equal(1, saved.Version);

        var conflict = await Assert.ThrowsAsync<ConflictException>(() => incidents.SaveAsync(saved with { Version = 0 }, Token));
        Assert.Equal("The incident i was read at version 0, but version 1 is stored: somebody else wrote it.", conflict.Message);
        Assert.Equal(2, (await incidents.SaveAsync(saved with { Reason = "two" }, Token)).Version);
        Assert.Equal("two", (await incidents.FindAsync("i", Token))?.Reason);
        Assert.Null(await incidents.FindAsync("j", Token));
    }

    [Fact]
    public async Task An_incident_is_read_back_as_it_was_but_for_what_a_state_machine_caught()
    {
        var incidents = await OpenAsync();
        var incident = RecordSamples.Incident("shop-production-api-cpu-1772442000").Judged(RecordSamples.Verdict("Rolled back.")) with
        {
            System = new("shop"),
            Release = new("shop-api-production-1"),
            Step = new(RemediationAction.Rollback),
            ReplicasBefore = 3,
            Error = new TaskError("States.Timeout", null),
        };
        var saved = await incidents.SaveAsync(incident, Token);

        Assert.Equal(Json(incident with { Version = 1, Error = null }), Json(saved));
        Assert.Equal(Json(saved), Json((await incidents.FindAsync(incident.Id, Token))!));
    }

    [Fact]
    public async Task Of_sixteen_who_open_an_incident_one_wins()
    {
        var incidents = await OpenAsync();
        Assert.Equal(1, await Race.WinnersAsync(16, () => incidents.SaveAsync(RecordSamples.Incident("i"), Token)));
    }

    protected abstract Task<IIncidents> OpenAsync();

    private static string Json(Incident incident) => JsonSerializer.Serialize(incident, DomainJson.Default.Incident);
}

public sealed class SimulatedIncidentsTests : IncidentsContract
{
    protected override Task<IIncidents> OpenAsync() => Task.FromResult<IIncidents>(new Incidents(Journal.InMemory(Clock)));
}
