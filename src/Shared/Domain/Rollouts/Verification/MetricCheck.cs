using System.Globalization;
using System.Text.Json.Serialization;
using Slipway.Domain.Metrics;

namespace Slipway.Domain.Rollouts.Verification;

/// <summary>What a minute is worth in which CloudWatch has no value of a metric.</summary>
[JsonConverter(typeof(CamelCase<MissingMetric>))]
public enum MissingMetric
{
    /// <summary>It is waited for, and refuses when it has not come a while after the bake: what is not known is not good.</summary>
    Wait,

    /// <summary>It counts as good: a metric of errors that is silent while there are none.</summary>
    Good,

    /// <summary>It refuses at once: a metric that always speaks.</summary>
    Bad,
}

/// <summary>A metric that must keep to its limit in every minute in which what was rolled out is watched.</summary>
/// <param name="Above">True where more than the limit is bad, false where less is.</param>
public sealed record MetricCheck(Metric Metric, string Statistic, double Limit, bool Above)
{
    public MissingMetric Missing { get; init; }

    [JsonIgnore]
    public MetricQuery Query => new(Metric, Statistic, MetricPeriods.Minute);

    public bool IsBreach(double value) => Above ? value > Limit : value < Limit;

    /// <summary>The metric as people read it, such as <c>Errors of My/App (Service api)</c>.</summary>
    public override string ToString() =>
        $"{Metric.Name} of {Metric.Namespace}{(Metric.Dimensions.Count == 0 ? "" : $" ({string.Join(", ", Metric.Dimensions.Select(dimension => $"{dimension.Name} {dimension.Value}"))})")}";
}

/// <summary>What such a metric has shown since the workloads arrived; of its values only the worst is kept, since records have a limit.</summary>
/// <param name="Minutes">How many minutes it is watched for.</param>
/// <param name="Complete">How many of those CloudWatch has complete.</param>
/// <param name="Known">In how many of those it has a value.</param>
/// <param name="Worst">The highest, or where less is bad the lowest; null where none is known.</param>
public sealed record MetricWatch(MetricCheck Check, int Minutes, int Complete, int Known, MetricPoint? Worst)
{
    [JsonIgnore]
    public bool IsBreached => Worst is { } worst && Check.IsBreach(worst.Value);

    /// <summary>The breach, with the value and the limit.</summary>
    [JsonIgnore]
    public string Breach => string.Create(CultureInfo.InvariantCulture,
        $"The metric {Check} was {Worst?.Value:0.###} ({Check.Statistic}) in the minute of {Worst?.At.UtcDateTime:HH:mm} UTC; {(Check.Above ? "at most" : "at least")} {Check.Limit:0.###} is good.");

    [JsonIgnore]
    public int Missing => Complete - Known;

    /// <summary>The minutes from the arrival to the end of the bake, those that lie wholly in it, and how many are complete by now; a shorter bake has one.</summary>
    public static (DateTimeOffset From, int Minutes, int Complete) Window(DateTimeOffset arrived, TimeSpan bake, DateTimeOffset now)
    {
        var from = MetricPeriods.First(arrived, MetricPeriods.Minute);
        var minutes = Math.Max(1, (int)Math.Floor((arrived + bake - from) / MetricPeriods.Minute));
        return (from, minutes, Math.Clamp(MetricPeriods.Complete(from, MetricPeriods.Minute, now), 0, minutes));
    }

    public static MetricWatch Of(MetricCheck check, int minutes, int complete, IReadOnlyList<MetricPoint> points) =>
        new(check, minutes, complete, points.Select(point => point.At).Distinct().Count(), check.Above ? points.MaxBy(point => point.Value) : points.MinBy(point => point.Value));
}
