using Slipway.Domain.Metrics;
using Slipway.Domain.Rollouts.Canary;

namespace Slipway.Tests.Shared.Domain.Rollouts.Canary;

public sealed class CanaryComparisonTests
{
    private static readonly CanaryComparison Comparison = new(
        new("api"),
        new("Shop", "Latency", [new("Service", "{workload}"), new("Stage", "prod")]),
        1000,
        new("Shop", "Errors", [new("Service", "{workload}")]),
        new CanaryPolicy { Buckets = new([1, 2.5, 1000]) });

    [Fact]
    public void A_side_is_asked_for_by_its_workload_in_the_unit_of_the_metric_and_no_value_is_counted_twice()
    {
        var queries = Comparison.Queries("api-canary", TimeSpan.FromMinutes(1));

        Assert.Equal(["SampleCount", "Sum", "TC(:0.001)", "TC(0.001:0.0025)", "TC(0.0025:1)", "TC(1:)"], queries.Select(query => query.Statistic));
        Assert.All(queries, query => Assert.Equal(new("Service", "api-canary"), query.Metric.Dimensions[0]));
        Assert.Equal(["Latency", "Errors", "Latency"], queries.Take(3).Select(query => query.Metric.Name));
    }

    [Fact]
    public void Points_of_the_interval_become_counts_and_those_that_are_missing_none()
    {
        IReadOnlyList<MetricPoint> None = [];
        IReadOnlyList<MetricPoint> Series(double value) => [new(Any.Time.AddMinutes(-1), 99), new(Any.Time, value)];

        var counts = Comparison.Counts([Series(10), Series(2), None, Series(7), Series(3), None], Any.Time);

        Assert.Equivalent(new SideCounts(10, 2, [0, 7, 3, 0]), counts);
        Assert.Equal((0, 0), (Comparison.Counts([None, None, None, None, None, None], Any.Time).Requests, Comparison.Counts([None, None, None, None, None, None], Any.Time).Errors));
    }

    /// <summary>Two metrics are not published at one moment: what failed was asked.</summary>
    [Fact]
    public void There_are_never_more_errors_than_requests() =>
        Assert.Equal(4, Comparison.Counts([[new(Any.Time, 3)], [new(Any.Time, 4)], [], [], [], []], Any.Time).Requests);

    [Theory]
    [InlineData(5, 1)]
    [InlineData(10, 1)]
    [InlineData(11, 2)]
    [InlineData(120, 12)]
    public void A_long_step_is_looked_at_in_longer_intervals(int longest, int interval) =>
        Assert.Equal(TimeSpan.FromMinutes(interval), CanaryComparison.Interval(TimeSpan.FromMinutes(longest)));
}
