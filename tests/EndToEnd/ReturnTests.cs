using Slipway.Domain.Images;
using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Rollouts;
using Slipway.Local.Account;
using Slipway.Local.Hosting;

namespace Slipway.Tests.EndToEnd;

/// <summary>What serves returns to an earlier release because a person asks for it, on the whole installation.</summary>
public sealed class ReturnTests
{
    [Fact]
    public void Services_return_to_an_earlier_release_and_nothing_that_came_since_comes_back_by_itself()
    {
        using var account = new Account();
        var images = PushAll(account, "1111111", "2222222", "3333333");
        var (first, second, third) = (In(account, "1111111"), In(account, "2222222"), In(account, "3333333"));

        var answer = Return(account, first.Id);
        account.Settle();

        Assert.Equal(
            (InterventionOutcome.Done, $"{third.Id} is being rolled back: api returns to {images[0].Digest.Abbreviation}. {first.Id} was good there; {second.Id}, which came between, is left behind and in quarantine too. The schema stays as {second.Id} and {third.Id} left it."),
            (answer.Outcome, answer.Answer));
        Assert.All(account.Serving(account.Workload("production", "api")), digest => Assert.Equal(images[0].Digest, digest));
        Assert.All(account.Serving(account.Workload("development", "api")), digest => Assert.Equal(images[2].Digest, digest));
        var turned = In(account, "3333333");
        Assert.Equal((ReleaseStatus.RolledBack, $"ann rolls it back to {first.Id}: wrong totals.", first.Id), (turned.Status, turned.Reason, turned.Services[0].ReturnsTo?.Release));
        Assert.Equal(second.Id, turned.Services[0].Good?.Release);
        Assert.Equal(["return"], turned.Verdicts.Where(verdict => Rules.Replay(verdict) is { Kind: VerdictKind.Pass } && verdict.Rule == "return").Select(verdict => verdict.Rule));
        Assert.Equal(first.Id, Good(account).Release);
        Assert.Equal(images.Skip(1).Select(image => image.Digest.Value).Order(), account.Slipway.Memory.Restraints.All.Where(restraint => restraint.Kind == RestraintKind.Quarantine).Select(restraint => restraint.Scope).Order());
        account.AssertNothingIsLeft();

        Assert.Equal($"{second.Id} came after {first.Id}, which serves: that is no way back. slipway promote sends its image there again.", Return(account, second.Id).Answer);
        account.Ask(InterventionKind.Promote, "again", asked => asked with { System = new("cv-hub"), Environment = new("production"), Image = new("cv-hub-api", "2222222", null) });
        account.Settle();
        Assert.Equal("quarantine", account.Releases[^1].Verdict?.Rule);

        var fourth = account.Push("cv-hub-api", tag: "4444444");
        account.Settle();
        Assert.All(account.Serving(account.Workload("production", "api")), digest => Assert.Equal(fourth.Digest, digest));
        Assert.Equal(first.Id, In(account, "4444444").Services[0].Good?.Release);
    }

    [Fact]
    public void The_record_is_enough_when_the_tag_the_scan_and_the_way_to_other_environments_are_gone()
    {
        using var account = new Account();
        var images = PushAll(account, "1111111", "2222222");
        account.Slipway.Account.Registry.Retag(images[1], "1111111");
        account.Ask(InterventionKind.Freeze, "incident");
        account.Slipway.Account.Registry.Push("cv-hub-api", "1111111", ImageBehaviour.Vulnerable);

        Assert.Equal(InterventionOutcome.Done, Return(account, In(account, "1111111").Id).Outcome);
        account.RunUntil(() => account.Releases.Any(release => release.Status == ReleaseStatus.RolledBack));
        account.Run(TimeSpan.FromMinutes(5));

        Assert.All(account.Serving(account.Workload("production", "api")), digest => Assert.Equal(images[0].Digest, digest));
    }

    [Fact]
    public void To_what_was_last_good_it_is_the_rollback_that_there_always_was_and_takes_the_migration_back()
    {
        using var account = new Account(manifest: Reversible);
        var images = PushAll(account, "1111111", "2222222", "3333333");
        Return(account, In(account, "2222222").Id);
        account.Settle();

        Assert.Equal((ReleaseStatus.RolledBack, JobStatus.Succeeded), (In(account, "3333333").Status, In(account, "3333333").Reverts[0].Outcome));
        Assert.Equal([images[2].Digest.Value], account.Slipway.Memory.Restraints.All.Select(restraint => restraint.Scope));
    }

    [Fact]
    public void Past_a_reversible_migration_the_schema_stays()
    {
        using var account = new Account(manifest: Reversible);
        PushAll(account, "1111111", "2222222", "3333333");
        var answer = Return(account, In(account, "1111111").Id);
        account.Settle();

        Assert.EndsWith($"The schema stays as {In(account, "2222222").Id} and {In(account, "3333333").Id} left it.", answer.Answer, StringComparison.Ordinal);
        Assert.Empty(In(account, "3333333").Reverts);
        Assert.DoesNotContain(account.Slipway.Account.Jobs.Started, job => job.Run[^1] == "migrate:down");
    }

