using Slipway.Domain.Images;
using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Local.Account;

namespace Slipway.Tests.EndToEnd;

/// <summary>Images that the manifest makes one release, with the part of the manifest that is verified with them: all or nothing.</summary>
public sealed class TogetherTests
{
    private const string Together = "\nrelease: {together: [cv-hub-api, cv-hub-web]}\n\nservices:\n";

    [Theory]
    [InlineData("cv-hub-api", "cv-hub-web")]
    [InlineData("cv-hub-web", "cv-hub-api")]
    public void The_push_of_the_last_image_opens_one_release_of_all(string first, string last)
    {
        using var account = Grouped();
        account.Push(first);
        account.Run(TimeSpan.FromMinutes(30));

        var part = Assert.Single(account.Slipway.Memory.Pushes.All);
        Assert.Equal(PushOutcome.Incomplete, part.Outcome);
        Assert.EndsWith($"cv-hub releases cv-hub-api and cv-hub-web together, and there is no {last}:4f1c2d9 yet.", part.Reason, StringComparison.Ordinal);
        Assert.Empty(account.Releases);

        account.Push(last);
        account.Settle();

        Assert.Equal([ReleaseStatus.Verified, ReleaseStatus.Verified], account.Releases.Select(release => release.Status));
        Assert.All(account.Releases, release => Assert.Equal("cv-hub-api + cv-hub-web:4f1c2d9", release.Push.Title));
        Assert.All(account.Releases, release => Assert.Equal(["api", "web"], release.Services.Select(change => change.Service.Value)));
        Assert.All(account.Releases, release => Assert.Equal("cv-hub-api", Assert.Single(account.Slipway.Account.Jobs.Started, job => job.Address == release.Migrations[0].Address).Image.Repository));
        AssertServing(account, account.Releases[0], "development", "production");
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void Pushed_at_one_time_they_are_one_release()
    {
        using var account = Grouped();
        account.Push("cv-hub-web");
        account.Push("cv-hub-api");
        account.Settle();

        Assert.Equal(2, account.Releases.Count);
        Assert.Equal([PushOutcome.Accepted, PushOutcome.Duplicate], account.Slipway.Memory.Pushes.All.Select(push => push.Outcome).Order());
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(ImageBehaviour.Healthy, ImageBehaviour.CrashLoop, 2)]
    [InlineData(ImageBehaviour.CrashLoop, ImageBehaviour.Healthy, 1)]
    public void When_one_is_bad_all_go_back_and_what_came_to_run_goes_into_quarantine(ImageBehaviour api, ImageBehaviour web, int ran)
    {
        using var account = Grouped();
        var images = PushBoth(account, api, web);
        account.Settle();

        Assert.Equal(ReleaseStatus.RolledBack, Assert.Single(account.Releases).Status);
        Assert.Empty(account.Changed);
        var quarantines = account.Slipway.Memory.Restraints.All.Select(restraint => restraint.Scope);
        Assert.Equal(images.Take(ran).Select(image => image.Digest.Value).Order(StringComparer.Ordinal), quarantines.Order(StringComparer.Ordinal));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void When_one_does_not_come_through_a_gate_none_comes_in()
    {
        using var account = Grouped();
        PushBoth(account, ImageBehaviour.Healthy, ImageBehaviour.Vulnerable);
        account.Settle();

        var release = Assert.Single(account.Releases);
        Assert.Equal((ReleaseStatus.Rejected, "scan", "cv-hub-web"), (release.Status, release.Verdict?.Rule, release.Verdict?.About));
        Assert.Equal(["cv-hub-api", "cv-hub-web"], release.Verdicts.Where(verdict => verdict.Rule == "scan").Select(verdict => verdict.About));
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void An_image_that_did_not_change_is_not_migrated_again_nor_blamed_for_the_other()
    {
        using var account = Grouped();
        var api = PushBoth(account)[0];
        account.Settle();
        account.Slipway.Account.Registry.Retag(api, "2222222");
        var web = account.Push("cv-hub-web", ImageBehaviour.CrashLoop, "2222222");
        account.Settle();

        var second = account.Releases[^1];
        Assert.Equal((ReleaseStatus.RolledBack, account.Releases[0].Id), (second.Status, second.Migrations[0].TakenFrom));
        Assert.Equal(web.Digest.Value, Assert.Single(account.Slipway.Memory.Restraints.All).Scope);
        AssertServing(account, account.Releases[0], "development", "production");

        account.Slipway.Account.Registry.Retag(api, "3333333");
        account.Push("cv-hub-web", tag: "3333333");
        account.Settle();

        Assert.Equal([ReleaseStatus.Verified, ReleaseStatus.Verified], account.Releases.Where(release => release.Push.Tag == "3333333").Select(release => release.Status));
        AssertServing(account, account.Releases[^1], "development", "production");
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_fix_of_one_goes_on_with_the_other_as_it_was()
    {
        using var account = Grouped();
        var web = PushBoth(account)[1];
        account.Settle();
        account.Slipway.Account.Registry.Retag(web, "2222222");
        account.Push("cv-hub-api", ImageBehaviour.Unhealthy, "2222222");
        account.Settle();
        account.Slipway.Account.Registry.Retag(web, "3333333");
        account.Push("cv-hub-api", tag: "3333333");
        account.Settle();

        Assert.Equal([ReleaseStatus.Verified, ReleaseStatus.Verified], account.Releases.Where(release => release.Push.Tag == "3333333").Select(release => release.Status));
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("reversible, down: migrate-down")]
    [InlineData("irreversible")]
    public void The_schema_of_an_image_that_did_not_change_stays_when_the_other_goes_back(string reversibility)
    {
        using var account = new Account(manifest: text => text.Replace("\nservices:\n", Together, StringComparison.Ordinal)
            .Replace("migrations: {job: migrate}", $"migrations: {{job: migrate, reversibility: {reversibility}}}", StringComparison.Ordinal)
            .Replace("\njobs:\n", "\njobs:\n  migrate-down: {image: {repository: cv-hub-api}, run: [npm, run, migrate, down]}\n", StringComparison.Ordinal));
        var api = PushBoth(account)[0];
        account.Settle();
        account.Slipway.Account.Registry.Retag(api, "2222222");
        account.Push("cv-hub-web", ImageBehaviour.CrashLoop, "2222222");
        account.Settle();

        Assert.Equal(ReleaseStatus.RolledBack, account.Releases[^1].Status);
        Assert.Empty(account.Releases[^1].Reverts);
        Assert.DoesNotContain(account.Slipway.Account.Jobs.Started, job => job.Run.Contains("down"));
        AssertServing(account, account.Releases[0], "development", "production");
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_lost_event_of_one_is_made_good_by_the_sweep_and_a_missing_image_is_no_loss()
    {
        using var account = Grouped();
        account.Slipway.Deployment.StartSchedules();
        account.Run(TimeSpan.FromMinutes(1));
        account.Push("cv-hub-api", tag: "1111111");
        account.Run(TimeSpan.FromHours(1));
        Assert.Empty(account.Releases);
        Assert.Empty(account.Slipway.Memory.Outbox.Notices);

        account.Slipway.Account.Registry.LosesEvents = true;
        account.Push("cv-hub-web", tag: "1111111");
        account.Run(TimeSpan.FromHours(1));
        account.Settle();

        Assert.Equal([ReleaseStatus.Verified, ReleaseStatus.Verified], account.Releases.Select(release => release.Status));
        Assert.Single(account.Slipway.Memory.Outbox.Notices, notice => notice.Title.EndsWith("was lost", StringComparison.Ordinal));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_person_rolls_back_and_sends_again_all_of_them()
    {
        using var account = Grouped();
        PushBoth(account);
        account.Settle();
        var images = PushBoth(account, tag: "2222222");
        account.Settle();

        account.Ask(InterventionKind.RollBack, "slow", asked => asked with { System = new("cv-hub"), Environment = new("production"), Service = new("web") });
        account.Settle();
        AssertServing(account, account.Releases[1], "production");

        foreach (var image in images)
        {
            account.Ask(InterventionKind.Lift, "it was the network", asked => asked with { Digest = image.Digest });
        }

        account.Slipway.Account.Registry.LosesEvents = true;
        account.Push("cv-hub-api", tag: "2222222");
        account.Settle();
        var again = account.Ask(InterventionKind.Promote, "again", asked => asked with { System = new("cv-hub"), Environment = new("production"), Image = new("cv-hub-web", null, images[1].Digest) });
        account.Settle();

        var release = Assert.Single(account.Releases, release => release.Id == again.Release);
        Assert.Equal((ReleaseStatus.Verified, 2), (release.Status, release.Attempt));
        Assert.Equal(images, release.Push.Images);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void What_is_not_complete_cannot_be_sent_by_a_person_either()
    {
        using var account = Grouped();
        account.Push("cv-hub-api");
        account.Settle();

        var answer = account.Ask(InterventionKind.Promote, "now", asked => asked with { System = new("cv-hub"), Environment = new("development"), Image = new("cv-hub-api", "4f1c2d9", null) }).Answer;
        Assert.Equal("cv-hub releases cv-hub-api and cv-hub-web together, and there is no cv-hub-web:4f1c2d9 yet.", answer);
    }

    [Fact]
    public void What_was_verified_with_other_jobs_goes_on_only_when_it_was_verified_with_these()
    {
        using var account = SoakingUntilEdited("run: [npm, run, migrate]", "run: [npm, run, migrate:all]");
        account.Settle();

        Assert.Equal((ReleaseStatus.Rejected, "upstream"), (account.Release("production").Status, account.Release("production").Verdict?.Rule));
        Assert.Contains("slipway promote sends it through development again", account.Release("production").Reason, StringComparison.Ordinal);

        Send(account, "production");
        Assert.Equal((ReleaseStatus.Rejected, 2), (account.Releases[^1].Status, account.Releases[^1].Attempt));
        Send(account, "development");

        Assert.Equal(
            [("development", 1, ReleaseStatus.Verified), ("production", 1, ReleaseStatus.Rejected), ("production", 2, ReleaseStatus.Rejected), ("development", 2, ReleaseStatus.Verified), ("production", 3, ReleaseStatus.Verified)],
            account.Releases.Select(release => (release.Environment.Value, release.Attempt, release.Status)));
        Assert.Equal(["npm", "run", "migrate:all"], account.Slipway.Account.Jobs.Started[^1].Run);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void What_is_not_released_may_change_in_a_manifest_while_an_image_soaks()
    {
        using var account = SoakingUntilEdited("soak: 2h", "soak: 3h");
        account.Settle();

        var production = account.Release("production");
        Assert.Equal(ReleaseStatus.Verified, production.Status);
        Assert.True(production.Entered(ReleaseStatus.Gated) >= account.Release("development").Entered(ReleaseStatus.Verified) + TimeSpan.FromHours(3));
    }

    private static Account Grouped() => new(manifest: text => text.Replace("\nservices:\n", Together, StringComparison.Ordinal));

    private static Image[] PushBoth(Account account, ImageBehaviour api = ImageBehaviour.Healthy, ImageBehaviour web = ImageBehaviour.Healthy, string tag = "4f1c2d9") =>
        [account.Push("cv-hub-api", api, tag), account.Push("cv-hub-web", web, tag)];

    private static void Send(Account account, string environment)
    {
        account.Ask(InterventionKind.Promote, "other job", asked => asked with { System = new("cv-hub"), Environment = new(environment), Image = new("cv-hub-api", "4f1c2d9", null) });
        account.Settle();
    }

    /// <summary>With an image that is verified in development and soaks for two hours, and a manifest that is changed after the first.</summary>
    private static Account SoakingUntilEdited(string old, string text)
    {
        var bucket = new EditableManifests();
        var account = new Account(
            settings: settings => settings with { ManifestsBucket = bucket.With(settings.Manifests) },
            manifest: written => written.Replace("promoteFrom: development", "promoteFrom: development\n    soak: 2h", StringComparison.Ordinal));
        account.Push("cv-hub-api");
        account.Run(TimeSpan.FromHours(1));
        bucket.Texts = [.. bucket.Texts.Select(manifest => manifest with { Text = manifest.Text.Replace(old, text, StringComparison.Ordinal) })];
        return account;
    }

    /// <summary>Every service runs its own image of the release.</summary>
    private static void AssertServing(Account account, Release release, params IReadOnlyList<string> environments)
    {
        foreach (var environment in environments)
        {
            Assert.All(account.Serving(account.Workload(environment, "api")), digest => Assert.Equal(release.Push.Images[0].Digest, digest));
            Assert.All(account.Serving(account.Workload(environment, "web")), digest => Assert.Equal(release.Push.Images[1].Digest, digest));
        }
    }
}
