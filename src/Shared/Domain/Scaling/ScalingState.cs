using Slipway.Domain.Scaling.Drain;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Scaling;

/// <summary>What waits in a queue, in messages: visible to consumers, and in flight with one.</summary>
public sealed record QueueDepth(int Visible, int InFlight)
{
    /// <summary>Messages whose delay has not passed: no work yet, and never counted as such.</summary>
    public int Delayed { get; init; }

    /// <summary>How many messages ever arrived; null where the queue does not count them.</summary>
    public long? Arrived { get; init; }

    /// <summary>How long the oldest visible message has waited, none when there is none; null unless it is wanted and the queue tells.</summary>
    public TimeSpan? OldestAge { get; init; }
}

/// <summary>What reading a queue came to: its depth, or the sentence that says why nobody knows it now; beside a depth, why its age is missing.</summary>
public sealed record QueueReading(QueueDepth? Depth, string? Problem = null);

/// <summary>Reads how much work waits: SQS or Redis.</summary>
public interface IQueueDepths
{
    /// <summary>
    /// The depth now. That the queue does not answer, throttles or cannot be reached is an outcome that the scaling rule knows,
    /// not a failure: a tick that went on failing would forget what it saw, and the next one is near.
    /// </summary>
    /// <exception cref="RejectedException">There is no such queue, or a person must mend how it is reached.</exception>
    Task<QueueReading> ReadAsync(SystemName system, EnvironmentManifest environment, WorkQueue queue, CancellationToken cancellationToken);
}

/// <summary>A wish for replicas at a time, kept for the stabilisation windows.</summary>
public sealed record Recommendation(DateTimeOffset At, int Replicas);

/// <summary>A change of replicas at a time, kept for the periods of the policies.</summary>
public sealed record ScalingEvent(DateTimeOffset At, int Change);

/// <summary>What is remembered of a scaling target between two ticks, and the decision of the last one.</summary>
public sealed record ScalingState(SystemName System, EnvironmentName Environment, ServiceName Service)
{
    public IReadOnlyList<Recommendation> Recommendations { get; init; } = [];

    public IReadOnlyList<ScalingEvent> Events { get; init; } = [];

    /// <summary>What was seen of the queues, for the policy that keeps the wait.</summary>
    public IReadOnlyList<QueueSample> Samples { get; init; } = [];

    /// <summary>When there was work last; null before the first tick.</summary>
    public DateTimeOffset? ActiveAt { get; init; }

    /// <summary>The ticks in a row in which something could not be read, or the target could not be looked at.</summary>
    public int Misses { get; init; }

    /// <summary>When the first of them was.</summary>
    public DateTimeOffset? MissingSince { get; init; }

    /// <summary>When people were told of them.</summary>
    public DateTimeOffset? AlertedAt { get; init; }

    /// <summary>The incidents that paused the service: while there is one it has no replicas, whatever else asks for some.</summary>
    public IReadOnlyList<string> PausedBy { get; init; } = [];

    /// <summary>The replicas that the last of those incidents gives back.</summary>
    public int? PausedFrom { get; init; }

    public ScalingDecision? Decision { get; init; }

    public DateTimeOffset? At { get; init; }

    public long Version { get; init; }

    /// <summary>A tick that came to no decision: what was decided before stays. It counts as a miss, and as work, which nobody could see.</summary>
    public ScalingState Failed(string reason, DateTimeOffset at)
    {
        var replicas = Decision?.To ?? 0;
        return Missed(at) with { Decision = new(replicas, replicas, replicas, reason), At = at };
    }

    /// <summary>What people must be told, until they were: that replicas did not follow their work for so many ticks.</summary>
    public string? Alert(OutagePolicy outage, string problem) => Misses >= outage.AlertAfter && AlertedAt is null
        ? $"For {Misses} ticks in a row the replicas could not follow their work, and nothing is scaled in: {problem}"
        : null;

    internal ScalingState Missed(DateTimeOffset at) => this with { Misses = Misses + 1, MissingSince = MissingSince ?? at, ActiveAt = at };

    /// <summary>The first to pause notes what ran.</summary>
    public ScalingState Pause(string incident, int replicas) =>
        PausedBy.Contains(incident) ? this : this with { PausedBy = [.. PausedBy, incident], PausedFrom = PausedFrom ?? replicas };

    public ScalingState Resume(string incident) =>
        PausedBy.Where(other => other != incident).ToList() is { Count: > 0 } others ? this with { PausedBy = others } : this with { PausedBy = [], PausedFrom = null };
}

/// <summary>Remembers the scaling targets.</summary>
public interface IScalingStates
{
    /// <summary>The state of a target; an empty one when it was never evaluated.</summary>
    Task<ScalingState> ReadAsync(SystemName system, EnvironmentName environment, ServiceName service, CancellationToken cancellationToken);

    /// <summary>Writes the state if nobody wrote it since it was read (<see cref="ConflictException"/> otherwise); answers with its next version.</summary>
    Task<ScalingState> SaveAsync(ScalingState state, CancellationToken cancellationToken);
}
