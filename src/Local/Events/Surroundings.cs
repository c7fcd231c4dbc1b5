using Slipway.Local.Templates;

namespace Slipway.Local.Events;

/// <summary>What every part of a deployment shares: time, chance, names, and who is told.</summary>
internal sealed record Surroundings(
    VirtualClock Clock, Random Chance, Turbulence Turbulence, StackSettings Stack, IdSequence Ids, Action<Occurrence> Tell)
{
    public DateTimeOffset Now => Clock.GetUtcNow();

    public bool Happens(double chance) => chance > 0 && Chance.NextDouble() < chance;

    /// <summary>Zero, or how late this one is.</summary>
    public TimeSpan Lateness() => Happens(Turbulence.Late) ? Turbulence.LongestDelay * Chance.NextDouble() : TimeSpan.Zero;
}
