using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Local.Account;
using Slipway.Local.Hosting;

namespace Slipway.Tests.EndToEnd;

/// <summary>What failed and still runs is verified again because a person asks for it, on the whole installation.</summary>
public sealed class RetryTests
{
    [Fact]
    public void A_release_that_froze_for_an_alarm_of_something_else_is_verified_again_without_a_change()
    {
        using var account = new Account(manifest: Irreversible);
        var image = account.Push("cv-hub-api");
        Alarm(account);
        account.Settle();
        var frozen = account.Release("development");
        var (pods, jobs) = (Pods(account), account.Slipway.Account.Jobs.Started.Count);
        Assert.Equal(ReleaseStatus.Frozen, frozen.Status);

        Free(account);
        var answer = Retry(account, frozen.Id);
        Assert.Equal((InterventionOutcome.Done, $"{frozen.Id} runs on api and is verified again as it is. cv-hub/development stays frozen until slipway unfreeze cv-hub/development."), (answer.Outcome, answer.Answer));
        Assert.All(account.Slipway.Memory.Leases.Held, lease => Assert.Equal(frozen.Id, lease.Holder));
        Assert.NotEmpty(account.Slipway.Memory.Leases.Held);
        account.Settle();

        var verified = account.Release("development");
        Assert.Equal((ReleaseStatus.Verified, answer.Id), (verified.Status, verified.RetriedBy));
        Assert.Equal(TimeSpan.FromMinutes(5), Bake(account));
        Assert.True(verified.Stages[^1].At - verified.Stages[^2].At >= Bake(account));
        Assert.Equal(pods, Pods(account));
        Assert.Equal(verified.Id, account.Slipway.Memory.LastKnownGoods.All.Single(good => good.Environment.Value == "development").Release);
        Assert.Single(account.Slipway.Memory.Restraints.All, restraint => restraint.Kind == RestraintKind.Freeze);
        Assert.Equal(ReleaseStatus.Verified, account.Release("production").Status);
        Assert.All(account.Serving(account.Workload("production", "api")), digest => Assert.Equal(image.Digest, digest));
        Assert.Equal(jobs + 1, account.Slipway.Account.Jobs.Started.Count);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void What_fails_again_ends_as_before_and_is_told_again()
    {
        using var account = new Account(manifest: Irreversible);
        account.Push("cv-hub-api", ImageBehaviour.Unhealthy);
        account.Settle();
        var id = account.Release("development").Id;
        Retry(account, id);
        account.Settle();
        Retry(account, id);
        account.Settle();

        var release = account.Release("development");
        Assert.Equal((ReleaseStatus.Frozen, 3), (release.Status, release.Times(ReleaseStatus.Frozen)));
        Assert.Contains("answered 503; expected 200", release.Reason, StringComparison.Ordinal);
        Assert.Equal(3, account.Slipway.Memory.Outbox.Notices.Count(notice => notice.Id.Contains($"{id}-Frozen", StringComparison.Ordinal)));
        account.AssertNothingIsLeft();
    }

    /// <summary>Nothing brought it back: the function died each time, and people were told.</summary>
    [Theory]
    [InlineData(true, ReleaseStatus.Verified)]
    [InlineData(false, ReleaseStatus.RolledBack)]
    public void A_release_whose_way_back_failed_is_verified_where_it_runs_or_tries_its_way_back_again(bool isGood, ReleaseStatus end)
    {
        var dies = true;
        using var account = new Account(settings: settings => settings with { Faults = (call, _) => dies && call.Function.LogicalId == "RollBack" ? Fault.DiesBefore : Fault.None });
        var image = account.Push("cv-hub-api", isGood ? ImageBehaviour.Healthy : ImageBehaviour.Unhealthy);
        if (isGood)
        {
            Alarm(account);
        }

        account.Settle();
        var failed = account.Release("development");
        Assert.Equal(ReleaseStatus.Failed, failed.Status);
        dies = false;
        Free(account);

        Assert.Equal(InterventionOutcome.Done, Retry(account, failed.Id).Outcome);
        account.Settle();
        var release = account.Release("development");
        Assert.Equal(end, release.Status);
        Assert.Equal(isGood, account.Serving(account.Workload("development", "api")).All(digest => digest == image.Digest));
        account.AssertNothingIsLeft();

        if (isGood)
        {
            account.Ask(InterventionKind.RollBack, "wrong totals", asked => asked with { Release = release.Id });
            account.Settle();
            Assert.Equal(ReleaseStatus.RolledBack, account.Release("development").Status);
            account.AssertNothingIsLeft();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_way_back_that_failed_is_tried_again_when_a_person_rolls_back_what_failed(bool further)
    {
        var dies = false;
        using var account = new Account(settings: settings => settings with { Faults = (call, _) => dies && call.Function.LogicalId == "RollBack" ? Fault.DiesBefore : Fault.None });
        var first = account.Push("cv-hub-api", tag: "1111111");
        account.Settle();
        var second = account.Push("cv-hub-api", tag: "2222222");
        account.Settle();
        dies = true;
        var third = account.Push("cv-hub-api", ImageBehaviour.Unhealthy, "3333333");
        account.Settle();
        dies = false;
        var failed = account.Releases[^1];
        Assert.Equal(ReleaseStatus.Failed, failed.Status);
        Assert.All(account.Serving(account.Workload("development", "api")), digest => Assert.Equal(third.Digest, digest));

        var target = account.Releases.Single(release => release.Push.Tag == (further ? "1111111" : "2222222") && release.Environment.Value == "development").Id;
        var answer = account.Ask(InterventionKind.RollBack, "it is bad", asked => asked with { Release = failed.Id, To = further ? target : null });
        account.Settle();

        Assert.Equal((InterventionOutcome.Done, ReleaseStatus.RolledBack), (answer.Outcome, account.Releases[^1].Status));
        Assert.All(account.Serving(account.Workload("development", "api")), digest => Assert.Equal((further ? first : second).Digest, digest));
        Assert.Equal(target, account.Slipway.Memory.LastKnownGoods.All.Single(good => good.Environment.Value == "development").Release);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void What_does_not_run_any_more_is_sent_again_by_a_promotion_that_the_answer_names()
    {
        using var account = new Account();
        var image = account.Push("cv-hub-api", ImageBehaviour.Unhealthy);
        account.Settle();
        var release = account.Release("development");

        var answer = Retry(account, release.Id);

        Assert.Equal(
            (InterventionOutcome.Refused, $"{release.Id} was rolled back: nothing of it is left to verify. slipway promote cv-hub-api@{image.Digest} --to cv-hub/development releases its image again, once slipway quarantine lift {image.Digest.Abbreviation} has let it go."),
            (answer.Outcome, answer.Answer));
        Assert.Equal("There is no release 'nope'.", Retry(account, new("nope")).Answer);
        Assert.Equal("Name the release.", account.Ask(InterventionKind.Retry, "again").Answer);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_workload_that_another_hand_changed_since_is_not_verified_for_the_release()
    {
        using var account = new Account(manifest: Irreversible);
        account.Push("cv-hub-api", ImageBehaviour.Unhealthy);
        account.Settle();
        var release = account.Release("development");
        account.Slipway.Account.Cluster.ChangeImageAsync(account.Workload("development", "api"), release.Services[0].Previous!, 99, TestContext.Current.CancellationToken);
        account.Settle();

        Assert.StartsWith($"{release.Id} does not run on api: {release.Services[0].Previous!.Digest.Abbreviation} does. slipway promote", Retry(account, release.Id).Answer, StringComparison.Ordinal);
        Assert.Equal(ReleaseStatus.Frozen, account.Release("development").Status);
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("Intervene", Fault.DiesBefore)]
    [InlineData("Intervene", Fault.DiesAfter)]
    [InlineData("VerifyRelease", Fault.DiesBefore)]
    [InlineData("VerifyRelease", Fault.DiesAfter)]
    public void A_retry_that_dies_and_is_asked_again_happens_once(string function, Fault fault)
    {
        var (dies, died) = (false, false);
        using var account = new Account(
            settings: settings => settings with { Faults = (call, _) => dies && !died && call.Function.LogicalId == function && (died = true) ? fault : Fault.None }, manifest: Irreversible);
        account.Push("cv-hub-api");
        Alarm(account);
        account.Settle();
        Free(account);
        dies = true;
        var id = account.Release("development").Id;
        Retry(account, id, "i");
        Retry(account, id, "i");
        account.Settle();

        Assert.Equal((ReleaseStatus.Verified, 2), (account.Release("development").Status, account.Release("development").Times(ReleaseStatus.Verifying)));
        account.AssertNothingIsLeft();
    }

    private static Intervention Retry(Account account, ReleaseId release, string? id = null) =>
        account.Ask(InterventionKind.Retry, "the alarm was the database's", asked => asked with { Release = release }, id);

    private static TimeSpan Bake(Account account) => account.Slipway.Systems[0].Environment(new("development")).Rollout.Bake;

    private static List<string> Pods(Account account) => [.. account.Slipway.Account.Cluster.Pods(account.Workload("development", "api")).Select(pod => pod.Name)];

    /// <summary>An alarm that goes off while the release is being verified.</summary>
    private static void Alarm(Account account)
    {
        account.RunUntil(() => account.Releases.Any(release => release.Status == ReleaseStatus.Verifying));
        account.Slipway.Account.Metrics.Force(new("cv-hub"), new("development"), "alb-5xx", 40);
    }

    private static void Free(Account account)
    {
        account.Slipway.Account.Metrics.Free(new("cv-hub"), new("development"), "alb-5xx");
        account.Run(TimeSpan.FromMinutes(30));
    }

    private static string Irreversible(string text) => text.Replace("migrations: {job: migrate}", "migrations: {job: migrate, reversibility: irreversible}", StringComparison.Ordinal);
}
