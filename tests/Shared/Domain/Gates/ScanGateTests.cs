using Slipway.Domain.Gates;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using static Slipway.Domain.Releases.VerdictKind;

namespace Slipway.Tests.Shared.Domain.Gates;

public sealed class ScanGateTests
{
    private static readonly ScanPolicy Policy = new(Required: true, Severity.High, TimeSpan.FromMinutes(15));

    [Theory]
    [InlineData(ScanStatus.Complete, 0, Pass, "The scan found nothing.")]
    [InlineData(ScanStatus.Complete, 2000, Pass, "The scan found nothing.")]
    [InlineData(ScanStatus.Failed, 0, Refuse, "The registry could not scan the image, and without a scan nothing is let through.")]
    [InlineData(ScanStatus.Pending, 899, Wait, "The scan is not complete yet (14 min 59 s of at most 15 min).")]
    [InlineData(ScanStatus.Pending, 900, Refuse, "No scan result within 15 min: it is still running.")]
    [InlineData(ScanStatus.Missing, 899, Wait, "The scan is not complete yet (14 min 59 s of at most 15 min).")]
    [InlineData(ScanStatus.Missing, 900, Refuse, "No scan result within 15 min: the registry has not started one; switch on scan on push for the repository.")]
    public void Without_a_complete_scan_the_gate_is_closed(ScanStatus status, int waited, VerdictKind kind, string reason) =>
        Assert.Equal(new Answer(kind, reason), ScanGate.Decide(new(true, ScanReport.Without(status), Policy, Any.Seconds(waited))));

    [Theory]
    [InlineData(Severity.Critical, Severity.High, Refuse, "The scan found 3 critical; the manifest refuses high and above.")]
    [InlineData(Severity.High, Severity.High, Refuse, "The scan found 3 high; the manifest refuses high and above.")]
    [InlineData(Severity.Medium, Severity.High, Pass, "The scan found 3 medium: nothing high or above.")]
    [InlineData(Severity.High, Severity.Critical, Pass, "The scan found 3 high: nothing critical or above.")]
    [InlineData(Severity.Informational, Severity.Informational, Refuse, "The scan found 3 informational; the manifest refuses informational and above.")]
    public void A_finding_at_the_threshold_or_above_refuses(Severity found, Severity failOn, VerdictKind kind, string reason) =>
        Assert.Equal(new Answer(kind, reason), ScanGate.Decide(new(true, Found((found, 3)), Policy with { FailOn = failOn }, TimeSpan.Zero)));

    [Fact]
    public void Only_what_is_too_grave_is_named_the_worst_first() => Assert.Equal(
        "The scan found 1 critical, 2 high; the manifest refuses high and above.",
        ScanGate.Decide(new(true, Found((Severity.Low, 9), (Severity.High, 2), (Severity.Critical, 1)), Policy, TimeSpan.Zero)).Reason);

    [Fact]
    public void A_severity_of_which_nothing_was_found_does_not_count() =>
        Assert.Equal(Answer.Pass("The scan found nothing."), ScanGate.Decide(new(true, Found((Severity.Critical, 0)), Policy, TimeSpan.Zero)));

    [Fact]
    public void What_the_registry_no_longer_holds_is_refused_also_where_no_scan_is_asked_for() => Assert.Equal(
        Answer.Refuse("The registry no longer holds this digest: push the image again."),
        ScanGate.Decide(new(false, ScanReport.Without(ScanStatus.Complete), Policy with { Required = false }, TimeSpan.Zero)));

    [Fact]
    public void Where_no_scan_is_asked_for_none_is_looked_at() => Assert.Equal(
        Answer.Unasked("The manifest asks for no scan."), ScanGate.Decide(new(true, Found((Severity.Critical, 9)), Policy with { Required = false }, TimeSpan.Zero)));

    [Theory]
    [InlineData("2026-01-05", Pass, "The scan found 1 high: nothing high or above but CVE-2026-1, which ann lets through until 2026-01-05 (not reachable).")]
    [InlineData("2026-01-04", Refuse, "The scan found 1 high (CVE-2026-1); the manifest refuses high and above. The exception of ann for CVE-2026-1 ended on 2026-01-04.")]
    public void An_exception_counts_up_to_and_with_its_last_day_and_says_whose_it_is(string until, VerdictKind kind, string reason) => Assert.Equal(
        new Answer(kind, reason), Decide(Policy with { Exceptions = [Exception("CVE-2026-1", until)] }, new Finding("CVE-2026-1", Severity.High)));

