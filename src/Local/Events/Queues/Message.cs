namespace Slipway.Local.Events;

/// <summary>A message as a receiver sees it, with the handle that lets this receiver, and no later one, delete it.</summary>
public sealed record Message
{
    public required string MessageId { get; init; }

    public required string ReceiptHandle { get; init; }

    public required string Body { get; init; }

    /// <summary>String attributes that the sender gave.</summary>
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    public required DateTimeOffset FirstReceivedAt { get; init; }

    /// <summary>How often the message was given out, this time included.</summary>
    public required int ReceiveCount { get; init; }

    /// <summary>ARN of the queue that gave the message up; null outside dead-letter queues.</summary>
    public string? DeadLetterSource { get; init; }
}

/// <summary>
/// How full a queue is: what can be received, what is being worked on, what is not yet due, and how long the oldest waits.
/// </summary>
public sealed record QueueDepth(int Visible, int InFlight, int Delayed, TimeSpan OldestAge)
{
    public int Total => Visible + InFlight + Delayed;
}
