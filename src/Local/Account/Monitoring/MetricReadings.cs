using Slipway.Domain.Metrics;
using Slipway.Domain.Remediation;
using Slipway.Domain.Systems;

namespace Slipway.Local.Account.Monitoring;

/// <summary>What a metric shows in a minute, from what serves. A metric that nothing here drives stays well within its alarm's limit.</summary>
internal sealed class MetricReadings(Queues queues, Chance chance)
{
    private const double CalmCpu = 35;
    private const double CalmMemory = 55;
    private const double CalmDatabaseCpu = 30;
    private const double CalmSeconds = 0.12;

    /// <summary>Null when nothing is there that would publish it.</summary>
    public Sample? Read(Site site, Alarm alarm, DateTimeOffset at)
    {
        var subject = $"{site.System.Name}/{site.Environment.Name}/{alarm.Watch}/{alarm.Metric}/{at.ToUnixTimeSeconds()}";
        var noise = chance.Between(subject, 0.92, 1.08);
        var (kind, name) = Watched(alarm.Watch);
        var service = kind == "services" ? site.FindService(name) : null;
        var value = (kind, alarm.Metric) switch
        {
            ("queues", _) => Queue(site, name, alarm),
            (_, "TargetResponseTime") => CalmSeconds * noise,
            (_, "HTTPCode_Target_5XX_Count") => Failures(site, service),
            (_, "HTTPCode_ELB_5XX_Count") => Fronts(site, service).Where(front => site.Serving(front).Count == 0).Sum(_ => Share(site)),
            (_, "RequestCount") => Math.Round(Fronts(site, service).Count * Share(site) * noise),
            (_, "HealthyHostCount") => Fronts(site, service).Min(front => Well(site, front)),
            (_, "UnHealthyHostCount") => Fronts(site, service).Max(front => site.Serving(front).Count - Well(site, front)),
            (_, "HealthCheckStatus") => site.Front.All(front => Well(site, front) > 0) ? 1 : 0,
            ("databases", "CPUUtilization") => Percent(alarm, CalmDatabaseCpu * noise),
            (_, "error_rate") => Percent(alarm, 100 * Failures(site, service) / (Fronts(site, service).Count * Share(site))),
            (_, "pod_cpu_utilization" or "CPUUtilization") when service is not null => Cpu(site, service) is { } cpu ? Percent(alarm, cpu * noise) : null,
            (_, "pod_memory_utilization" or "MemoryUtilization") when service is not null =>
                site.Serving(service).Count == 0 ? null : Percent(alarm, CalmMemory * noise),
            _ => Calm(alarm) * noise,
        };
        return value is { } number ? Spread(at, alarm.Metric, number) : null;
    }

    /// <summary>What an alarm watches: its kind and its name, from <c>services.api</c>.</summary>
    public static (string Kind, string Name) Watched(string watch) =>
        watch.Split('.', 2) is [var kind, var name] ? (kind, name) : (watch, "");

    /// <summary>What an alarm's metric is told apart by, as CloudWatch names it.</summary>
    public static IReadOnlyList<MetricDimension> Dimensions(Site site, Alarm alarm)
    {
        var (kind, name) = Watched(alarm.Watch);
        var environment = site.Environment;
        return kind switch
        {
            "services" when site.FindService(name) is { } service =>
                [new("ClusterName", environment.Cluster), new("Namespace", environment.Namespace), new("Service", service.Workload)],
            "databases" => [new("DBInstanceIdentifier", environment.Databases.FirstOrDefault(database => database.Name == name)?.Identifier ?? name)],
            "queues" => [new("QueueName", name)],
            _ => [new("LoadBalancer", $"app/{site.System.Name}-{environment.Name}/1")],
        };
    }

    private static IReadOnlyList<Service> Fronts(Site site, Service? service) => service is null ? site.Front : [service];

    private static double Share(Site site) => site.Load / Math.Max(1, site.Front.Count);

    private static double Failures(Site site, Service? service) =>
        Math.Round(Fronts(site, service).Sum(front => Share(site) * site.FailureShare(front)));

    private static int Well(Site site, Service service) => site.Serving(service).Count(pod => pod.Behaviour != ImageBehaviour.Unhealthy);

    private static double? Cpu(Site site, Service service)
    {
        var serving = site.Serving(service).Count;
        return serving == 0 ? null : Math.Min(100, CalmCpu * site.Load / 600 * Math.Max(1, service.Replicas.Desired) / serving);
    }

    private double? Queue(Site site, string queue, Alarm alarm)
    {
        if (site.Environment.Queues.All(known => known.Name != queue))
        {
            return Calm(alarm);
        }

        var depth = queues.DepthOf(site.System.Name, site.Environment.Name, queue);
        return alarm.Metric switch
        {
            "ApproximateAgeOfOldestMessage" => depth is null ? null : queues.AgeOf(site.System.Name, site.Environment.Name, queue).TotalSeconds,
            "ApproximateNumberOfMessagesNotVisible" => depth?.InFlight,
            "ApproximateNumberOfMessagesVisible" => depth?.Visible,
            _ => depth is null ? null : depth.Visible + depth.InFlight,
        };
    }

    private static double Percent(Alarm alarm, double value) => alarm.Threshold is > 0 and <= 1 ? value / 100 : value;

    private static double Calm(Alarm alarm) => alarm switch
    {
        { Above: false } => (alarm.Threshold * 3) + 1,
        { Statistic: "Sum" } => alarm.Threshold * 0.4 / Math.Max(1, alarm.Period.TotalMinutes),
        _ => alarm.Threshold * 0.4,
    };

    private static Sample Spread(DateTimeOffset at, string metric, double value) =>
        metric == "TargetResponseTime" ? new(at, value, 1, value / 4, value * 5) : Sample.One(at, value);
}
