using Slipway.Domain.Metrics;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>How a manifest names a metric of CloudWatch and its limit, wherever it does.</summary>
internal static class MetricSection
{
    public static ScalarShape Statistic { get; } = Scalars.Pattern(
        "a statistic", "Average, Sum, Minimum, Maximum or p99", "^(Average|Sum|Minimum|Maximum|SampleCount|p[0-9]{1,2}([.][0-9]{1,2})?)$");

    public static ScalarShape Limit { get; } = Scalars.Either(
        "a number, a percentage, a duration or a size", "10, 80%, 2s or 20Gi", Scalars.Amount("10"), Scalars.Percent, Scalars.Duration, Scalars.Size);

    public static Key Namespace { get; } = Must("namespace", Scalars.Text("My/App"), "The metric's namespace in CloudWatch.");

    public static ListShape Dimensions { get; } = DimensionsLike("api", "Which one it is.");

    public static ListShape DimensionsLike(string example, string description, bool filled = false)
    {
        var written = example.Contains('{', StringComparison.Ordinal) ? $"\"{example}\"" : example;
        MapShape dimension = new($"{{name: Service, value: {written}}}",
        [
            Must("name", Scalars.Text("Service"), "What tells the metric apart."),
            Must("value", Scalars.Text(example), description),
        ]);
        return new($"[{dimension.Example}]", dimension, filled);
    }

    public static void CheckLimit(ManifestNode metric, Problems problems)
    {
        if (metric is MapNode && metric.Find("above") is null == metric.Find("below") is null)
        {
            problems.Add(metric, "write either above or below, such as above: 80%");
        }
    }

    public static Metric Read(ManifestNode metric) => new(
        metric["namespace"].Text ?? "",
        metric["name"].Text ?? "",
        [.. metric["dimensions"].Items.Select(dimension => new MetricDimension(dimension["name"].Text ?? "", dimension["value"].Text ?? ""))]);

    /// <summary>A limit as CloudWatch counts: seconds, bytes, the number of percent, or what the percentage is of.</summary>
    public static double LimitOf(string? text, double? whole = null) =>
        Measure.Percent(text) is { } percent ? (whole is { } all ? all * percent / 100 : percent)
        : Measure.Duration(text)?.TotalSeconds ?? Measure.Bytes(text) ?? Measure.Number(text) ?? 0;
}
