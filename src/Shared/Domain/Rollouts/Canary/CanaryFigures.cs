using System.Globalization;

namespace Slipway.Domain.Rollouts.Canary;

/// <summary>Both sides' figures in a sentence, as people read them.</summary>
internal sealed record CanaryFigures(LatencyBuckets Buckets, SideCounts Canary, SideCounts Baseline)
{
    public string Errors(double p) => Sentence($"{Rate(Canary)} of the requests fail against {Rate(Baseline)}", p);

    /// <summary>By that of two percentiles that shows it best.</summary>
    public string Latency(double p, int percentile, int other) => Sentence(Latency(Ratio(percentile) >= Ratio(other) ? percentile : other), p);

    public string All() => $"{(Canary.Latencies.Count > 0 && Baseline.Latencies.Count > 0 ? $"{Latency(95)}, " : "")}{Rate(Canary)} of the requests fail against {Rate(Baseline)}";

    public static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private string Sentence(string what, double p) =>
        string.Create(CultureInfo.InvariantCulture, $"{what} (p {(p < 0.001 ? "< 0.001" : $"= {p:0.000}")} after {Number(Canary.Requests)} requests).");

    private string Latency(int percentile) => $"p{percentile} is {Milliseconds(Canary, percentile)} against {Milliseconds(Baseline, percentile)}";

    private string Milliseconds(SideCounts side, int percentile) => Buckets.Quantile(side.Latencies, percentile / 100.0) is { } latency
        ? string.Create(CultureInfo.InvariantCulture, $"{(latency < 10 ? Math.Round(latency, 1) : Math.Round(latency)):#,0.#} ms")
        : string.Create(CultureInfo.InvariantCulture, $"more than {Buckets.Bounds[^1]:#,0} ms");

    private double Ratio(int percentile) => Beyond(Canary, percentile) / Beyond(Baseline, percentile);

    private double Beyond(SideCounts side, int percentile) => Buckets.Quantile(side.Latencies, percentile / 100.0) ?? 2 * Buckets.Bounds[^1];

    private static string Rate(SideCounts side) => side.Requests == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * side.Errors / side.Requests:0.##} %");
}
