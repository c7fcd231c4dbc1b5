namespace Slipway.Local.Events;

/// <summary>
/// What AWS allows itself in delivering events and messages, as chances from 0 to 1: twice, late, or (events only) never.
/// </summary>
public sealed record Turbulence
{
    public static Turbulence Calm { get; } = new();

    /// <summary>How often a rule's target never gets an event.</summary>
    public double Loss { get; init; }

    /// <summary>How often a target gets an event twice, or a queue gives out a message that it has just given out.</summary>
    public double Duplicate { get; init; }

    /// <summary>How often an event or message comes late, up to the longest delay.</summary>
    public double Late { get; init; }

    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(5);
}
