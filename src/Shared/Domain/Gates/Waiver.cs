using System.Text.Json.Serialization;

namespace Slipway.Domain.Gates;

/// <summary>The gates that a person may send a release past. Scans, signatures, approvals, quarantines and holds are none of them.</summary>
[JsonConverter(typeof(CamelCase<WaivedGate>))]
public enum WaivedGate
{
    /// <summary>A hotfix: what was not verified in the environment before, or not long enough.</summary>
    Upstream,

    /// <summary>Outside the hours in which releases begin.</summary>
    Window,

    /// <summary>In spite of a freeze.</summary>
    Freeze,
}

/// <summary>Who sends a release past which gates, and why: what an emergency asks for, and what is read about it later.</summary>
public sealed record Waiver(IReadOnlyList<WaivedGate> Gates, string By, string Reason)
{
    /// <summary>What to say of a gate that is passed by; null when it is not.</summary>
    public string? For(WaivedGate gate) => Gates.Contains(gate) ? $"{By} sends it past this gate: {Reason}" : null;
}
