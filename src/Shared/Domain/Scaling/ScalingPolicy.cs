using System.Text.Json.Serialization;
using Slipway.Domain.Metrics;
using Slipway.Domain.Scaling.Drain;

namespace Slipway.Domain.Scaling;

[JsonConverter(typeof(CamelCase<MetricKind>))]
public enum MetricKind
{
    QueueDepth,

    /// <summary>How long the oldest message has waited, in seconds.</summary>
    OldestMessage,
    CloudWatch,

    /// <summary>What is used, in percent of what the replicas asked for.</summary>
    Cpu,
    Memory,

    /// <summary>What the pods of a node group ask for, in percent of one of its nodes.</summary>
    Requests,
}

/// <summary>How a level becomes a wish for replicas.</summary>
[JsonConverter(typeof(CamelCase<MetricReading>))]
public enum MetricReading
{
    /// <summary>Over the target asks for more, at or below half of it for fewer: the policies say how many.</summary>
    Total,

    /// <summary>The target is what one replica should have: replicas = level / target, rounded up (AverageValue).</summary>
    PerReplica,

    /// <summary>The target is what the level should be: replicas = ready replicas × level / target, rounded up (Value).</summary>
    Value,
}

[JsonConverter(typeof(CamelCase<PolicySelection>))]
public enum PolicySelection
{
    Min,
    Max,
    Disabled,
}

/// <summary>What is measured and when it is too much: messages, seconds, percent or what the metric counts.</summary>
public sealed record ScalingMetric(MetricKind Kind, double Target, MetricReading Reading)
{
    /// <summary>The queues that are measured together: their depths are added, of their ages the greatest counts.</summary>
    public IReadOnlyList<string> Queues { get; init; } = [];

    /// <summary>Whether messages whose delay has not passed count as well.</summary>
    public bool CountsDelayed { get; init; }

    /// <summary>What is asked of CloudWatch.</summary>
    public MetricQuery? Query { get; init; }
}

/// <summary>How much may change within a period: an absolute number of replicas or a percentage of those at its start.</summary>
public sealed record ScalingStep(int? Pods, int? Percent, TimeSpan Period);

/// <summary>The rules of one direction: the window over which the mildest wish counts, and the steps allowed.</summary>
public sealed record ScalingDirection(TimeSpan Stabilization, IReadOnlyList<ScalingStep> Policies, PolicySelection Select);

/// <summary>When a service has no replicas at all: a level of more than <paramref name="Activation"/> wakes it, and as long as <paramref name="Cooldown"/> without sends it to sleep.</summary>
public sealed record ZeroPolicy(double Activation, TimeSpan Cooldown)
{
    public static ZeroPolicy Usual { get; } = new(0, TimeSpan.FromMinutes(5));
}

/// <summary>What happens when a metric cannot be read: never fewer replicas; after some ticks perhaps more, after some a notice.</summary>
/// <param name="Replicas">The least to have then; null leaves what there is.</param>
public sealed record OutagePolicy(int? Replicas, int After, int AlertAfter)
{
    /// <summary>Five minutes of ticks.</summary>
    public static OutagePolicy Usual { get; } = new(null, 3, 20);
}

/// <summary>How a service's replicas follow its work: by metrics, in the terms of the Kubernetes HPA's behaviour, or by the wait that is meant.</summary>
public sealed record ScalingPolicy(IReadOnlyList<ScalingMetric> Metrics, ScalingDirection ScaleUp, ScalingDirection ScaleDown)
{
    /// <summary>Set where the wait counts, not metrics.</summary>
    public DrainPolicy? Drain { get; init; }

    /// <summary>What counts where the limits allow no replicas at all.</summary>
    public ZeroPolicy Zero { get; init; } = ZeroPolicy.Usual;

    public OutagePolicy Outage { get; init; } = OutagePolicy.Usual;
}
