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
    public IReadOnlyList<(string Name, string Value)> Dimensions
    {
        get
        {
            var (kind, name) = MetricReadings.Watched(alarm.Watch);
            var environment = site.Environment;
            return kind switch
            {
                "services" when site.FindService(name) is { } service =>
                    [("ClusterName", environment.Cluster), ("Namespace", environment.Namespace), ("Service", service.Workload)],
                "databases" => [("DBInstanceIdentifier", environment.Databases.FirstOrDefault(database => database.Name == name)?.Identifier ?? name)],
                "queues" => [("QueueName", name)],
                _ => [("LoadBalancer", $"app/{site.System.Name}-{environment.Name}/1")],
            };
        }
    }
}
