namespace Slipway.Domain.Scaling.Drain;

/// <summary>How long a message may wait, and what must be known of the replicas that take it.</summary>
/// <param name="Wait">The longest wait that is meant; what nobody could foresee waits for the start of a replica.</param>
/// <param name="StartUp">From the decision to a replica that serves.</param>
public sealed record DrainPolicy(TimeSpan Wait, TimeSpan StartUp)
{
    /// <summary>The queues whose messages must not wait longer; they count as one.</summary>
    public IReadOnlyList<string> Queues { get; init; } = [];

    /// <summary>How long one message takes: until enough of them were seen, or for good where the queue does not count them.</summary>
    public TimeSpan Work { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The time in which anything can be brought about: a start, but never less than two ticks. Every window is a multiple of it,
    /// so that the policy has no other knob: what it remembers, how far it looks, how long it is sure before it scales in.
    /// </summary>
    public TimeSpan Pace => StartUp > TwoTicks ? StartUp : TwoTicks;

    /// <summary>How long an arrival counts much for the rate.</summary>
    public TimeSpan RateMemory => 4 * Pace;

    /// <summary>How long looks at a queue are remembered.</summary>
    public TimeSpan Memory => 5 * Pace > TenMinutes ? 5 * Pace : TenMinutes;

    private static TimeSpan TenMinutes { get; } = TimeSpan.FromMinutes(10);

    private static TimeSpan TwoTicks { get; } = TimeSpan.FromSeconds(30);
}

/// <summary>One look at a queue: the messages that wait, those that replicas have, and how many ever arrived, where it counts them.</summary>
public sealed record QueueSample(DateTimeOffset At, int Waiting, int InFlight, long? Arrived)
{
    public int Present => Waiting + InFlight;
}
