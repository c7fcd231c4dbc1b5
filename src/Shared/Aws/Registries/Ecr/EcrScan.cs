using Amazon.ECR.Model;
using Slipway.Domain.Images;

namespace Slipway.Aws.Registries.Ecr;

/// <summary>
/// What ECR says of a scan, in the domain's words. Nothing it found is dropped: a finding that nobody has rated yet (UNDEFINED of the
/// basic scanner, UNTRIAGED of the enhanced one) counts as medium, and a severity that is not known here as critical.
/// <list type="table">
/// <item><term>COMPLETE; ACTIVE of the enhanced scanner, which goes on watching</term><description>complete</description></item>
/// <item><term>FAILED, UNSUPPORTED_IMAGE, LIMIT_EXCEEDED, SCAN_ELIGIBILITY_EXPIRED, IMAGE_ARCHIVED</term><description>failed: no result will come</description></item>
/// <item><term>FINDINGS_UNAVAILABLE, or no scan is found</term><description>missing</description></item>
/// <item><term>IN_PROGRESS, PENDING and what is not known here</term><description>pending</description></item>
/// </list>
/// </summary>
internal static class EcrScan
{
    /// <summary>The report of all pages of one image's scan.</summary>
    public static ScanReport Read(IReadOnlyList<DescribeImageScanFindingsResponse> pages)
    {
        var status = Status(pages[0].ImageScanStatus?.Status?.Value);
        return status != ScanStatus.Complete ? ScanReport.Without(status)
            : pages.Any(page => page.ImageScanFindings?.EnhancedFindings is not null) ? Enhanced(pages)
            : Basic(pages);
    }

    private static ScanStatus Status(string? status) => status switch
    {
        "COMPLETE" or "ACTIVE" => ScanStatus.Complete,
        "FAILED" or "UNSUPPORTED_IMAGE" or "LIMIT_EXCEEDED" or "SCAN_ELIGIBILITY_EXPIRED" or "IMAGE_ARCHIVED" => ScanStatus.Failed,
        "FINDINGS_UNAVAILABLE" or null => ScanStatus.Missing,
        _ => ScanStatus.Pending,
    };

    /// <summary>What the summary counts and the list does not name counts as well.</summary>
    private static ScanReport Basic(IReadOnlyList<DescribeImageScanFindingsResponse> pages)
    {
        var listed = ScanReport.Of(pages.SelectMany(page => page.ImageScanFindings?.Findings ?? []).Select(finding => new Finding(finding.Name ?? "", Severity(finding.Severity?.Value))));
        var counts = (pages[0].ImageScanFindings?.FindingSeverityCounts ?? []).GroupBy(count => Severity(count.Key)).ToDictionary(same => same.Key, same => same.Sum(count => count.Value));
        foreach (var (severity, count) in listed.Findings)
        {
            counts[severity] = Math.Max(count, counts.GetValueOrDefault(severity));
        }

        return listed with { Findings = counts };
    }

    /// <summary>Suppressed and closed findings stay in the list of the enhanced scanner; what its summary counts is therefore not used.</summary>
    private static ScanReport Enhanced(IReadOnlyList<DescribeImageScanFindingsResponse> pages) => ScanReport.Of(
        pages.SelectMany(page => page.ImageScanFindings?.EnhancedFindings ?? []).Where(finding => finding.Status is null or "ACTIVE")
            .Select(finding => new Finding(finding.PackageVulnerabilityDetails?.VulnerabilityId ?? finding.Title ?? "", Severity(finding.Severity))
            {
                // PARTIAL says that some of the packages have an update: whether that mends it is not told.
                Fixable = finding.FixAvailable switch { "YES" => true, "NO" => false, _ => null },
            }));

    private static Severity Severity(string? severity) => severity switch
    {
        "INFORMATIONAL" => Domain.Images.Severity.Informational,
        "LOW" => Domain.Images.Severity.Low,
        "MEDIUM" or "UNDEFINED" or "UNTRIAGED" or null => Domain.Images.Severity.Medium,
        "HIGH" => Domain.Images.Severity.High,
        _ => Domain.Images.Severity.Critical,
    };
}
