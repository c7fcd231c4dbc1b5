using Slipway.Domain.Metrics;
using Slipway.Domain.Remediation;

namespace Slipway.Local.Account.Monitoring;

/// <summary>An alarm of an environment as it stands.</summary>
internal sealed class AlarmWatch(Site site, Alarm alarm, DateTimeOffset since)
{
    public Site Site => site;

    public Alarm Alarm => alarm;

    public string Name { get; } = alarm.NameIn(site.System.Name, site.Environment.Name);

    public AlarmStanding Standing { get; set; } = new(AlarmState.Ok, since, "The account was well when it began.", "{}");

    /// <summary>What the metric is told apart by, as CloudWatch names it.</summary>
    public IReadOnlyList<MetricDimension> Dimensions { get; } = MetricReadings.Dimensions(site, alarm);
}
