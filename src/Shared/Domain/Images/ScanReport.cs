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
    /// <summary>How many of them an update would mend; null when the scanner does not tell, as ECR's basic one.</summary>
    public IReadOnlyDictionary<Severity, int>? Fixable { get; init; }

    public static ScanReport Without(ScanStatus status) => new(status, new Dictionary<Severity, int>());
}
