using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Rollouts;
using Slipway.Local.Account;

namespace Slipway.Tests.EndToEnd;

/// <summary>What a release declares of its migration decides what its failure does, on the whole installation.</summary>
public sealed class WayBackTests
{
    [Fact]
    [Trait("Requirement", "CVH-42")]
    public void An_expand_contract_migration_keeps_the_schema_and_the_code_goes_back()
    {
        using var account = new Account();
        account.Push("cv-hub-api", ImageBehaviour.Unhealthy);
        account.Settle();

        var release = account.Release("development");
        Assert.Equal(ReleaseStatus.RolledBack, release.Status);
        Assert.Equal(["migrate"], account.Slipway.Account.Jobs.Started.Select(job => job.Run[^1]));
        Assert.Contains("All migrations have been applied.", Assert.Single(release.Migrations).Log, StringComparison.Ordinal);
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(5, 5)]
    [InlineData(0, 0)]
    public async Task The_code_goes_back_with_the_replicas_that_it_had_and_never_with_fewer(int scaledTo, int after)
    {
        using var account = new Account();
        account.Push("cv-hub-api", tag: "1111111");
        account.Settle();
        var api = account.Workload("production", "api");
        Assert.Equal(3, account.Slipway.Memory.LastKnownGoods.All.Single(good => good.Environment.Value == "production").Replicas);
        var second = account.Push("cv-hub-api", tag: "2222222");
        account.Settle();
        await account.Slipway.Account.Cluster.ScaleAsync(api, scaledTo, TestContext.Current.CancellationToken);
        account.Settle();

        account.Ask(InterventionKind.RollBack, "wrong totals", asked => asked with { System = new("cv-hub"), Environment = new("production"), Service = new("api") });
        account.Settle();

        Assert.Equal(ReleaseStatus.RolledBack, account.Releases[^1].Status);
        Assert.Equal(after, account.Serving(api).Count);
        Assert.DoesNotContain(second.Digest, account.Serving(api));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_reversible_migration_is_taken_back_after_the_code()
    {
        using var account = new Account(manifest: Reversible);
        account.Push("cv-hub-api", ImageBehaviour.Unhealthy);
        account.Settle();

        var release = account.Release("development");
        var revert = Assert.Single(release.Reverts);
        Assert.Equal((ReleaseStatus.RolledBack, JobStatus.Succeeded), (release.Status, revert.Outcome));
        Assert.NotEmpty(revert.Log);
        Assert.Equal(["migrate", "migrate:down"], account.Slipway.Account.Jobs.Started.Select(job => job.Run[^1]));
        Assert.True(revert.StartedAt > release.Entered(ReleaseStatus.RollingBack));
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_migration_that_is_not_taken_back_in_time_needs_a_person()
    {
        using var account = new Account(manifest: text => Reversible(text).Replace("timeout: 20m", "timeout: 5s", StringComparison.Ordinal));
        account.Push("cv-hub-api", ImageBehaviour.Unhealthy);
        account.Settle();

        var release = account.Release("development");
        Assert.Equal(ReleaseStatus.Failed, release.Status);
        Assert.Contains("The way back failed too: The job migrate-down failed", release.Reason, StringComparison.Ordinal);
        Assert.Equal(JobStatus.Failed, release.Reverts[0].Outcome);
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void An_irreversible_migration_keeps_the_code_freezes_the_environment_and_tells_how_to_restore()
    {
        using var account = new Account(manifest: Irreversible);
        var image = account.Push("cv-hub-api", ImageBehaviour.Unhealthy);
        account.Settle();

        var release = account.Release("development");
        Assert.Equal(ReleaseStatus.Frozen, release.Status);
        Assert.All(account.Serving(account.Workload("development", "api")), digest => Assert.Equal(image.Digest, digest));
        var freeze = Assert.Single(account.Slipway.Memory.Restraints.All);
        Assert.Equal((RestraintKind.Freeze, "cv-hub/development", release.Id.Value), (freeze.Kind, freeze.Scope, freeze.By));
        var notice = Assert.Single(account.Slipway.Memory.Outbox.Notices, notice => notice.Id.Contains(release.Id.Value, StringComparison.Ordinal));
        Assert.Contains($"1. Restore the snapshot {release.Snapshots[0].Id} of {release.Snapshots[0].Database.Identifier}", notice.Text, StringComparison.Ordinal);
        account.AssertNothingIsLeft();

        account.Push("cv-hub-api", tag: "5555555");
        account.Run(TimeSpan.FromHours(1));
        Assert.Equal((ReleaseStatus.Waiting, "freeze"), (account.Releases[^1].Status, account.Releases[^1].Verdict?.Rule));
        account.Ask(InterventionKind.Unfreeze, "restored", asked => asked with { System = new("cv-hub"), Environment = new("development") });
        account.Run(TimeSpan.FromMinutes(10));
        account.Settle();
        Assert.Contains(account.Releases, later => later.Push.Tag == "5555555" && later.Status == ReleaseStatus.Verified);
    }

    [Fact]
    public void A_maintenance_gives_way_to_the_freeze_after_an_irreversible_migration_which_nobody_goes_past()
    {
        using var account = new Account(manifest: Irreversible);
        account.Push("cv-hub-api", ImageBehaviour.Unhealthy);
        account.RunUntil(() => account.Releases.Any(release => release.Status == ReleaseStatus.Rolling));
        var release = account.Release("development");
        Intervention Maintain() => account.Ask(InterventionKind.Freeze, "upgrade", asked => asked with { System = new("cv-hub"), Environment = new("development"), IsMaintenance = true });
        Assert.Equal(InterventionOutcome.Done, Maintain().Outcome);
        account.Settle();

        var freeze = Assert.Single(account.Slipway.Memory.Restraints.All);
        Assert.Equal((release.Id.Value, null), (freeze.By, freeze.IsMaintenance));
        Assert.Equal(InterventionOutcome.Refused, Maintain().Outcome);
        Assert.Equal(freeze, Assert.Single(account.Slipway.Memory.Restraints.All));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void What_an_irreversible_migration_came_with_is_not_rolled_back_by_a_person_either()
    {
        using var account = new Account(manifest: Irreversible);
        account.Push("cv-hub-api");
        account.Settle();

        var answer = account.Ask(InterventionKind.RollBack, "wrong totals", asked => asked with { System = new("cv-hub"), Environment = new("production"), Service = new("api") });

        Assert.Equal(InterventionOutcome.Refused, answer.Outcome);
        Assert.Contains("is irreversible, and the code before does not know its schema", answer.Answer, StringComparison.Ordinal);
        Assert.Equal(ReleaseStatus.Verified, account.Release("production").Status);
    }

    [Fact]
    public void What_served_before_an_irreversible_migration_that_froze_is_not_rolled_back_either()
    {
        using var account = new Account(manifest: text => text.Replace("migrations: {job: migrate", "migrations: {reversibility: irreversible, job: migrate", StringComparison.Ordinal));
        account.Push("cv-hub-api");
        account.Settle();
        var good = account.Releases.Single(release => release.Environment.Value == "development" && release.Push.Image.Repository == "cv-hub-api");
        var image = account.Push("cv-hub-api", ImageBehaviour.Unhealthy, "5a6b7c8");
        account.Settle();
        Assert.Equal(ReleaseStatus.Frozen, account.Releases[^1].Status);

        var byName = account.Ask(InterventionKind.RollBack, "totals are wrong", asked => asked with { Release = good.Id });
        var byPlace = account.Ask(InterventionKind.RollBack, "totals are wrong", asked => asked with { System = new("cv-hub"), Environment = new("development"), Service = new("api") });

        Assert.Contains($"{account.Releases[^1].Id} came after it and stands there, Frozen", byName.Answer, StringComparison.Ordinal);
        Assert.Equal((InterventionOutcome.Refused, InterventionOutcome.Refused), (byName.Outcome, byPlace.Outcome));
        Assert.All(account.Serving(account.Workload("development", "api")), digest => Assert.Equal(image.Digest, digest));
    }

    /// <summary>The incident: a release that was tried again ran its migration again.</summary>
    [Fact]
    public void A_digest_that_is_released_again_does_not_run_its_migration_again()
    {
        using var account = new Account();
        var image = account.Push("cv-hub-api", ImageBehaviour.Unhealthy);
        account.Settle();
        account.Ask(InterventionKind.Lift, "it was the load balancer", asked => asked with { Digest = image.Digest });
        account.Ask(InterventionKind.Promote, "again", asked => asked with { System = new("cv-hub"), Environment = new("development"), Image = new("cv-hub-api", "4f1c2d9", null) });
        account.Settle();

        var again = account.Releases[^1];
        Assert.Equal((2, ReleaseStatus.RolledBack), (again.Attempt, again.Status));
        Assert.Single(account.Slipway.Account.Jobs.Started);
        Assert.Equal(account.Releases[0].Id, Assert.Single(again.Migrations).TakenFrom);
        Assert.Contains("is not run again", again.Verdicts.Single(verdict => verdict.Rule == "migration").Reason, StringComparison.Ordinal);
        Assert.Equal(2, account.Slipway.Account.Databases.Snapshots.Count);
    }

    [Fact]
    public void A_migration_that_failed_runs_again_with_the_next_attempt_under_a_name_of_its_own()
    {
        using var account = new Account();
        account.Push("cv-hub-api", ImageBehaviour.Migration);
        account.Settle();
        account.Ask(InterventionKind.Promote, "again", asked => asked with { System = new("cv-hub"), Environment = new("development"), Image = new("cv-hub-api", "4f1c2d9", null) });
        account.Settle();

        Assert.Equal(2, account.Slipway.Account.Jobs.Started.Select(job => job.Address.Name).Distinct().Count());
        Assert.All(account.Releases, release => Assert.Equal((ReleaseStatus.Failed, JobStatus.Failed), (release.Status, release.Migrations[0].Outcome)));
    }

    private static string Irreversible(string text) => text.Replace("migrations: {job: migrate}", "migrations: {job: migrate, reversibility: irreversible}", StringComparison.Ordinal);

    private static string Reversible(string text) => text
        .Replace("migrations: {job: migrate}", "migrations: {job: migrate, reversibility: reversible, down: migrate-down}", StringComparison.Ordinal)
        .Replace("\n  migrate:\n", "\n  migrate-down:\n    image: {repository: cv-hub-api}\n    run: [npm, run, \"migrate:down\"]\n    timeout: 20m\n  migrate:\n", StringComparison.Ordinal);
}
