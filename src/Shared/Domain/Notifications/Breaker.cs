namespace Slipway.Domain.Notifications;

/// <summary>Whether a service is asked at all.</summary>
public enum Admission
{
    Let,

    /// <summary>One trial, which the caller must write down before it is made.</summary>
    Trial,
    Refused,
}

/// <summary>
/// Remembers which services of channels are out, so that nobody waits for them again and again; no answer that says no counts as one.
/// <list type="table">
/// <listheader><term>It is</term><description>then</description></listheader>
/// <item><term>closed, and a call fails</term><description>it counts; at the fifth in a row it opens for five minutes</description></item>
/// <item><term>closed, and a call succeeds</term><description>it counts from nothing</description></item>
/// <item><term>open, before its time is up</term><description>nobody is let through</description></item>
/// <item><term>open, after that</term><description>half-open: one trial is let through, nobody beside it for a minute</description></item>
/// <item><term>half-open, and the trial fails</term><description>it opens for five minutes again</description></item>
/// <item><term>half-open, and the trial succeeds</term><description>it is closed</description></item>
/// <item><term>half-open, and the trial's process dies</term><description>after its minute there is another trial</description></item>
/// </list>
/// </summary>
/// <param name="Service">As <see cref="Channel.Service"/> names it.</param>
public sealed record Breaker(string Service)
{
    public const int MostFailures = 5;
    public static readonly TimeSpan OpenFor = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan TrialFor = TimeSpan.FromMinutes(1);

    /// <summary>Failures in a row.</summary>
    public int Failures { get; init; }

    /// <summary>Until when nobody is let through; null while it is closed.</summary>
    public DateTimeOffset? OpenUntil { get; init; }

    /// <summary>The number of its last write; zero when it was never written.</summary>
    public long Version { get; init; }

    public Admission Admit(DateTimeOffset now) => OpenUntil switch
    {
        null => Admission.Let,
        { } until when now < until => Admission.Refused,
        _ => Admission.Trial,
    };

    public Breaker Trying(DateTimeOffset now) => this with { OpenUntil = now + TrialFor };

    public Breaker Failed(DateTimeOffset now) => this with { Failures = Failures + 1, OpenUntil = Failures + 1 >= MostFailures ? now + OpenFor : null };

    public Breaker Succeeded() => this with { Failures = 0, OpenUntil = null };
}

/// <summary>Remembers the breakers for every process.</summary>
public interface IBreakers
{
    /// <summary>A closed one when nothing is known of the service.</summary>
    Task<Breaker> ReadAsync(string service, CancellationToken cancellationToken);

    /// <summary>Writes it over the version that was read; <see cref="ConflictException"/> when there is another.</summary>
    Task<Breaker> SaveAsync(Breaker breaker, CancellationToken cancellationToken);
}
