using Slipway.Domain.Metrics;
using Slipway.Domain.Remediation;
using Slipway.Domain.Rollouts.Verification;
using Slipway.Domain.Systems;

namespace Slipway.Local.Account.Monitoring;

/// <summary>The metrics that verifications watch and no alarm does: they show what serves, as those of alarms do.</summary>
/// <param name="isPublished">Whether an alarm has the metric published already.</param>
internal sealed class CheckedMetrics(IReadOnlyList<Site> sites, MetricReadings readings, Func<Site, Metric, bool> isPublished)
{
    /// <summary>Nobody looks further back than a bake may last.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(4);

    private readonly KeptSamples _samples = new();
    private readonly List<Metric> _silent = [];

    public void Silence(Metric metric, bool silent)
    {
        _silent.RemoveAll(metric.IsSame);
        _silent.AddRange(silent ? [metric] : []);
    }

    public void Publish(DateTimeOffset at)
    {
        _samples.ForgetBefore(at - Kept);
        foreach (var site in sites)
        {
            var published = new List<Metric>();
            foreach (var check in site.Environment.Rollout.Metrics.Where(check => !_silent.Any(check.Metric.IsSame) && !published.Any(check.Metric.IsSame) && !isPublished(site, check.Metric)))
            {
                published.Add(check.Metric);
                if (readings.Read(site, AsAlarm(site, check), at) is { } sample)
                {
                    _samples.Add(site.Environment.Location, check.Metric, sample);
                }
            }
        }
    }

    public IEnumerable<Sample> Between(Location location, Metric metric, DateTimeOffset from, DateTimeOffset to) => _samples.Between(location, metric, from, to);

    /// <summary>It watches the service whose workload a dimension names, otherwise what stands before them all.</summary>
    private static Alarm AsAlarm(Site site, MetricCheck check) => new()
    {
        Name = check.ToString(),
        Watch = site.Environment.Services.FirstOrDefault(service => check.Metric.Dimensions.Any(dimension => dimension.Value == service.Workload)) is { } service ? $"services.{service.Name}" : "foundation.loadBalancer",
        Namespace = check.Metric.Namespace,
        Metric = check.Metric.Name,
        Statistic = check.Statistic,
        Threshold = check.Limit,
        Above = check.Above,
    };
}
