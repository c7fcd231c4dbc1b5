using System.Text.Json.Serialization;

namespace Slipway.Domain.Scaling;

[JsonConverter(typeof(CamelCase<MetricKind>))]
public enum MetricKind
{
    QueueDepth,
    Cpu,
    Memory,
}

/// <summary>How a queue's depth becomes a wish for replicas.</summary>
[JsonConverter(typeof(CamelCase<MetricReading>))]
public enum MetricReading
{
    /// <summary>Over the target asks for more, at or below half of it for fewer: the policies say how many.</summary>
    Total,

    /// <summary>The target is what one replica should have: replicas = depth / target, rounded up.</summary>
    PerReplica,
}

[JsonConverter(typeof(CamelCase<PolicySelection>))]
public enum PolicySelection
{
    Min,
    Max,
    Disabled,
}

/// <summary>What is measured and when it is too much.</summary>
public sealed record ScalingMetric(MetricKind Kind, string? Queue, double Target, MetricReading Reading);

/// <summary>How much may change within a period: an absolute number of replicas or a percentage of those at its start.</summary>
public sealed record ScalingStep(int? Pods, int? Percent, TimeSpan Period);

/// <summary>The rules of one direction: the window over which the mildest wish counts, and the steps allowed.</summary>
public sealed record ScalingDirection(TimeSpan Stabilization, IReadOnlyList<ScalingStep> Policies, PolicySelection Select);

/// <summary>How a service's replicas follow its work, in the terms of the Kubernetes HPA's behaviour.</summary>
public sealed record ScalingPolicy(IReadOnlyList<ScalingMetric> Metrics, ScalingDirection ScaleUp, ScalingDirection ScaleDown);
