using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;

namespace Slipway.Domain.Gates;

/// <summary>
/// Lets an image through when its scan is complete and mild enough; closed when there is none.
/// <list type="table">
/// <item><term>the registry does not hold the digest</term><description>refuse</description></item>
/// <item><term>no scan is asked for</term><description>pass</description></item>
/// <item><term>complete, a finding at or above the threshold that counts</term><description>refuse</description></item>
/// <item><term>complete otherwise</term><description>pass</description></item>
/// <item><term>failed</term><description>refuse</description></item>
/// <item><term>pending or missing</term><description>wait, until the limit: then refuse</description></item>
/// </list>
/// A finding does not count while an exception of the manifest names it, up to and with its last day, nor when no update would mend it
/// and the manifest asks for those that one would. What the scanner does not name or does not tell counts.
/// </summary>
public static class ScanGate
{
    private const int MostTold = 5;

    public static Answer Decide(ScanInputs inputs) => inputs switch
    {
        { InRegistry: false } => Answer.Refuse("The registry no longer holds this digest: push the image again."),
        { Policy.Required: false } => Answer.Unasked("The manifest asks for no scan."),
        { Scan.Status: ScanStatus.Complete } => Judge(inputs),
        { Scan.Status: ScanStatus.Failed } => Answer.Refuse("The registry could not scan the image, and without a scan nothing is let through."),
        _ when inputs.Waited >= inputs.Policy.Within => Answer.Refuse($"No scan result within {inputs.Policy.Within.Text()}: {Missing(inputs.Scan.Status)}."),
        _ => Answer.Wait($"The scan is not complete yet ({inputs.Waited.Text()} of at most {inputs.Policy.Within.Text()})."),
    };

    private static Answer Judge(ScanInputs inputs)
    {
        var (policy, scan) = (inputs.Policy, inputs.Scan);
        var listed = scan.Listed.Where(finding => finding.Severity >= policy.FailOn).ToLookup(finding => InForce(inputs, finding) is not null);
        var found = scan.Findings.Where(finding => finding.Value > 0).OrderByDescending(finding => finding.Key).ToList();
        var grave = found.Where(finding => finding.Key >= policy.FailOn).Select(finding => KeyValuePair.Create(finding.Key, Counting(scan, finding, listed[true]))).Where(finding => finding.Value > 0).ToList();
        var limit = policy.FailOn.ToString().ToLowerInvariant();
        return grave.Count > 0
            ? Answer.Refuse($"The scan found {Text(grave)}{Named([.. listed[false]])}; the manifest refuses {limit} and above{(policy.FixableOnly ? " that an update would mend" : "")}.{Ended(inputs, listed[false])}")
            : Answer.Pass(found.Count == 0 ? "The scan found nothing." : $"The scan found {Text(found)}: nothing {limit} or above{Spared(inputs, listed[true])}.");
    }

    private static int Counting(ScanReport scan, KeyValuePair<Severity, int> found, IEnumerable<Finding> excepted) =>
        found.Value - (scan.Unfixable?.GetValueOrDefault(found.Key) ?? 0) - excepted.Where(finding => finding.Severity == found.Key).Sum(finding => finding.Count);

    private static ScanException? InForce(ScanInputs inputs, Finding finding) =>
        inputs.Policy.Exceptions.FirstOrDefault(exception => exception.Id == finding.Id && exception.IsInForce(inputs.Now));

    private static string Named(List<Finding> findings)
    {
        var told = findings.Select(finding => finding.Id).Distinct(StringComparer.Ordinal).ToList();
        return told.Count == 0 ? "" : $" ({string.Join(", ", told.Take(MostTold))}{(told.Count > MostTold ? ", ..." : "")})";
    }

    private static string Ended(ScanInputs inputs, IEnumerable<Finding> counting)
    {
        var ids = counting.Select(finding => finding.Id).ToHashSet();
        return string.Concat(inputs.Policy.Exceptions.Where(exception => ids.Contains(exception.Id))
            .Select(exception => $" The exception of {exception.Owner} for {exception.Id} ended on {exception.Until:yyyy-MM-dd}."));
    }

    private static string Spared(ScanInputs inputs, IEnumerable<Finding> excepted)
    {
        var unfixable = inputs.Scan.Unfixable?.Values.Sum() ?? 0;
        var exceptions = excepted.Select(finding => InForce(inputs, finding)!).Distinct()
            .Select(exception => $"{exception.Id}, which {exception.Owner} lets through until {exception.Until:yyyy-MM-dd} ({exception.Reason.TrimEnd('.')})");
        IEnumerable<string> spared = unfixable > 0 ? exceptions.Append($"{unfixable} that no update would mend") : exceptions;
        var text = string.Join("; ", spared);
        return text.Length == 0 ? "" : $" but {text}";
    }

    private static string Text(IEnumerable<KeyValuePair<Severity, int>> findings) =>
        string.Join(", ", findings.Select(finding => $"{finding.Value} {finding.Key.ToString().ToLowerInvariant()}"));

    private static string Missing(ScanStatus status) =>
        status == ScanStatus.Missing ? "the registry has not started one; switch on scan on push for the repository" : "it is still running";
}
