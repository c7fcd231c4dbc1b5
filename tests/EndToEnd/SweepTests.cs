using Slipway.Domain.Images;
using Slipway.Domain.Interventions;
using Slipway.Domain.Metrics;
using Slipway.Domain.Releases;
using Slipway.Local.Hosting;

namespace Slipway.Tests.EndToEnd;

/// <summary>What happens when events do not come, come late, or come in another order.</summary>
public sealed class SweepTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    [Fact]
    [Trait("Requirement", "CVH-34")]
    public void A_push_whose_event_was_lost_becomes_a_release_that_says_so_and_people_are_told_once()
    {
        using var account = Swept();
        account.Slipway.Account.Registry.LosesEvents = true;
        var image = account.Push("cv-hub-api");
        account.Run(Quarter * 2);
        account.Settle();

        Assert.Equal([ReleaseStatus.Verified, ReleaseStatus.Verified], account.Releases.Select(release => release.Status));
        var record = Assert.Single(account.Slipway.Memory.Pushes.All);
        Assert.Equal((PushOutcome.Accepted, image, true), (record.Outcome, record.Push!.Image, record.Push.BySweep));
        Assert.EndsWith("Its event was lost: the sweep found it.", record.Reason, StringComparison.Ordinal);
        Assert.Single(account.Slipway.Memory.Outbox.Notices, notice => notice.Title.EndsWith("the event of cv-hub-api:4f1c2d9 was lost", StringComparison.Ordinal));
        Assert.Equal(1, Lost(account));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void An_event_that_comes_after_the_sweep_makes_no_second_release()
    {
        using var account = Swept();
        account.Slipway.Account.Registry.LosesEvents = true;
        var image = account.Push("cv-hub-api");
        account.Run(Quarter * 2);
        account.Slipway.Deployment.PutEvent(Event(image, "2026-01-05T09:16:00Z"));
        account.Settle();

        Assert.Equal(2, account.Releases.Count);
        Assert.Equal([PushOutcome.Accepted, PushOutcome.Duplicate], account.Slipway.Memory.Pushes.All.Select(push => push.Outcome));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void Installing_Slipway_releases_nothing_of_what_was_there()
    {
        using var account = new Account();
        account.Slipway.Account.Registry.LosesEvents = true;
        account.Push("cv-hub-api");
        account.Run(TimeSpan.FromHours(1));
        account.Slipway.Deployment.StartSchedules();
        account.Run(TimeSpan.FromHours(3));

        Assert.Empty(account.Releases);
    }

    [Fact]
    public void A_lost_push_that_is_older_than_what_was_released_since_takes_nothing_back()
    {
        using var account = Swept();
        account.Slipway.Account.Registry.LosesEvents = true;
        account.Push("cv-hub-api", tag: "1111111");
        account.Run(TimeSpan.FromMinutes(1));
        account.Slipway.Account.Registry.LosesEvents = false;
        var newest = account.Push("cv-hub-api", tag: "2222222");
        account.Run(Quarter * 3);
        account.Settle();

        Assert.Equal(ReleaseStatus.Superseded, Assert.Single(account.Releases, release => release.Push.Tag == "1111111").Status);
        Assert.All(account.Serving(account.Workload("production", "api")), digest => Assert.Equal(newest.Digest, digest));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_sweep_that_finds_nothing_lost_makes_nothing_and_counts_zero()
    {
        using var account = Swept();
        account.Push("cv-hub-api");
        account.Run(TimeSpan.FromHours(3));

        Assert.Equal(2, account.Releases.Count);
        Assert.Single(account.Slipway.Memory.Pushes.All);
        Assert.Equal(0, Lost(account));
        Assert.DoesNotContain(account.Slipway.Memory.Outbox.Notices, notice => notice.Title.EndsWith("was lost", StringComparison.Ordinal));
    }

    [Fact]
    public void A_verified_release_whose_promotion_died_is_sent_on_by_the_sweep_once()
    {
        using var account = Swept(settings => settings with { Faults = (call, earlier) => call.Function.LogicalId is "PromoteRelease" or "AbandonPromotion" && earlier < 9 ? Fault.DiesBefore : Fault.None });
        account.Push("cv-hub-api");
        account.Run(TimeSpan.FromHours(3));
        account.Settle();

        Assert.Equal([ReleaseStatus.Verified, ReleaseStatus.Verified], account.Releases.Select(release => release.Status));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public async Task A_release_that_was_saved_and_never_started_is_taken_on_by_the_sweep_or_by_whoever_asks_for_it()
    {
        using var account = Swept();
        account.Slipway.Account.Registry.LosesEvents = true;
        var image = account.Push("cv-hub-api", tag: "1111111");
        await SaveAsync(account, image, "1111111");
        account.Run(TimeSpan.FromHours(1));
        Assert.Equal(ReleaseStatus.Waiting, Assert.Single(account.Releases).Status);

        var answer = account.Ask(InterventionKind.Promote, "now", asked => asked with { System = new("cv-hub"), Environment = new("development"), Image = new("cv-hub-api", "1111111", null) });
        Assert.EndsWith("is on its way there already.", answer.Answer, StringComparison.Ordinal);
        account.Settle();
        Assert.Equal([ReleaseStatus.Verified, ReleaseStatus.Verified], account.Releases.Select(release => release.Status));

        await SaveAsync(account, account.Push("cv-hub-web", tag: "2222222"), "2222222");
        account.Run(TimeSpan.FromHours(4));
        account.Settle();
        Assert.All(account.Releases, release => Assert.Equal(ReleaseStatus.Verified, release.Status));
        Assert.Equal(4, account.Releases.Count);
        account.AssertNothingIsLeft();
    }

    private static Task<Release> SaveAsync(Account account, Image image, string tag)
    {
        var system = account.Slipway.Systems[0];
        var environment = system.Environment(new("development"));
        var push = new Push($"p-{tag}", image, tag, account.Slipway.Clock.GetUtcNow());
        return account.Slipway.Memory.Releases.SaveAsync(Release.Open(system, environment, environment.ServicesOf(image.Repository), push, push.PushedAt), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(Fault.DiesBefore)]
    [InlineData(Fault.DiesAfter)]
    public void A_sweep_that_dies_is_made_good_by_the_next(Fault fault)
    {
        using var account = Swept(settings => settings with { Faults = (call, earlier) => call.Function.LogicalId == "SweepRegistries" && earlier is 1 or 2 ? fault : Fault.None });
        account.Slipway.Account.Registry.LosesEvents = true;
        account.Push("cv-hub-api");
        account.Run(TimeSpan.FromHours(2));
        account.Settle();

        Assert.Equal([ReleaseStatus.Verified, ReleaseStatus.Verified], account.Releases.Select(release => release.Status));
        Assert.Single(account.Slipway.Memory.Outbox.Notices, notice => notice.Title.EndsWith("was lost", StringComparison.Ordinal));
    }

    private static Account Swept(Func<InstallationSettings, InstallationSettings>? settings = null)
    {
        var account = new Account(settings: settings);
        account.Slipway.Deployment.StartSchedules();
        account.Run(TimeSpan.FromMinutes(1));
        return account;
    }

    private static double Lost(Account account)
    {
        var now = account.Slipway.Clock.GetUtcNow();
        var query = new MetricQuery(new("Slipway", "LostPushes", []), "Sum", TimeSpan.FromMinutes(1));
        return account.Slipway.Account.Metrics.ReadAsync(new(account.Slipway.Systems[0].Region), [query], now.AddDays(-1), now, TestContext.Current.CancellationToken).Result[0].Sum(point => point.Value);
    }

    private static string Event(Image image, string time) => $$$"""
        {"version":"0","id":"22222222-0000-0000-0000-000000000000","detail-type":"ECR Image Action","source":"aws.ecr","account":"123456789012","time":"{{{time}}}","region":"us-west-2","resources":[],
        "detail":{"result":"SUCCESS","repository-name":"{{{image.Repository}}}","image-digest":"{{{image.Digest}}}","action-type":"PUSH","image-tag":"4f1c2d9"}}
        """;
}
