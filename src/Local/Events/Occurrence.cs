using Slipway.Local.Templates;

namespace Slipway.Local.Events;

/// <summary>Something that happened in the embedded account, for records and for whoever watches a run.</summary>
public abstract record Occurrence(DateTimeOffset At);

/// <summary>An event reached a bus.</summary>
public sealed record EventReceived(
    DateTimeOffset At, string EventId, string Source, string DetailType, string BusName, string Json) : Occurrence(At);

/// <summary>No rule wanted the event: it is gone.</summary>
public sealed record EventUnmatched(DateTimeOffset At, string EventId, string Source, string DetailType) : Occurrence(At);

public sealed record RuleMatched(DateTimeOffset At, string EventId, EventRule Rule) : Occurrence(At);

public sealed record ScheduleFired(DateTimeOffset At, string EventId, EventRule Rule) : Occurrence(At);

/// <summary>A target refused an event; it is tried again at RetryAt, or never when that is null.</summary>
public sealed record DeliveryFailed(
    DateTimeOffset At,
    string EventId,
    EventRule Rule,
    RuleTarget Target,
    int Attempt,
    string Error,
    DateTimeOffset? RetryAt) : Occurrence(At);

/// <summary>An event or answer ended nowhere, and no dead-letter queue keeps it.</summary>
public sealed record EventDropped(DateTimeOffset At, string EventId, string Destination, string Reason) : Occurrence(At);

public sealed record ExecutionStarted(DateTimeOffset At, StateMachineResource StateMachine, string Name, string Input) : Occurrence(At);

public sealed record InvocationStarted(DateTimeOffset At, FunctionResource Function, string RequestId, string Payload) : Occurrence(At);

public sealed record InvocationSucceeded(
    DateTimeOffset At, FunctionResource Function, string RequestId, string? Answer, TimeSpan Duration) : Occurrence(At);

public sealed record InvocationFailed(
    DateTimeOffset At, FunctionResource Function, string RequestId, FunctionError Error, TimeSpan Duration) : Occurrence(At);

public sealed record MessageSent(DateTimeOffset At, QueueResource Queue, string MessageId, string Body) : Occurrence(At);

/// <summary>A message was received too often and now lies in its dead-letter queue.</summary>
public sealed record MessageDeadLettered(
    DateTimeOffset At, QueueResource From, QueueResource DeadLetters, string MessageId) : Occurrence(At);

/// <summary>An event could not be delivered or handled and now lies in a dead-letter queue.</summary>
public sealed record EventDeadLettered(DateTimeOffset At, string EventId, QueueResource DeadLetters, string Reason) : Occurrence(At);

/// <summary>Nobody took the message within the queue's retention.</summary>
public sealed record MessageExpired(DateTimeOffset At, QueueResource Queue, string MessageId) : Occurrence(At);

/// <summary>No filter of the mapping wanted the message: Lambda deletes it unseen.</summary>
public sealed record MessageFilteredOut(DateTimeOffset At, EventSourceMapping Mapping, string MessageId) : Occurrence(At);

/// <summary>These messages of a batch were not done; they return when their visibility timeout ends.</summary>
public sealed record MessagesReturned(
    DateTimeOffset At, EventSourceMapping Mapping, IReadOnlyList<string> MessageIds, string Reason) : Occurrence(At);
