using Slipway.Aws.Registries;
using Slipway.Domain;
using Slipway.Domain.Images;

using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Registries;

/// <summary>Scans in the shapes of the service model, scripted: moto has canned findings only.</summary>
public sealed class EcrScanTests
{
    private const string Scan = "DescribeImageScanFindings";
    private static readonly Image Wanted = new("123456789012.dkr.ecr.eu-central-1.amazonaws.com", "shop/api", Digests.Of("wanted"));
    private readonly ScriptedOperations _aws = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private EcrImageRegistry Registry => new(_aws.Clients, Copying.Registries());

    public static TheoryData<string, ScanStatus> Statuses => new()
    {
        { "COMPLETE", ScanStatus.Complete },
        { "ACTIVE", ScanStatus.Complete },
        { "IN_PROGRESS", ScanStatus.Pending },
        { "PENDING", ScanStatus.Pending },
        { "SOMETHING_NEW", ScanStatus.Pending },
        { "FAILED", ScanStatus.Failed },
        { "UNSUPPORTED_IMAGE", ScanStatus.Failed },
        { "SCAN_ELIGIBILITY_EXPIRED", ScanStatus.Failed },
        { "LIMIT_EXCEEDED", ScanStatus.Failed },
        { "IMAGE_ARCHIVED", ScanStatus.Failed },
        { "FINDINGS_UNAVAILABLE", ScanStatus.Missing },
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task Scripted_each_status_of_ECR_has_its_meaning(string status, ScanStatus meaning)
    {
        _aws.Answers(Scan, $$$"""{"imageScanStatus":{"status":"{{{status}}}"}}""").Answers("BatchGetImage", Single());
        Assert.Equal(meaning, (await Registry.ReadScanAsync(Wanted, Token)).Status);
    }

    [Fact]
    public async Task Scripted_a_basic_scan_is_counted_by_severity_and_the_unrated_are_not_dropped()
    {
        _aws.Answers(Scan, """
            {"imageScanStatus":{"status":"COMPLETE"},"imageScanFindings":{"findingSeverityCounts":{"CRITICAL":1,"MEDIUM":2,"UNDEFINED":3,"INFORMATIONAL":9},"findings":[]}}
            """);

        var report = await Registry.ReadScanAsync(Wanted, Token);

        Assert.Equal([(Severity.Informational, 9), (Severity.Medium, 5), (Severity.Critical, 1)], Counts(report.Findings));
        Assert.Empty(report.Listed);
    }

    [Fact]
    public async Task Scripted_an_enhanced_scan_is_read_to_its_last_page_without_what_is_suppressed_or_closed()
    {
        _aws.Answers(
            Scan,
            """
            {"imageScanStatus":{"status":"ACTIVE"},"nextToken":"more","imageScanFindings":{"findingSeverityCounts":{"HIGH":3,"CRITICAL":1},"enhancedFindings":[
              {"severity":"HIGH","status":"ACTIVE","fixAvailable":"YES","packageVulnerabilityDetails":{"vulnerabilityId":"CVE-1"}},{"severity":"HIGH","status":"ACTIVE","fixAvailable":"PARTIAL","packageVulnerabilityDetails":{"vulnerabilityId":"CVE-2"}},{"severity":"CRITICAL","status":"SUPPRESSED","fixAvailable":"YES"}]}}
            """,
            """
            {"imageScanStatus":{"status":"ACTIVE"},"imageScanFindings":{"enhancedFindings":[
              {"severity":"HIGH","status":"CLOSED","fixAvailable":"YES"},{"severity":"UNTRIAGED","status":"ACTIVE","fixAvailable":"NO","packageVulnerabilityDetails":{"vulnerabilityId":"CVE-5"}},{"severity":"WORST_EVER","status":"ACTIVE","fixAvailable":"YES","title":"a title"}]}}
            """);

        var report = await Registry.ReadScanAsync(Wanted, Token);

        Assert.Equal([(Severity.Medium, 1), (Severity.High, 2), (Severity.Critical, 1)], Counts(report.Findings));
        Assert.Equal(
            [("CVE-1", true, 1), ("CVE-2", null, 1), ("CVE-5", false, 1), ("a title", true, 1)],
            report.Listed.Select(finding => (finding.Id, finding.Fixable, finding.Count)).OrderBy(finding => finding.Id, StringComparer.Ordinal));
        Assert.Equal([null, "more"], _aws.Asked(Scan).Select(asked => (string?)asked["nextToken"]));
    }

    [Fact]
    public async Task Scripted_an_image_of_several_platforms_is_as_bad_as_the_worst_of_them()
    {
        _aws.Answers(Scan, asked => (string)asked["imageId"]!["imageDigest"]! switch
        {
            var digest when digest == Digests.Of("amd64").Value => """{"imageScanStatus":{"status":"COMPLETE"},"imageScanFindings":{"findingSeverityCounts":{"HIGH":1,"LOW":4}}}""",
            var digest when digest == Digests.Of("arm64").Value => """{"imageScanStatus":{"status":"COMPLETE"},"imageScanFindings":{"findingSeverityCounts":{"HIGH":3}}}""",
            _ => """{"imageScanStatus":{"status":"UNSUPPORTED_IMAGE"}}""",
        }).Answers("BatchGetImage", Index());

        var report = await Registry.ReadScanAsync(Wanted with { Digest = Digests.Of(IndexText) }, Token);

        Assert.Equal(ScanStatus.Complete, report.Status);
        Assert.Equal([(Severity.Low, 4), (Severity.High, 3)], Counts(report.Findings));
    }

    [Fact]
    public async Task Scripted_an_image_of_several_platforms_waits_for_the_last_of_them()
    {
        _aws.Answers(Scan, asked => (string)asked["imageId"]!["imageDigest"]! == Digests.Of("amd64").Value
            ? """{"imageScanStatus":{"status":"COMPLETE"}}"""
            : """{"imageScanStatus":{"status":"IN_PROGRESS"}}""").Answers("BatchGetImage", Index());
        Assert.Equal(ScanStatus.Pending, (await Registry.ReadScanAsync(Wanted with { Digest = Digests.Of(IndexText) }, Token)).Status);
    }

    [Theory]
    [InlineData("ScanNotFoundException")]
    [InlineData("ImageNotFoundException")]
    public async Task Scripted_a_scan_that_was_never_started_is_missing(string code)
    {
        _aws.Refuses(Scan, code).Answers("BatchGetImage", Single());
        Assert.Equal(ScanStatus.Missing, (await Registry.ReadScanAsync(Wanted, Token)).Status);
    }

    [Theory]
    [InlineData("UnrecognizedClientException", typeof(RejectedException), "AWS does not accept the credentials (UnrecognizedClientException); check the keys or the profile that are in use.")]
    [InlineData("ExpiredTokenException", typeof(RejectedException), "the session has expired (ExpiredTokenException); sign in again.")]
    [InlineData("AccessDeniedException", typeof(RejectedException), "permission is missing (AccessDeniedException): no")]
    [InlineData("ThrottlingException", typeof(UnavailableException), "AWS throttles (ThrottlingException).")]
    [InlineData("ServerException", typeof(UnavailableException), "AWS answered 500: no")]
    public async Task Scripted_what_ECR_refuses_is_one_sentence(string code, Type kind, string sentence)
    {
        _aws.Refuses(Scan, code, status: code == "ServerException" ? 500 : 400).Refuses("BatchGetImage", code, status: code == "ServerException" ? 500 : 400);

        var failure = await Assert.ThrowsAsync(kind, () => Registry.ReadScanAsync(Wanted, Token));

        Assert.Equal($"The scan of {Wanted.Digest.Abbreviation} cannot be read in the repository shop/api of account 123456789012 in eu-central-1: {sentence}", failure.Message);
        if (kind == typeof(RejectedException))
        {
            Assert.EndsWith(sentence, await Registry.ProtectAsync(Wanted, "slipway-x", Token), StringComparison.Ordinal);
        }
        else
        {
            await Assert.ThrowsAsync(kind, () => Registry.ProtectAsync(Wanted, "slipway-x", Token));
        }
    }

    [Fact]
    public async Task Scripted_a_manifest_of_another_digest_is_not_tagged()
    {
        _aws.Answers("BatchGetImage", Single());

        Assert.Contains("answers with a manifest of another digest", await Registry.ProtectAsync(Wanted with { Digest = Digests.Of("other") }, "slipway-x", Token), StringComparison.Ordinal);
        Assert.Equal(["BatchGetImage"], _aws.Operations);
    }

    [Fact]
    public async Task Scripted_an_image_with_as_many_tags_as_it_may_have_says_so()
    {
        _aws.Answers("BatchGetImage", Single("wanted")).Refuses("PutImage", "LimitExceededException", "An image may have 1000 tags.");
        Assert.EndsWith("in eu-central-1: An image may have 1000 tags. (LimitExceededException)", await Registry.ProtectAsync(Wanted, "slipway-x", Token), StringComparison.Ordinal);
    }

    private static string IndexText => $$$"""
        {"schemaVersion":2,"manifests":[{"digest":"{{{Digests.Of("amd64")}}}","platform":{"os":"linux","architecture":"amd64"}},{"digest":"{{{Digests.Of("arm64")}}}","platform":{"os":"linux","architecture":"arm64"}},{"digest":"{{{Digests.Of("attestation")}}}","platform":{"os":"unknown","architecture":"unknown"}}]}
        """;

    private static string Index() => Answer(IndexText, "application/vnd.oci.image.index.v1+json");

    private static string Single(string manifest = "wanted") => Answer(manifest, "application/vnd.oci.image.manifest.v1+json");

    private static string Answer(string manifest, string type) => new System.Text.Json.Nodes.JsonObject
    {
        ["images"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["imageManifest"] = manifest, ["imageManifestMediaType"] = type }),
    }.ToJsonString();

    private static IEnumerable<(Severity, int)> Counts(IReadOnlyDictionary<Severity, int> counts) => counts.OrderBy(count => count.Key).Select(count => (count.Key, count.Value));
}
