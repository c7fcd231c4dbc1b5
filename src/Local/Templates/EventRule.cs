using Slipway.Local.Events.Patterns;
using Slipway.Local.Events.Schedules;

namespace Slipway.Local.Templates;

/// <summary>What starts something: an event pattern, a schedule, or both, and where matching events go.</summary>
public sealed record EventRule
{
    /// <summary>The rule's own logical id, or the one that SAM derives: the function's followed by the event's.</summary>
    public required string LogicalId { get; init; }

    public required string Name { get; init; }

    public required string Arn { get; init; }

    public required string BusName { get; init; }

    public required bool Enabled { get; init; }

    public required EventPattern? Pattern { get; init; }

    public required EventSchedule? Schedule { get; init; }

    public required IReadOnlyList<RuleTarget> Targets { get; init; }

    public required int Line { get; init; }
}

/// <summary>When a rule or an EventBridge Scheduler schedule fires.</summary>
public sealed record EventSchedule
{
    public required ScheduleExpression Expression { get; init; }

    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>True for EventBridge Scheduler (ScheduleV2), whose rates fire at once and whose events look different.</summary>
    public bool IsScheduler { get; init; }

    public DateTimeOffset? Start { get; init; }

    public DateTimeOffset? End { get; init; }

    /// <summary>How much later than due it may fire; zero is on the minute.</summary>
    public TimeSpan FlexibleWindow { get; init; }
}

public enum TargetKind
{
    Function,
    StateMachine,
    Queue,
    EventBus,

    /// <summary>Exists in AWS, but the local account does not run it: deliveries are told and forgotten.</summary>
    Other,
}

/// <summary>Where a rule sends events, in what shape, and what happens when that fails.</summary>
public sealed record RuleTarget
{
    public required TargetKind Kind { get; init; }

    public required string Arn { get; init; }

    /// <summary>The resource of this template behind the ARN; null for a target outside.</summary>
    public required string? LogicalId { get; init; }

    /// <summary>True with a RoleArn, which EventBridge needs to start a state machine.</summary>
    public bool HasRole { get; init; }

    public TargetInput Input { get; init; } = TargetInput.WholeEvent;

    public int MaximumRetryAttempts { get; init; } = 185;

    public TimeSpan MaximumEventAge { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Logical id of the queue for events that could not be delivered.</summary>
    public string? DeadLetterQueue { get; init; }
}
