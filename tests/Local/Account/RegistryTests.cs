using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Local.Account;

namespace Slipway.Tests.Local.Account;

public sealed class RegistryTests
{
    [Fact]
    public void A_push_is_told_in_the_form_of_ECR()
    {
        var run = new AccountRun();

        var image = run.Account.Registry.Push("shop/api", "v2");
        run.Pass(TimeSpan.FromSeconds(5));

        var told = Assert.Single(run.EventsOf("ECR Image Action"));
        Assert.Equal("""
            {"version":"0","id":"ID","detail-type":"ECR Image Action","source":"aws.ecr","account":"123456789012","time":"2026-03-02T09:00:00Z","region":"eu-central-1","resources":[],"detail":{"result":"SUCCESS","repository-name":"shop/api","image-digest":"DIGEST","action-type":"PUSH","image-tag":"v2"}}
            """, told.GetRawText().Replace(told.GetProperty("id").GetString()!, "ID").Replace(image.Digest.Value, "DIGEST"));
        Assert.True(Guid.TryParseExact(told.GetProperty("id").GetString(), "D", out _));
        Assert.Equal("123456789012.dkr.ecr.eu-central-1.amazonaws.com", image.Registry);
    }

    [Fact]
    public async Task A_scan_ends_within_a_minute_and_is_told_with_its_findings()
    {
        var run = new AccountRun();
        var image = run.Account.Registry.Push("shop/api", "v2", ImageBehaviour.Vulnerable);

        Assert.Equal(ScanStatus.Pending, (await run.Account.Registry.ReadScanAsync(image, AccountRun.Token)).Status);
        run.Pass(TimeSpan.FromSeconds(62));

        var report = await run.Account.Registry.ReadScanAsync(image, AccountRun.Token);
        Assert.Equal(ScanStatus.Complete, report.Status);
        Assert.InRange(report.Findings[Severity.Critical], 1, 3);
        var detail = Assert.Single(run.EventsOf("ECR Image Scan")).GetProperty("detail");
        Assert.Equal("COMPLETE", detail.GetProperty("scan-status").GetString());
        Assert.Equal(image.Digest.Value, detail.GetProperty("image-digest").GetString());
        Assert.Equal(report.Findings[Severity.Critical], detail.GetProperty("finding-severity-counts").GetProperty("CRITICAL").GetInt32());
        Assert.Equal(["v2"], detail.GetProperty("image-tags").EnumerateArray().Select(tag => tag.GetString()!));
    }

    [Fact]
    public async Task A_healthy_image_has_no_grave_findings_and_an_unscanned_one_waits_for_ever()
    {
        var run = new AccountRun();
        var healthy = run.Account.Registry.Push("shop/api", "v2");
        var unscanned = run.Account.Registry.Push("shop/web", "v2", ImageBehaviour.Unscanned);
        run.Pass(TimeSpan.FromHours(1));

        Assert.DoesNotContain((await run.Account.Registry.ReadScanAsync(healthy, AccountRun.Token)).Findings, finding => finding.Key >= Severity.High);
        Assert.Equal(ScanStatus.Pending, (await run.Account.Registry.ReadScanAsync(unscanned, AccountRun.Token)).Status);
    }

    [Fact]
    public void Digests_follow_from_seed_repository_tag_and_count()
    {
        var (one, same, other) = (new AccountRun(), new AccountRun(), new AccountRun(seed: 8));

        var first = one.Account.Registry.Push("shop/api", "v2");
        Assert.Equal(first, same.Account.Registry.Push("shop/api", "v2"));
        Assert.NotEqual(first.Digest, one.Account.Registry.Push("shop/api", "v2").Digest);
        Assert.NotEqual(first.Digest, other.Account.Registry.Push("shop/api", "v2").Digest);
    }

    [Fact]
    public void A_second_tag_is_told_as_a_second_push_of_the_same_digest()
    {
        var run = new AccountRun();
        var image = run.Account.Registry.Push("shop/api", "v2");
        run.Account.Registry.Retag(image, "stable");
        run.Pass(TimeSpan.FromSeconds(5));

        Assert.Equal(
            [("stable", image.Digest.Value), ("v2", image.Digest.Value)],
            run.EventsOf("ECR Image Action").Select(json => json.GetProperty("detail"))
                .Select(detail => (detail.GetProperty("image-tag").GetString()!, detail.GetProperty("image-digest").GetString()!)).Order());
    }

    [Fact]
    public async Task A_removed_image_is_not_held_and_cannot_be_tagged()
    {
        var run = new AccountRun();
        var image = run.Account.Registry.Push("shop/api", "v2");
        Assert.NotNull(await run.Account.Registry.FindAsync(image, AccountRun.Token));

        run.Account.Registry.Remove(image);

        Assert.Null(await run.Account.Registry.FindAsync(image, AccountRun.Token));
        Assert.Throws<RejectedException>(() => run.Account.Registry.Retag(image, "stable"));
    }

    [Fact]
    public void Behaviours_are_offered_by_their_names_in_lower_case()
    {
        Assert.Equal(["healthy", "slow", "crashloop", "missing", "errors", "vulnerable", "unhealthy", "migration", "unscanned", "sluggish", "verification"], ImageBehaviours.Names);
        Assert.Equal(ImageBehaviour.CrashLoop, ImageBehaviours.Find("crashloop"));
        Assert.Null(ImageBehaviours.Find("1"));
    }
}
