using System.Text.Json.Serialization;

namespace Slipway.Domain.Images;

[JsonConverter(typeof(CamelCase<ScanStatus>))]
public enum ScanStatus
{
    Missing,
    Pending,
    Complete,
    Failed,
}

/// <summary>Severity of a finding, least first, so that a threshold is a comparison.</summary>
[JsonConverter(typeof(CamelCase<Severity>))]
public enum Severity
{
    Informational,
    Low,
    Medium,
    High,
    Critical,
}

/// <summary>What a scan found: how many findings of each severity.</summary>
public sealed record ScanReport(ScanStatus Status, IReadOnlyDictionary<Severity, int> Findings)
{
    public static ScanReport Without(ScanStatus status) => new(status, new Dictionary<Severity, int>());
}
