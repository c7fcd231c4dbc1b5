namespace Slipway.Domain.Notifications;

/// <summary>How an attempt to tell a channel ended.</summary>
public enum Attempt
{
    /// <summary>It will never take this: its address, its secret or its settings are wrong.</summary>
    Rejected,

    /// <summary>It did not answer, or asked to be left alone.</summary>
    Failed,

    /// <summary>It was not asked: its breaker is open.</summary>
    Refused,
}

/// <summary>What an attempt leaves to decide on.</summary>
/// <param name="Failures">How many attempts have failed, this one included.</param>
/// <param name="HasNext">Whether there is a channel that can take over.</param>
public sealed record DeliveryInputs(Attempt Attempt, int Failures, bool IsCritical, bool HasNext)
{
    /// <summary>How long the channel asked to be left alone, or stays closed; zero where it said nothing.</summary>
    public TimeSpan Asked { get; init; }
}

/// <summary>
/// When a channel that did not take a notice is asked again, and when the next one takes over. Nobody waits after the last attempt.
/// <list type="table">
/// <listheader><term>The attempt</term><description>then</description></listheader>
/// <item><term>was rejected</term><description>the next channel, at once</description></item>
/// <item><term>was refused by an open breaker, and the notice is critical</term><description>the next channel, at once</description></item>
/// <item><term>failed or was refused, the third time for a critical notice, the fifth for others</term><description>the next channel, at once</description></item>
/// <item><term>failed or was refused before that</term><description>again after 30 s, 1 min, 2 min, 4 min, or when the channel says, if that is later</description></item>
/// <item><term>any of these, and there is no next channel</term><description>again, at last every 15 min, for ever: nothing is lost</description></item>
/// </list>
/// </summary>
public static class DeliveryRule
{
    private const int MostFailures = 5;
    private const int MostFailuresOfCritical = 3;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);

    /// <summary>Also what a message in SQS may be late.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>After what time the channel is asked again; null when the next one takes over.</summary>
    public static TimeSpan? Decide(DeliveryInputs inputs) => inputs switch
    {
        { HasNext: true, Attempt: Attempt.Rejected } => null,
        { HasNext: true, Attempt: Attempt.Refused, IsCritical: true } => null,
        { HasNext: true, Failures: var failures, IsCritical: var isCritical } when failures >= (isCritical ? MostFailuresOfCritical : MostFailures) => null,
        { Attempt: Attempt.Rejected } => Longest,
        _ => Least(Longest, Most(inputs.Asked, Backoff(inputs.Failures))),
    };

    private static TimeSpan Backoff(int failures) => failures > MostFailures ? Longest : First * (1 << Math.Max(0, failures - 1));

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Most(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
