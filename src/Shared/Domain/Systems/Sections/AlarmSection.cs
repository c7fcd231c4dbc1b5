using Slipway.Domain.Remediation;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about its alarms.</summary>
internal static class AlarmSection
{
    public static Words<AlarmSeverity> Severities { get; } =
        new(("critical", AlarmSeverity.Critical), ("warning", AlarmSeverity.Warning), ("info", AlarmSeverity.Info));

    private static MapShape Alarm { get; } = new("{watch: services.api, namespace: AWS/ECS, metric: CPUUtilization, statistic: Average, above: 80%}",
    [
        May("name", Scalars.Text("HighCPUUtilization"), "The alarm's name in CloudWatch; without it, its name here."),
        Must("watch", Scalars.PathInto("services.api", "services", "databases", "queues", "caches", "foundation"), "What it watches."),
        Must("namespace", Scalars.Text("AWS/RDS"), "The CloudWatch namespace."),
        Must("metric", Scalars.Text("CPUUtilization"), "The CloudWatch metric."),
        Must("statistic", MetricSection.Statistic, "How a period's values become one."),
        May("above", MetricSection.Limit, "It goes off when the metric is more than this. Durations count as seconds, sizes as bytes, percentages without 'of' as their number."),
        May("below", MetricSection.Limit, "It goes off when the metric is less than this."),
        May("of", Scalars.Choice("storage.size", "max_connections"), "What the percentage is of: the storage or the connections of the database it watches."),
        May("period", Scalars.Duration, "The length of a period; without it, 1m."),
        May("for", Scalars.Duration, "How long the limit must be passed, a whole number of periods; without it, one period."),
        May("severity", Severities.Shape, "Which route its notices take; without it, warning."),
        May("remediate", new ListShape("[{action: notify}]", RemediationSection.Shape), "What to do about it, in order."),
        .. KeptKeys.Alarm,
    ]);

    public static NamedShape Shape { get; } = new($"{{api-cpu: {Alarm.Example}}}", Alarm);

    public static void Check(ManifestNode document, Problems problems)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, alarm) in document["alarms"].Entries)
        {
            CheckLimit(alarm, document, problems);
            CheckPeriods(alarm, problems);
            RemediationSection.Check(alarm, problems);
            if (!names.TryAdd(alarm["name"].Text ?? key, key))
            {
                problems.Add(alarm["name"], $"alarms.{names[alarm["name"].Text ?? key]} has this name already; give each its own");
            }
        }
    }

    public static IReadOnlyList<Alarm> Read(ManifestNode document) => [.. document["alarms"].Entries.Select(entry => Read(entry, document))];

    private static void CheckLimit(ManifestNode alarm, ManifestNode document, Problems problems)
    {
        MetricSection.CheckLimit(alarm, problems);
        if (alarm["of"].Text is not { } basis)
        {
            return;
        }

        var limit = alarm.Find("above") ?? alarm["below"];
        if (limit.Text is { } text && Measure.Percent(text) is not <= 100)
        {
            problems.Add(limit, $"write a percentage up to 100% such as 80% instead of '{text}', because 'of' says what it is a part of");
        }

        if (Watched(alarm, document) is not { } database)
        {
            problems.Add(alarm["of"], "belongs to an alarm that watches a database; remove it or write watch: databases.<name>");
        }
        else if (DatabaseSection.Capacity(database, basis) is null && (basis != "storage.size" || database["storage"].Find("size") is null))
        {
            problems.Add(alarm["of"], $"{database.Path} does not tell its {basis}; write its {(basis == "storage.size" ? "storage: {size: 100Gi}" : "class or maxConnections")}");
        }
    }

    private static void CheckPeriods(ManifestNode alarm, Problems problems)
    {
        var period = alarm["period"].Duration ?? TimeSpan.FromMinutes(1);
        if (!(period.TotalSeconds is 10 or 20 or 30 || (period.TotalSeconds >= 60 && period.TotalSeconds % 60 == 0)))
        {
            problems.Add(alarm["period"], $"is {alarm["period"].Text}; CloudWatch takes 10s, 20s, 30s or whole minutes");
        }
        else if (alarm["for"].Duration is { } length && (length == TimeSpan.Zero || length.Ticks % period.Ticks != 0))
        {
            problems.Add(alarm["for"], $"is {alarm["for"].Text}; write a whole number of periods of {Measure.Notation(period)}");
        }
    }

    private static ManifestNode? Watched(ManifestNode alarm, ManifestNode document) =>
        alarm["watch"].Text?.Split('.') is ["databases", var name] ? document["databases"].Find(name) : null;

    private static Alarm Read(MapEntry entry, ManifestNode document)
    {
        var node = entry.Value;
        var limit = node.Find("above") ?? node["below"];
        var whole = node["of"].Text is { } basis && Watched(node, document) is { } database ? DatabaseSection.Capacity(database, basis) : null;
        var period = node["period"].Duration ?? TimeSpan.FromMinutes(1);
        return new()
        {
            Name = node["name"].Text ?? entry.Key,
            Watch = node["watch"].Text ?? "",
            Namespace = node["namespace"].Text ?? "",
            Metric = node["metric"].Text ?? "",
            Statistic = node["statistic"].Text ?? "",
            Threshold = MetricSection.LimitOf(limit.Text, whole),
            Above = node.Find("above") is not null,
            Period = period,
            For = node["for"].Duration ?? period,
            Severity = Severities.Find(node["severity"].Text) ?? AlarmSeverity.Warning,
            Remediate = RemediationSection.Read(node["remediate"]),
        };
    }
}
