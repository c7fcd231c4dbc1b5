using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;

namespace Slipway.Domain.Gates;

public sealed record ScanInputs(bool InRegistry, ScanReport Scan, ScanPolicy Policy, TimeSpan Waited);

/// <summary>
/// Lets an image through when its scan is complete and mild enough; closed when there is none.
/// <list type="table">
/// <item><term>the registry does not hold the digest</term><description>refuse</description></item>
/// <item><term>no scan is asked for</term><description>pass</description></item>
/// <item><term>complete, a finding at or above the threshold</term><description>refuse</description></item>
/// <item><term>complete otherwise</term><description>pass</description></item>
/// <item><term>failed</term><description>refuse</description></item>
/// <item><term>pending or missing</term><description>wait, until the limit: then refuse</description></item>
/// </list>
/// </summary>
public static class ScanGate
{
    public static Answer Decide(ScanInputs inputs) => inputs switch
    {
        { InRegistry: false } => Answer.Refuse("The registry no longer holds this digest: push the image again."),
        { Policy.Required: false } => Answer.Pass("The manifest asks for no scan."),
        { Scan.Status: ScanStatus.Complete } => Judge(inputs),
        { Scan.Status: ScanStatus.Failed } => Answer.Refuse("The registry could not scan the image, and without a scan nothing is let through."),
        _ when inputs.Waited >= inputs.Policy.Within => Answer.Refuse($"No scan result within {inputs.Policy.Within.Text()}: {Missing(inputs.Scan.Status)}."),
        _ => Answer.Wait($"The scan is not complete yet ({inputs.Waited.Text()} of at most {inputs.Policy.Within.Text()})."),
    };

    private static Answer Judge(ScanInputs inputs)
    {
        var found = inputs.Scan.Findings.Where(finding => finding.Value > 0).OrderByDescending(finding => finding.Key).ToList();
        var grave = found.Where(finding => finding.Key >= inputs.Policy.FailOn).ToList();
        var limit = inputs.Policy.FailOn.ToString().ToLowerInvariant();
        return grave.Count > 0
            ? Answer.Refuse($"The scan found {Text(grave)}; the manifest refuses {limit} and above.")
            : Answer.Pass(found.Count == 0 ? "The scan found nothing." : $"The scan found {Text(found)}: nothing {limit} or above.");
    }

    private static string Text(IEnumerable<KeyValuePair<Severity, int>> findings) =>
        string.Join(", ", findings.Select(finding => $"{finding.Value} {finding.Key.ToString().ToLowerInvariant()}"));

    private static string Missing(ScanStatus status) =>
        status == ScanStatus.Missing ? "the registry has not started one; switch on scan on push for the repository" : "it is still running";
}
