using Slipway.Domain.Metrics;
using Slipway.Domain.Systems;
using Slipway.Tests.Local.Account;

namespace Slipway.Tests.Ports.Services;

/// <summary>What holds for metrics, wherever they are.</summary>
public abstract class MetricsContract
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract IMetrics Metrics { get; }

    protected abstract Location Location { get; }

    protected abstract DateTimeOffset Now { get; }

    [Fact]
    public async Task What_was_written_is_read_as_a_statistic_of_each_period_in_the_order_of_the_queries()
    {
        var (metric, from) = (Metric("orders"), Start);
        await Metrics.WriteAsync(Location, [new(metric, from.AddSeconds(5), 2) { Unit = "Count" }, new(metric, from.AddSeconds(50), 4), new(metric, from.AddSeconds(70), 10), new(Metric("bills"), from, 1)], Token);

        var points = await Metrics.ReadAsync(Location, [new(metric, "Sum", Minute), new(metric, "Average", Minute), new(metric, "Maximum", Minute * 2)], from, from.AddMinutes(2), Token);
        Assert.Equal([[new(from, 6), new(from + Minute, 10)], [new(from, 3), new(from + Minute, 10)], [new(from, 10)]], points);
    }

    [Fact]
    public async Task A_metric_that_nobody_writes_has_no_points_and_the_end_of_the_time_is_excluded()
    {
        var (metric, from) = (Metric("late"), Start);
        await Metrics.WriteAsync(Location, [new(metric, from.AddMinutes(2), 1)], Token);

        Assert.Equal([[], []], await Metrics.ReadAsync(Location, [new(metric, "Sum", Minute), new(Metric("silent"), "Sum", Minute)], from, from.AddMinutes(2), Token));
        Assert.Empty(await Metrics.ReadAsync(Location, [], from, from.AddMinutes(2), Token));
    }

    /// <summary>A full even minute that is past.</summary>
    private DateTimeOffset Start => new((Now.UtcTicks / (2 * Minute.Ticks) * 2 * Minute.Ticks) - (10 * Minute.Ticks), TimeSpan.Zero);

    private static Metric Metric(string name) => new("Slipway/Test", name, [new("System", "shop"), new("Environment", "production")]);
}

public sealed class SimulatedMetricsTests : MetricsContract
{
    private readonly AccountRun _run = new();

    protected override IMetrics Metrics => _run.Account.Metrics;

    protected override Location Location => Shop.Location;

    protected override DateTimeOffset Now => _run.Clock.GetUtcNow();

    [Fact]
    public async Task What_an_alarm_watches_can_be_read_too()
    {
        _run.Account.Metrics.Force(Shop.Name, Shop.Production, "db-disk", 5e9);
        _run.Pass(TimeSpan.FromMinutes(5));
        var disk = new Metric("Test", "FreeStorageSpace", [new("DBInstanceIdentifier", "shop-production-db")]);

        var points = Assert.Single(await Metrics.ReadAsync(Location, [new(disk, "Minimum", TimeSpan.FromMinutes(1))], AccountRun.Start, AccountRun.Start.AddMinutes(5), Token));
        Assert.Equal(5, points.Count);
        Assert.All(points, point => Assert.Equal(5e9, point.Value));
    }
}
