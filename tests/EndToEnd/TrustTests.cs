using System.Security.Cryptography;
using System.Text.Json;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Local.Account;

namespace Slipway.Tests.EndToEnd;

/// <summary>What must be known of an image before it is let in, on the whole installation.</summary>
public sealed class TrustTests
{
    private const string Soak = "promoteFrom: development\n    soak: 2h";

    [Fact]
    [Trait("Requirement", "ODE-27")]
    [Trait("Requirement", "DGT-24")]
    public void A_critical_finding_stops_the_release_and_names_it()
    {
        using var account = new Account();
        account.Push("cv-hub-api", ImageBehaviour.Vulnerable);
        AssertRefused(account, "scan", "critical (CVE-");
    }

    [Fact]
    public void A_vulnerability_that_becomes_known_while_the_image_soaks_keeps_it_out_of_production()
    {
        using var account = new Account(manifest: text => text.Replace("promoteFrom: development", Soak, StringComparison.Ordinal));
        var image = account.Push("cv-hub-api");
        account.Run(TimeSpan.FromHours(1));
        Assert.Equal(ReleaseStatus.Verified, account.Release("development").Status);

        account.Slipway.Account.Registry.Publish(image, new("CVE-2026-1234", Severity.Critical));
        account.Settle();

        var production = account.Release("production");
        Assert.Equal((ReleaseStatus.Rejected, "scan"), (production.Status, production.Verdict?.Rule));
        Assert.Equal("The scan found 1 critical (CVE-2026-1234); the manifest refuses critical and above.", production.Reason);
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("2026-12-31", ReleaseStatus.Verified, "CVE-2026-1234, which ann lets through until 2026-12-31 (not reachable)")]
    [InlineData("2026-01-04", ReleaseStatus.Rejected, "The exception of ann for CVE-2026-1234 ended on 2026-01-04.")]
    public void An_exception_of_the_manifest_lets_one_vulnerability_through_for_a_time(string until, ReleaseStatus status, string told)
    {
        using var account = new Account(manifest: text => text.Replace("promoteFrom: development", Soak, StringComparison.Ordinal)
            .Replace("failOn: critical, within: 15m}", $"failOn: critical, within: 15m, exceptions: [{{id: CVE-2026-1234, owner: ann, until: {until}, reason: not reachable}}]}}", StringComparison.Ordinal));
        var image = account.Push("cv-hub-api");
        account.Run(TimeSpan.FromHours(1));
        account.Slipway.Account.Registry.Publish(image, new("CVE-2026-1234", Severity.Critical));
        account.Settle();

        Assert.Equal(status, account.Release("production").Status);
        Assert.Contains(told, account.Release("production").Verdicts.Last(verdict => verdict.Rule == "scan").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_without_a_valid_signature_is_refused_once_the_time_for_it_is_over()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var account = Signing(key);
        var image = account.Push("cv-hub-api");
        account.Slipway.Account.Signatures.Sign(image, other);
        AssertRefused(account, "signature", "no key of the manifest made it. Looked for cosign's by 1 key");
    }

    [Fact]
    public void An_image_that_is_signed_after_it_was_pushed_goes_all_the_way()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var account = Signing(key);
        var image = account.Push("cv-hub-api");
        account.Run(TimeSpan.FromMinutes(5));
        Assert.Equal(("signature", VerdictKind.Wait), (account.Release("development").Verdict?.Rule, account.Release("development").Verdict!.Kind));
        account.Slipway.Account.Signatures.Sign(image, key);
        account.Settle();

        Assert.Equal([ReleaseStatus.Verified, ReleaseStatus.Verified], account.Releases.Select(release => release.Status));
        Assert.All(account.Releases, release => Assert.StartsWith("Signed by the key ", release.Verdicts.Single(verdict => verdict.Rule == "signature").Reason, StringComparison.Ordinal));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_key_in_kms_checks_signatures_like_one_in_the_manifest_and_one_that_is_not_there_lets_nothing_in()
    {
        const string Arn = "arn:aws:kms:us-west-2:123456789012:alias/cosign";
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var account = Signing($"kms: \"{Arn}\"");
        account.Push("cv-hub-api", tag: "1111111");
        account.Settle();
        Assert.Contains($"The key {Arn} cannot be read", Assert.Single(account.Releases).Reason, StringComparison.Ordinal);

        account.Slipway.Account.SigningKeys.Put(Arn, key);
        var image = account.Push("cv-hub-api", tag: "2222222");
        account.Slipway.Account.Signatures.Sign(image, key);
        account.Settle();

        Assert.Equal([ReleaseStatus.Failed, ReleaseStatus.Verified, ReleaseStatus.Verified], account.Releases.Select(release => release.Status));
        account.AssertNothingIsLeft();
    }

    [Fact]
    [Trait("Requirement", "CVH-36")]
    [Trait("Requirement", "CCP-24")]
    public void A_tag_that_moves_while_its_release_waits_and_rolls_changes_nothing_of_what_is_released()
    {
        using var account = new Account();
        var pushed = account.Push("cv-hub-api", tag: "latest-1");
        account.Slipway.Account.Registry.LosesEvents = true;
        var moved = account.Push("cv-hub-api", tag: "latest-1");
        account.Slipway.Clock.RunUntil(() => account.Releases.Any(release => release.Status == ReleaseStatus.Rolling), account.Slipway.Clock.GetUtcNow().AddDays(1));
        var again = account.Push("cv-hub-api", tag: "latest-1");
        account.Settle();

        Assert.Equal(3, new[] { pushed.Digest, moved.Digest, again.Digest }.Distinct().Count());
        Assert.All(account.Releases, release => Assert.Equal((ReleaseStatus.Verified, pushed.Digest), (release.Status, release.Image.Digest)));
        Assert.All(account.Serving(account.Workload("production", "api")), digest => Assert.Equal(pushed.Digest, digest));
        account.AssertNothingIsLeft();
    }

    private static Account Signing(ECDsa key) => Signing($"pem: {JsonSerializer.Serialize(key.ExportSubjectPublicKeyInfoPem())}");

    private static Account Signing(string key) => new(manifest: text => text.Replace(
        "failOn: critical, within: 15m}", $"failOn: critical, within: 15m}}\n  signature: {{required: true, keys: [{{{key}}}]}}", StringComparison.Ordinal));

    private static void AssertRefused(Account account, string rule, string reason)
    {
        account.Settle();
        var release = Assert.Single(account.Releases);
        Assert.Equal((ReleaseStatus.Rejected, rule), (release.Status, release.Verdict?.Rule));
        Assert.Contains(reason, release.Reason, StringComparison.Ordinal);
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }
}
