using Slipway.Domain.Systems;

namespace Slipway.Domain.Metrics;

/// <summary>One thing that tells a metric apart from others of its name.</summary>
public sealed record MetricDimension(string Name, string Value);

/// <summary>A metric: its name in a namespace, and what it is told apart by.</summary>
public sealed record Metric(string Namespace, string Name, IReadOnlyList<MetricDimension> Dimensions)
{
    /// <summary>Whether CloudWatch takes both for one: the order of dimensions tells nothing.</summary>
    public bool IsSame(Metric other) => Namespace == other.Namespace && Name == other.Name && Dimensions.ToHashSet().SetEquals(other.Dimensions);
}

/// <summary>A statistic of a metric for each period, such as Average, Sum or p99.</summary>
/// <param name="Period">At least a minute.</param>
public sealed record MetricQuery(Metric Metric, string Statistic, TimeSpan Period);

/// <summary>The value of a period that began at a time.</summary>
public sealed record MetricPoint(DateTimeOffset At, double Value);

/// <summary>A value to be published.</summary>
public sealed record MetricSample(Metric Metric, DateTimeOffset At, double Value)
{
    /// <summary>CloudWatch's name of the unit, such as Count or Seconds; null for none.</summary>
    public string? Unit { get; init; }
}

/// <summary>The metrics of an account: CloudWatch.</summary>
public interface IMetrics
{
    /// <summary>The points of each query from a time up to another, the latter excluded: in the order of the queries, oldest first. A metric that is unknown or silent has none.</summary>
    Task<IReadOnlyList<IReadOnlyList<MetricPoint>>> ReadAsync(Location location, IReadOnlyList<MetricQuery> queries, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>Publishes samples; repeated calls count them again.</summary>
    Task WriteAsync(Location location, IReadOnlyList<MetricSample> samples, CancellationToken cancellationToken);
}