    [Fact]
    public void An_exception_covers_its_own_vulnerability_in_every_package_and_no_other() => Assert.Equal(
        Answer.Refuse("The scan found 2 high (CVE-2026-2); the manifest refuses high and above."),
        Decide(Policy with { Exceptions = [Exception("CVE-2026-1", "2026-12-31")] }, new("CVE-2026-1", Severity.High) { Count = 3 }, new("CVE-2026-2", Severity.High), new("CVE-2026-2", Severity.High)));

    [Fact]
    public void What_the_scanner_counts_without_a_name_is_covered_by_no_exception() => Assert.Equal(
        "The scan found 1 high; the manifest refuses high and above.",
        ScanGate.Decide(ScanInputs.Of(
            true, Found((Severity.High, 2)) with { Listed = [new("CVE-2026-1", Severity.High)] }, Policy with { Exceptions = [Exception("CVE-2026-1", "2026-12-31")] }, TimeSpan.Zero, Any.Time)).Reason);

    [Theory]
    [InlineData(true, false, Pass, "The scan found 1 critical: nothing high or above but 1 that no update would mend.")]
    [InlineData(true, true, Refuse, "The scan found 1 critical (CVE-2026-1); the manifest refuses high and above that an update would mend.")]
    [InlineData(true, null, Refuse, "The scan found 1 critical (CVE-2026-1); the manifest refuses high and above that an update would mend.")]
    [InlineData(false, false, Refuse, "The scan found 1 critical (CVE-2026-1); the manifest refuses high and above.")]
    public void What_no_update_would_mend_counts_unless_the_manifest_says_otherwise(bool fixableOnly, bool? fixable, VerdictKind kind, string reason) =>
        Assert.Equal(new Answer(kind, reason), Decide(Policy with { FixableOnly = fixableOnly }, new Finding("CVE-2026-1", Severity.Critical) { Fixable = fixable }));

    [Fact]
    public void The_record_names_few_findings_and_the_exceptions_that_matter_and_counts_all()
    {
        var findings = Enumerable.Range(0, 500).Select(number => new Finding($"CVE-2026-{number:000}", Severity.High)).Append(new("CVE-2026-low", Severity.Low));
        var inputs = ScanInputs.Of(true, ScanReport.Of(findings), Policy with { Exceptions = [Exception("CVE-2026-499", "2026-12-31"), Exception("CVE-1", "2026-12-31")] }, TimeSpan.Zero, Any.Time);

        Assert.Equal(21, inputs.Scan.Listed.Count);
        Assert.Equal("CVE-2026-499", Assert.Single(inputs.Policy.Exceptions).Id);
        Assert.Equal("The scan found 499 high (CVE-2026-000, CVE-2026-001, CVE-2026-002, CVE-2026-003, CVE-2026-004, ...); the manifest refuses high and above.", ScanGate.Decide(inputs).Reason);
    }

    [Fact]
    public void Platforms_share_most_of_what_is_found_and_what_one_alone_has_is_added()
    {
        var report = ScanReport.Worst(
        [
            ScanReport.Of([new("CVE-1", Severity.High), new("CVE-2", Severity.High)]),
            ScanReport.Of([new("CVE-1", Severity.High) { Count = 2 }, new("CVE-3", Severity.High)]) with { Findings = new Dictionary<Severity, int> { [Severity.High] = 3, [Severity.Low] = 4 } },
        ]);

        Assert.Equal([(Severity.Low, 4), (Severity.High, 4)], report.Findings.OrderBy(count => count.Key).Select(count => (count.Key, count.Value)));
        Assert.Equal([("CVE-1", 2), ("CVE-2", 1), ("CVE-3", 1)], report.Listed.Select(finding => (finding.Id, finding.Count)).Order());
    }

    private static ScanException Exception(string id, string until) => new(id, "ann", DateOnly.ParseExact(until, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), "not reachable.");

    private static Answer Decide(ScanPolicy policy, params Finding[] findings) => ScanGate.Decide(ScanInputs.Of(true, ScanReport.Of(findings), policy, TimeSpan.Zero, Any.Time));

    private static ScanReport Found(params (Severity Severity, int Count)[] findings) =>
        new(ScanStatus.Complete, findings.ToDictionary(finding => finding.Severity, finding => finding.Count));
}
