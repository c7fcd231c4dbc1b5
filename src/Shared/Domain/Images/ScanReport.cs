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

/// <summary>A vulnerability that a scan found, by the name that the world has for it, such as CVE-2026-1234.</summary>
public sealed record Finding(string Id, Severity Severity)
{
    /// <summary>Whether an update mends it; null when the scanner does not tell, as ECR's basic one.</summary>
    public bool? Fixable { get; init; }

    /// <summary>In how many packages it was found.</summary>
    public int Count { get; init; } = 1;
}

/// <summary>What a scan found: how many findings of each severity.</summary>
public sealed record ScanReport(ScanStatus Status, IReadOnlyDictionary<Severity, int> Findings)
{
    /// <summary>The findings by name; fewer than were counted where the scanner lists none, and in a record, which keeps those that decide.</summary>
    public IReadOnlyList<Finding> Listed { get; init; } = [];

    /// <summary>How many of each severity no update would mend; null where nobody asks.</summary>
    public IReadOnlyDictionary<Severity, int>? Unfixable { get; init; }

    public static ScanReport Without(ScanStatus status) => new(status, new Dictionary<Severity, int>());

    /// <summary>A report of findings by name, each of them counted.</summary>
    public static ScanReport Of(IEnumerable<Finding> findings)
    {
        var listed = findings.GroupBy(finding => finding with { Count = 1 }).Select(same => same.Key with { Count = same.Sum(finding => finding.Count) }).ToList();
        return new(ScanStatus.Complete, Count(listed)) { Listed = listed };
    }

    /// <summary>
    /// The report of an image that is a list of platforms: as bad as all of them together. Most findings are of every platform: a named
    /// one counts where it occurs most, and so do, of each severity, those without a name.
    /// </summary>
    public static ScanReport Worst(IReadOnlyList<ScanReport> platforms)
    {
        ScanStatus[] worstFirst = [ScanStatus.Failed, ScanStatus.Missing, ScanStatus.Pending, ScanStatus.Complete];
        var status = worstFirst.First(status => platforms.Any(platform => platform.Status == status));
        if (status != ScanStatus.Complete)
        {
            return Without(status);
        }

        var listed = platforms.SelectMany(platform => platform.Listed).GroupBy(finding => finding with { Count = 1 }).Select(same => same.MaxBy(finding => finding.Count)!).ToList();
        var counts = Count(listed);
        foreach (var unnamed in platforms.SelectMany(platform => platform.Unnamed()).GroupBy(count => count.Key, count => count.Value))
        {
            counts[unnamed.Key] = counts.GetValueOrDefault(unnamed.Key) + unnamed.Max();
        }

        return new(status, counts.Where(count => count.Value > 0).ToDictionary()) { Listed = listed };
    }

    private static Dictionary<Severity, int> Count(IEnumerable<Finding> findings) =>
        findings.GroupBy(finding => finding.Severity).ToDictionary(same => same.Key, same => same.Sum(finding => finding.Count));

    private IEnumerable<KeyValuePair<Severity, int>> Unnamed()
    {
        var named = Count(Listed);
        return Findings.Select(count => KeyValuePair.Create(count.Key, count.Value - named.GetValueOrDefault(count.Key)));
    }
}
