using Slipway.Domain.Metrics;
using Slipway.Domain.Systems;

namespace Slipway.Local.Account.Monitoring;

/// <summary>The samples that were written to CloudWatch, for as long as the account lives.</summary>
internal sealed class WrittenSamples
{
    private readonly List<(Location Location, MetricSample Sample)> _samples = [];

    public void Add(Location location, IReadOnlyList<MetricSample> samples) => _samples.AddRange(samples.Select(sample => (location, sample)));

    /// <summary>The samples of a metric from a time up to another, the latter excluded.</summary>
    public IEnumerable<Sample> Between(Location location, Metric metric, DateTimeOffset from, DateTimeOffset to) => _samples
        .Where(written => written.Location == location && written.Sample.At >= from && written.Sample.At < to && written.Sample.Metric.IsSame(metric))
        .Select(written => Sample.One(written.Sample.At, written.Sample.Value));
}
