using Slipway.Domain.Metrics;
using Slipway.Domain.Scaling;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about a metric that replicas follow.</summary>
internal static class ScalingMetricSection
{
    private static readonly Words<MetricKind> Kinds = new(
        ("queueDepth", MetricKind.QueueDepth), ("oldestMessage", MetricKind.OldestMessage), ("cloudWatch", MetricKind.CloudWatch), ("cpu", MetricKind.Cpu), ("memory", MetricKind.Memory), ("requests", MetricKind.Requests));

    private static readonly Words<MetricReading> Readings =
        new(("total", MetricReading.Total), ("perReplica", MetricReading.PerReplica), ("average", MetricReading.PerReplica), ("value", MetricReading.Value));

    /// <summary>The keys that only some metrics understand.</summary>
    private static readonly string[] Belonging = ["queue", "delayed", "namespace", "name", "dimensions", "statistic", "period", "as"];

    private static readonly (string Name, string Example)[] Needed = [("namespace", "My/App"), ("name", "Sessions")];

    /// <summary>A queue, or several that count together.</summary>
    public static OneOrMoreShape Queues { get; } = new(new("[jobs]", Scalars.NameIn("queues", "jobs"), Distinct: true, Filled: true));

    public static MapShape Shape { get; } = new("{metric: queueDepth, queue: jobs, target: 100, as: perReplica}",
    [
        Must("metric", Kinds.Shape, "What is measured; requests, of node groups, is what their pods ask for of each node."),
        May("queue", Queues, "For queueDepth and oldestMessage: the queue, or a list of queues that count together."),
        May("delayed", Scalars.Flag, "For queueDepth: whether messages whose delay has not passed count as well; without it, they do not."),
        May("namespace", Scalars.Text("My/App"), "For cloudWatch: the metric's namespace."),
        May("name", Scalars.Text("Sessions"), "For cloudWatch: the metric's name."),
        May("dimensions", MetricSection.Dimensions, "For cloudWatch: what it is told apart by."),
        May("statistic", MetricSection.Statistic, "For cloudWatch: without it, Average."),
        May("period", Scalars.Duration, "For cloudWatch: the period of a point, whole minutes; without it, 1m."),
        Must("target", Scalars.Either("a number, a percentage or a duration", "100, 70% or 60s", Scalars.Amount("100"), Scalars.Percent, Scalars.Duration),
            "Messages for queueDepth, a duration for oldestMessage, a percentage for cpu, memory and requests, a number for cloudWatch."),
        May("as", Readings.Shape, "total: over the target scales up, at or below half of it down; perReplica or average: what one replica should have; value: what the level should be. Without it perReplica, for oldestMessage value."),
    ]);

    public static void Check(ManifestNode metric, Problems problems)
    {
        if (Kinds.Find(metric["metric"].Text) is not { } kind)
        {
            return;
        }

        var target = metric["target"];
        var (isFitting, wanted) = kind switch
        {
            MetricKind.Cpu or MetricKind.Memory or MetricKind.Requests => (Measure.Percent(target.Text) is > 0 and <= 100, "a percentage from 1% to 100% such as 70%"),
            MetricKind.OldestMessage => (target.Duration > TimeSpan.Zero, "a duration such as 60s"),
            MetricKind.QueueDepth => (target.Number > 0, "a number of messages such as 100"),
            _ => (target.Number > 0, "a number such as 100"),
        };
        if (target is not AbsentNode && !isFitting)
        {
            problems.Add(target, $"write {wanted} instead of '{target.Text}'");
        }

        var keys = KeysOf(kind);
        foreach (var entry in metric.Entries.Where(entry => Belonging.Contains(entry.Key) && !keys.Contains(entry.Key)))
        {
            problems.Add(entry.Value, $"belongs to metric: {string.Join(" or ", Kinds.All.Where(known => KeysOf(known.Value).Contains(entry.Key)).Select(known => known.Word))}; remove it here");
        }

        if (keys.Contains("queue") && metric.Find("queue") is null)
        {
            problems.Add(metric["queue"], $"missing; write the queue whose {(kind == MetricKind.QueueDepth ? "depth" : "age")} counts, such as queue: jobs");
        }

        if (kind == MetricKind.CloudWatch)
        {
            foreach (var (missing, example) in Needed.Where(key => metric.Find(key.Name) is null))
            {
                problems.Add(metric[missing], $"missing; write the metric's {missing}, such as {missing}: {example}");
            }

            if (metric["period"].Duration is { } period && (period < TimeSpan.FromMinutes(1) || period > TimeSpan.FromHours(1) || period.Ticks % TimeSpan.TicksPerMinute != 0))
            {
                problems.Add(metric["period"], $"is {metric["period"].Text}; write whole minutes from 1m to 1h");
            }
        }
        else if (kind == MetricKind.OldestMessage && metric["as"].Text is "perReplica" or "average")
        {
            problems.Add(metric["as"], "write value or total: an age is not shared among replicas");
        }
    }

    public static ScalingMetric Read(ManifestNode metric)
    {
        var kind = Kinds.Find(metric["metric"].Text) ?? default;
        var target = metric["target"].Number ?? Measure.Percent(metric["target"].Text) ?? metric["target"].Duration?.TotalSeconds ?? 0;
        return new(kind, target, Readings.Find(metric["as"].Text) ?? (kind is MetricKind.QueueDepth or MetricKind.CloudWatch or MetricKind.Requests ? MetricReading.PerReplica : MetricReading.Value))
        {
            Queues = metric["queue"].OneOrMore,
            CountsDelayed = metric["delayed"].Flag ?? false,
            Query = kind == MetricKind.CloudWatch ? ReadQuery(metric) : null,
        };
    }

    private static string[] KeysOf(MetricKind kind) => kind switch
    {
        MetricKind.QueueDepth => ["queue", "delayed", "as"],
        MetricKind.OldestMessage => ["queue", "as"],
        MetricKind.CloudWatch => ["namespace", "name", "dimensions", "statistic", "period", "as"],
        _ => [],
    };

    private static MetricQuery ReadQuery(ManifestNode metric) => new(
        MetricSection.Read(metric),
        metric["statistic"].Text ?? "Average",
        metric["period"].Duration ?? TimeSpan.FromMinutes(1));
}
