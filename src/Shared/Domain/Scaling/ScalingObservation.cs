using Slipway.Domain.Scaling.Drain;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Scaling;

/// <summary>What was read of a metric: one level for the whole, or one for each of so many pods; none, with the sentence why, when nobody knows it now.</summary>
public sealed record MetricLevel(IReadOnlyList<double> Levels, string? Problem = null)
{
    /// <summary>How many pods there are, those without a level included; null when the level is that of the whole.</summary>
    public int? Pods { get; init; }

    /// <summary>How many of them are old enough to count.</summary>
    public int Ready { get; init; }

    public double Sum => Levels.Sum();

    public static MetricLevel Of(double level) => new([level]);

    public static MetricLevel Unread(string problem) => new([], problem);
}

/// <summary>What a tick saw: <paramref name="Current"/> replicas are asked for, and of each metric of the policy a level.</summary>
/// <param name="Held">Why nothing may be scaled in; null when it may.</param>
public sealed record ScalingObservation(
    ScalingPolicy Policy, ReplicaRange Range, int Current, IReadOnlyList<MetricLevel> Levels, string? Held, ScalingState State, DateTimeOffset At)
{
    /// <summary>The replicas that serve; all that are asked for, unless it is said otherwise.</summary>
    public int Ready { get; init; } = Current;

    /// <summary>What was seen of the queues of a policy that keeps the wait; null when they could not be read, and <see cref="Unread"/> says why.</summary>
    public QueueSample? Sample { get; init; }

    public string? Unread { get; init; }

    /// <summary>Every look at the queues that such a policy remembers, this one the last; null where there is none of it.</summary>
    internal IReadOnlyList<QueueSample>? Samples => Policy.Drain is { } drain && Sample is { } sample
        ? [.. State.Samples.Where(past => At - past.At <= drain.Memory && past.At < At), sample]
        : null;

    /// <summary>Why nothing may be scaled at all; null when it may.</summary>
    public string? Frozen { get; init; }

    /// <summary>Why nothing may be scaled out; null when it may.</summary>
    public string? HeldOut { get; init; }
}

/// <summary>How many replicas there should be, and why.</summary>
public sealed record ScalingDecision(int From, int To, int Wish, string Reason);
