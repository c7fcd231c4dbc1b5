using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;

namespace Slipway.Domain.Gates;

/// <summary>What the scan gate decides on; <see cref="Of"/> makes it small enough for the record of a release.</summary>
public sealed record ScanInputs(bool InRegistry, ScanReport Scan, ScanPolicy Policy, TimeSpan Waited)
{
    /// <summary>How many findings without an exception a record names; more are counted, and any one of them refuses.</summary>
    private const int MostNamed = 20;

    /// <summary>By which exceptions end.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>Of what the scan named, that which decides: at or above the threshold, and with an update where the manifest asks for that.</summary>
    public static ScanInputs Of(bool inRegistry, ScanReport scan, ScanPolicy policy, TimeSpan waited, DateTimeOffset now)
    {
        var grave = scan.Listed.Where(finding => finding.Severity >= policy.FailOn).ToList();
        var unfixable = grave.Where(finding => policy.FixableOnly && finding.Fixable == false).ToList();
        var deciding = grave.Except(unfixable).OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Id, StringComparer.Ordinal)
            .ToLookup(finding => policy.Exceptions.Any(exception => exception.Id == finding.Id));
        var counts = unfixable.GroupBy(finding => finding.Severity).ToDictionary(same => same.Key, same => same.Sum(finding => finding.Count));
        return new(
            inRegistry,
            new(scan.Status, scan.Findings) { Listed = [.. deciding[true], .. deciding[false].Take(MostNamed)], Unfixable = counts.Count == 0 ? null : counts },
            policy with { Exceptions = [.. policy.Exceptions.Where(exception => deciding[true].Any(finding => finding.Id == exception.Id))] },
            waited)
        { Now = now };
    }
}
