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
        Answer.Pass("The manifest asks for no scan."), ScanGate.Decide(new(true, Found((Severity.Critical, 9)), Policy with { Required = false }, TimeSpan.Zero)));

    private static ScanReport Found(params (Severity Severity, int Count)[] findings) =>
        new(ScanStatus.Complete, findings.ToDictionary(finding => finding.Severity, finding => finding.Count));
}
