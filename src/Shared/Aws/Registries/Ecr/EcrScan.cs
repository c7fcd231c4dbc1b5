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

    /// <summary>
    /// The report of an image that is a list of platforms: as bad as the worst of them, each severity counted where it occurs most,
    /// since the platforms share most of what is found.
    /// </summary>
    public static ScanReport Worst(IReadOnlyList<ScanReport> platforms)
    {
        ScanStatus[] worstFirst = [ScanStatus.Failed, ScanStatus.Missing, ScanStatus.Pending, ScanStatus.Complete];
        var status = worstFirst.First(status => platforms.Any(platform => platform.Status == status));
        return status != ScanStatus.Complete
            ? ScanReport.Without(status)
            : new(status, Most(platforms.Select(platform => platform.Findings)))
            {
                Fixable = platforms.All(platform => platform.Fixable is not null) ? Most(platforms.Select(platform => platform.Fixable!)) : null,
            };
    }

    private static ScanStatus Status(string? status) => status switch
    {
        "COMPLETE" or "ACTIVE" => ScanStatus.Complete,
        "FAILED" or "UNSUPPORTED_IMAGE" or "LIMIT_EXCEEDED" or "SCAN_ELIGIBILITY_EXPIRED" or "IMAGE_ARCHIVED" => ScanStatus.Failed,
        "FINDINGS_UNAVAILABLE" or null => ScanStatus.Missing,
        _ => ScanStatus.Pending,
    };

    private static ScanReport Basic(IReadOnlyList<DescribeImageScanFindingsResponse> pages)
    {
        var counted = pages[0].ImageScanFindings?.FindingSeverityCounts;
        var severities = counted is { Count: > 0 }
            ? counted.SelectMany(count => Enumerable.Repeat<string?>(count.Key, count.Value))
            : pages.SelectMany(page => page.ImageScanFindings?.Findings ?? []).Select(finding => finding.Severity?.Value);
        return new(ScanStatus.Complete, Count(severities));
    }

    /// <summary>Suppressed and closed findings stay in the list of the enhanced scanner; what its summary counts is therefore not used.</summary>
    private static ScanReport Enhanced(IReadOnlyList<DescribeImageScanFindingsResponse> pages)
    {
        var open = pages.SelectMany(page => page.ImageScanFindings?.EnhancedFindings ?? []).Where(finding => finding.Status is null or "ACTIVE").ToList();
        return new(ScanStatus.Complete, Count(open.Select(finding => finding.Severity)))
        {
            // PARTIAL says that some of the packages have an update: the finding would stay.
            Fixable = Count(open.Where(finding => finding.FixAvailable == "YES").Select(finding => finding.Severity)),
        };
    }

    private static Dictionary<Severity, int> Count(IEnumerable<string?> severities) => severities.CountBy(Severity).ToDictionary();

    private static Severity Severity(string? severity) => severity switch
    {
        "INFORMATIONAL" => Domain.Images.Severity.Informational,
        "LOW" => Domain.Images.Severity.Low,
        "MEDIUM" or "UNDEFINED" or "UNTRIAGED" or null => Domain.Images.Severity.Medium,
        "HIGH" => Domain.Images.Severity.High,
        _ => Domain.Images.Severity.Critical,
    };

    private static Dictionary<Severity, int> Most(IEnumerable<IReadOnlyDictionary<Severity, int>> counts) =>
        counts.SelectMany(count => count).GroupBy(count => count.Key).ToDictionary(group => group.Key, group => group.Max(count => count.Value));
}
