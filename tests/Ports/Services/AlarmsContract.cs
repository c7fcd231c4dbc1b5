using Slipway.Domain.Remediation;
using Slipway.Domain.Systems;
using Slipway.Tests.Local.Account;

namespace Slipway.Tests.Ports.Services;

/// <summary>What holds for alarms, wherever they are.</summary>
public abstract class AlarmsContract
{
    protected const string Quiet = "shop-production-latency";
    protected const string Loud = "shop-production-api-cpu";

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract Location Location { get; }

    [Fact]
    public async Task Alarms_are_read_in_the_order_of_their_names_and_those_that_there_are_not_left_out()
    {
        var alarms = await OpenAsync();
        Assert.Equal([Loud, Quiet], (await alarms.ReadAsync(Location, [Loud, "no-such-alarm", Quiet], Token)).Select(alarm => alarm.Name));
        Assert.Empty(await alarms.ReadAsync(Location, [], Token));
    }

    [Fact]
    public async Task An_alarm_that_went_off_says_since_when_and_why()
    {
        var alarms = await OpenAsync();
        var reading = Assert.Single(await alarms.ReadAsync(Location, [Loud], Token));

        Assert.Equal(AlarmState.Alarm, reading.State);
        Assert.StartsWith("Threshold Crossed", reading.Reason, StringComparison.Ordinal);
        Assert.NotEqual(default, reading.Since);
    }

    /// <summary>Alarms of which <see cref="Loud"/> went off and <see cref="Quiet"/> did not.</summary>
    protected abstract Task<IAlarms> OpenAsync();
}

public sealed class SimulatedAlarmsTests : AlarmsContract
{
    protected override Location Location => Shop.Location;

    protected override Task<IAlarms> OpenAsync()
    {
        var run = new AccountRun();
        run.Account.Metrics.Force(Shop.Name, Shop.Production, "api-cpu", 95);
        run.Pass(TimeSpan.FromMinutes(6));
        return Task.FromResult<IAlarms>(run.Account.Alarms);
    }
}
