namespace Slipway.Domain.Metrics;

/// <summary>The periods by which CloudWatch keeps metrics: they begin at whole multiples of their length, and their points come late.</summary>
public static class MetricPeriods
{
    /// <summary>The shortest that every metric has.</summary>
    public static TimeSpan Minute { get; } = TimeSpan.FromMinutes(1);

    /// <summary>A period is complete so long after its end.</summary>
    public static TimeSpan Lag { get; } = TimeSpan.FromMinutes(2);

    /// <summary>When the first period begins that lies wholly after a time.</summary>
    public static DateTimeOffset First(DateTimeOffset after, TimeSpan period) => new((after.UtcTicks + period.Ticks - 1) / period.Ticks * period.Ticks, TimeSpan.Zero);

    /// <summary>How many periods from there on are complete by now; at most zero where none is.</summary>
    public static int Complete(DateTimeOffset from, TimeSpan period, DateTimeOffset now) => (int)Math.Floor((now - Lag - from) / period);
}