    /// <summary>The release between declares it of its own image; neither what serves nor what it returns to does.</summary>
    [Fact]
    public void Past_an_irreversible_migration_there_is_no_way_back()
    {
        using var account = new Account();
        PushAll(account, "1111111");
        account.Slipway.Account.Registry.Push("cv-hub-api", "2222222", ImageBehaviour.Healthy, labels: new Dictionary<string, string> { [Reversibilities.Label] = "irreversible" });
        account.Settle();
        PushAll(account, "3333333");

        var answer = Return(account, In(account, "1111111").Id);
        Assert.Equal(InterventionOutcome.Refused, answer.Outcome);
        Assert.StartsWith($"The migration of {In(account, "2222222").Id} came after {In(account, "1111111").Id} and is irreversible", answer.Answer, StringComparison.Ordinal);
        Assert.Equal(ReleaseStatus.Verified, In(account, "3333333").Status);
        Assert.Empty(account.Slipway.Memory.Restraints.All);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void What_cannot_be_returned_to_is_refused_and_changes_nothing()
    {
        using var account = new Account();
        PushAll(account, "1111111");
        account.Push("cv-hub-api", ImageBehaviour.Unhealthy, "2222222");
        account.Settle();
        PushAll(account, "3333333");
        var (first, third) = (In(account, "1111111"), In(account, "3333333"));
        var bad = account.Releases.Single(release => release.Push.Tag == "2222222");
        var elsewhere = account.Releases.First(release => release.Environment.Value == "development");

        Assert.Equal("There is no release 'nope'.", Return(account, new("nope")).Answer);
        Assert.Equal($"{elsewhere.Id} is a release of cv-hub/development: name one that was verified where it is to serve.", Return(account, elsewhere.Id).Answer);
        Assert.Equal($"{bad.Id} was never verified there: name one that was.", Return(account, bad.Id, "development").Answer);
        Assert.Equal($"The images of {third.Id} serve there already.", Return(account, third.Id).Answer);
        account.Ask(InterventionKind.Quarantine, "it was bad too", asked => asked with { Digest = first.Image.Digest });
        Assert.Contains("is in quarantine", Return(account, first.Id).Answer, StringComparison.Ordinal);
        account.Ask(InterventionKind.Lift, "it was not", asked => asked with { Digest = first.Image.Digest });

        account.Push("cv-hub-api", tag: "4444444");
        account.RunUntil(() => account.Releases.Any(release => release.Push.Tag == "4444444" && release.Environment.Value == "production" && release.Status == ReleaseStatus.Rolling));
        var answer = Return(account, first.Id);
        Assert.Equal((InterventionOutcome.Refused, $"{In(account, "4444444").Id} is changing api: ask again when it has come to its end."), (answer.Outcome, answer.Answer));
        account.Settle();
        Assert.Equal(ReleaseStatus.Verified, In(account, "4444444").Status);
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(Fault.DiesBefore)]
    [InlineData(Fault.DiesAfter)]
    public void A_return_that_dies_and_is_asked_again_happens_once(Fault fault)
    {
        using var account = new Account(settings: settings => settings with { Faults = (call, earlier) => call.Function.LogicalId == "Intervene" && earlier == 0 ? fault : Fault.None });
        PushAll(account, "1111111", "2222222", "3333333");
        var first = In(account, "1111111").Id;
        Return(account, first, id: "i");
        account.Settle();
        Return(account, first, id: "i");
        account.Settle();

        Assert.Equal(InterventionOutcome.Done, account.Slipway.Memory.Interventions.All.Single(kept => kept.Id == "i").Outcome);
        Assert.Single(account.Releases, release => release.Status == ReleaseStatus.RolledBack);
        Assert.Equal(first, Good(account).Release);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_service_that_an_earlier_release_did_not_have_does_not_go_back_to_it()
    {
        using var account = new Account();
        PushAll(account, "1111111");
        account.Push("cv-hub-web", tag: "2222222");
        account.Settle();
        var web = account.Releases.Single(release => release.Push.Tag == "2222222" && release.Environment.Value == "production");

        Assert.StartsWith($"{web.Id} did not release api, which goes back", Return(account, web.Id).Answer, StringComparison.Ordinal);
    }

    private static List<Image> PushAll(Account account, params string[] tags)
    {
        var images = new List<Image>();
        foreach (var tag in tags)
        {
            images.Add(account.Push("cv-hub-api", tag: tag));
            account.Settle();
        }

        return images;
    }

    private static Release In(Account account, string tag) => account.Releases.Last(release => release.Push.Tag == tag && release.Environment.Value == "production");

    private static LastKnownGood Good(Account account) => account.Slipway.Memory.LastKnownGoods.All.Single(good => good.Environment.Value == "production" && good.Service.Value == "api");

    private static Intervention Return(Account account, ReleaseId to, string environment = "production", string? id = null) => account.Ask(
        InterventionKind.RollBack, "wrong totals", asked => asked with { System = new("cv-hub"), Environment = new(environment), Service = new("api"), To = to }, id);

    private static string Reversible(string text) => text
        .Replace("migrations: {job: migrate}", "migrations: {job: migrate, reversibility: reversible, down: migrate-down}", StringComparison.Ordinal)
        .Replace("\n  migrate:\n", "\n  migrate-down:\n    image: {repository: cv-hub-api}\n    run: [npm, run, \"migrate:down\"]\n    timeout: 20m\n  migrate:\n", StringComparison.Ordinal);
}
