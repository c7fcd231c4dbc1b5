using Slipway.Domain.Metrics;
using Slipway.Domain.Systems;

namespace Slipway.Local.Account.Monitoring;

/// <summary>Samples of metrics that no series makes, by where they are.</summary>
internal sealed class KeptSamples
{
    private readonly List<(Location Location, Metric Metric, Sample Sample)> _samples = [];

    public void Add(Location location, Metric metric, Sample sample) => _samples.Add((location, metric, sample));

    public void ForgetBefore(DateTimeOffset time) => _samples.RemoveAll(past => past.Sample.At < time);

    /// <summary>The samples of a metric from a time up to another, the latter excluded.</summary>
    public IEnumerable<Sample> Between(Location location, Metric metric, DateTimeOffset from, DateTimeOffset to) => _samples
        .Where(kept => kept.Location == location && kept.Sample.At >= from && kept.Sample.At < to && kept.Metric.IsSame(metric))
        .Select(kept => kept.Sample);
}
