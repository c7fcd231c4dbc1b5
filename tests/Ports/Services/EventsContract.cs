using System.Text.Json;
using Slipway.Domain.Notifications;
using Slipway.Domain.Releases;
using Slipway.Tests.Local.Account;
using Slipway.Tests.Shared.Domain;

namespace Slipway.Tests.Ports.Services;

/// <summary>What holds for Slipway's own events, whatever bus they are on.</summary>
public abstract class EventsContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_end_of_a_release_arrives_in_the_form_that_rules_ask_for()
    {
        var release = Any.Release(ReleaseStatus.Verified) with { Services = [Any.Change()], Reason = "All is well." };
        await (await OpenAsync()).PublishAsync(ReleaseEvent.Of(release), Token);
        var told = await ReceiveAsync();

        Assert.Equal("slipway", told.GetProperty("source").GetString());
        Assert.Equal("Slipway Release Ended", told.GetProperty("detail-type").GetString());
        var detail = told.GetProperty("detail");
        Assert.Equal(release.Id.Value, detail.GetProperty("release").GetString());
        Assert.Equal("verified", detail.GetProperty("status").GetString());
        Assert.Equal("production", detail.GetProperty("environment").GetString());
        Assert.Equal("api", detail.GetProperty("services")[0].GetString());
        Assert.Equal("All is well.", detail.GetProperty("reason").GetString());
    }

    protected abstract Task<IEvents> OpenAsync();

    /// <summary>The event that arrived, whole.</summary>
    protected abstract Task<JsonElement> ReceiveAsync();
}

public sealed class SimulatedEventsTests : EventsContract
{
    private readonly AccountRun _run = new();

    protected override Task<IEvents> OpenAsync() => Task.FromResult<IEvents>(_run.Account.ReleaseEvents);

    protected override Task<JsonElement> ReceiveAsync()
    {
        _run.Pass(TimeSpan.FromMinutes(1));
        return Task.FromResult(Assert.Single(_run.EventsOf(ReleaseEvent.DetailType)));
    }
}
