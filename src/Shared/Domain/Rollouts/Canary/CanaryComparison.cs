using System.Globalization;
using Slipway.Domain.Metrics;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Rollouts.Canary;

/// <summary>The metrics by which a service's canary is compared with it.</summary>
/// <param name="Latency">A value for each request.</param>
/// <param name="Milliseconds">How many milliseconds its unit has.</param>
/// <param name="Errors">Its sum is the number of failed requests; null where that is not known.</param>
public sealed record CanaryComparison(ServiceName Service, Metric Latency, double Milliseconds, Metric? Errors, CanaryPolicy Policy)
{
    /// <summary>What stands in a dimension for the name of the workload, or of its canary.</summary>
    public const string Workload = "{workload}";

    /// <summary>An interval is whole minutes, and no analysis has more than about so many: they are kept with the verdict.</summary>
    private const int Intervals = 10;

    /// <summary>How long an interval is of an analysis that lasts so long.</summary>
    public static TimeSpan Interval(TimeSpan longest) => TimeSpan.FromMinutes(Math.Max(1, Math.Ceiling(longest.TotalMinutes / Intervals)));

    /// <summary>What is asked of CloudWatch for one side: the number of requests, the number of errors where it is known, then the latencies bucket by bucket.</summary>
    public IReadOnlyList<MetricQuery> Queries(string workload, TimeSpan interval) =>
    [
        new(LatencyOf(workload), "SampleCount", interval),
        .. ErrorsOf(workload) is { } errors ? new[] { new MetricQuery(errors, "Sum", interval) } : [],
        .. Buckets().Select(range => new MetricQuery(LatencyOf(workload), $"TC({range})", interval)),
    ];

    /// <summary>The metric of one side.</summary>
    public Metric LatencyOf(string workload) => Of(Latency, workload);

    public Metric? ErrorsOf(string workload) => Errors is null ? null : Of(Errors, workload);

    /// <summary>The counts of one side over an interval that began at a time, of the points that its queries were answered with.</summary>
    public SideCounts Counts(IReadOnlyList<IReadOnlyList<MetricPoint>> points, DateTimeOffset at)
    {
        var counts = points.Select(series => (long)Math.Round(series.Where(point => point.At == at).Sum(point => point.Value))).ToList();
        var (requests, errors) = (counts[0], Errors is null ? 0 : counts[1]);
        return new(Math.Max(requests, errors), errors, [.. counts.Skip(Errors is null ? 1 : 2)]);
    }

    private IEnumerable<string> Buckets()
    {
        var bounds = Policy.Buckets.Bounds.Select(bound => (bound / Milliseconds).ToString("G9", CultureInfo.InvariantCulture)).ToList();
        return [$":{bounds[0]}", .. bounds.Zip(bounds.Skip(1), (from, to) => $"{from}:{to}"), $"{bounds[^1]}:"];
    }

    private static Metric Of(Metric metric, string workload) =>
        metric with { Dimensions = [.. metric.Dimensions.Select(dimension => dimension with { Value = dimension.Value.Replace(Workload, workload, StringComparison.Ordinal) })] };
}
