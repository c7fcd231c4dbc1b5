using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Rollouts;
using Slipway.Local.Account;
using Slipway.Local.Account.Clusters;

namespace Slipway.Tests.EndToEnd;

/// <summary>What went wrong elsewhere when images were rolled out, one test each: it must not happen here.</summary>
public sealed class RolloutIncidentTests
{
    private const string Development = "development";

    /// <summary>A release that was good, then one that migrated irreversibly and is bad; people let its environment go on.</summary>
    private static Release LeaveBehind(Account account)
    {
        account.Push("cv-hub-api", tag: "1111111");
        account.Settle();
        account.Push("cv-hub-api", ImageBehaviour.Unhealthy);
        account.Settle();
        Assert.Equal(ReleaseStatus.Frozen, account.Releases[^1].Status);
        account.Ask(InterventionKind.Unfreeze, "a version that mends it comes", asked => asked with { System = new("cv-hub"), Environment = new(Development) });
        return account.Releases[^1];
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A rollout that got stuck waited for ever, and so did every release after it.</summary>
    [Theory]
    [InlineData("slow")]
    [InlineData("missing")]
    public void A_rollout_that_is_stuck_ends_by_itself_and_the_next_image_goes_in(string behaviour)
    {
        using var account = new Account();
        account.Push("cv-hub-api", ImageBehaviours.Find(behaviour)!.Value);
        account.Settle();
        var next = account.Push("cv-hub-api", tag: "5a6b7c8");

        account.Settle();

        Assert.Equal(ReleaseStatus.RolledBack, account.Releases[0].Status);
        AssertServes(account, next.Digest);
    }

    /// <summary>What served was bad already: its alarm was on, and that stopped the release that would have mended it.</summary>
    [Fact]
    public void A_baseline_that_is_bad_does_not_keep_its_fix_out()
    {
        using var account = new Account();
        account.Slipway.Account.Metrics.Force(new("cv-hub"), new(Development), "alb-5xx", 100);
        account.RunUntil(() => Alarm(account) == AlarmState.Alarm);
        var fix = account.Push("cv-hub-api");

        account.RunUntil(() => account.Releases.Any(release => release.Environment.Value == Development && release.Status.IsFinal()));

        Assert.Equal(ReleaseStatus.Verified, account.Release(Development).Status);
        Assert.All(account.Serving(account.Workload(Development, "api")), digest => Assert.Equal(fix.Digest, digest));
    }

    /// <summary>A writer had read the workload before another changed it, and put the older image back.</summary>
    [Fact]
    public async Task A_writer_that_comes_late_with_what_it_read_before_changes_nothing()
    {
        using var account = new Account();
        var before = (await account.Slipway.Account.Cluster.ReadAsync(account.Workload(Development, "api"), Token)).Image;
        var image = account.Push("cv-hub-api");
        account.Settle();
        var token = account.Release(Development).FencingToken;

        await Assert.ThrowsAsync<ConflictException>(() => account.Slipway.Account.Cluster.ChangeImageAsync(account.Workload(Development, "api"), before, token - 1, Token));

        AssertServes(account, image.Digest);
    }

    /// <summary>Requests were sent to replicas that had not started yet, and the rollout counted as done.</summary>
    [Theory]
    [InlineData("rolling")]
    [InlineData("canary")]
    [InlineData("blueGreen")]
    public async Task Nothing_counts_as_rolled_out_before_every_replica_is_ready(string strategy)
    {
        using var account = new Account(manifest: text => text.Replace("  strategy: rolling ", $"  strategy: {strategy} ", StringComparison.Ordinal));
        var workload = account.Workload(Development, "api");
        var image = account.Push("cv-hub-api");

        account.RunUntil(() => account.Releases.Any(release => release.Environment.Value == Development && release.Status == ReleaseStatus.Verifying));

        Assert.All(account.Slipway.Account.Cluster.Pods(workload).Where(pod => pod.Image == image), pod => Assert.Equal(PodPhase.Ready, pod.Phase));
        Assert.Equal((await account.Slipway.Account.Cluster.CountAsync(workload, Token)).Desired, account.Serving(workload).Count(digest => digest == image.Digest));
    }

    /// <summary>Every replica was ready, and users got errors: nobody was told.</summary>
    [Fact]
    public void What_fails_only_for_its_users_goes_back_and_is_told()
    {
        using var account = new Account();
        account.Push("cv-hub-api", ImageBehaviour.Errors);

        account.Settle();

        Assert.Equal(ReleaseStatus.RolledBack, account.Release(Development).Status);
        Assert.Contains(account.Slipway.Memory.Outbox.Notices, notice => notice.Text.Contains("alb-5xx went off", StringComparison.Ordinal));
        Assert.Empty(account.Changed);
    }

    /// <summary>Somebody tried again, everything said done, and the workload still had the revision from before.</summary>
    [Fact]
    public void A_digest_that_is_sent_again_is_what_runs_then()
    {
        using var account = new Account();
        var image = account.Push("cv-hub-api");
        account.RunUntil(() => account.Releases.Any(release => release.Status == ReleaseStatus.Verifying));
        account.Slipway.Account.Metrics.Force(new("cv-hub"), new(Development), "alb-5xx", 100);
        account.RunUntil(() => account.Release(Development).Status == ReleaseStatus.RolledBack);
        account.Slipway.Account.Metrics.Force(new("cv-hub"), new(Development), "alb-5xx", 0);
        account.RunUntil(() => Alarm(account) == AlarmState.Ok);
        account.Ask(InterventionKind.Lift, "it was the load balancer", asked => asked with { Digest = image.Digest });
        account.Ask(InterventionKind.Promote, "again", asked => asked with { System = new("cv-hub"), Environment = new(Development), Image = new("cv-hub-api", "4f1c2d9", null) });

        account.Settle();

        var again = account.Releases.Single(release => release is { Attempt: 2, Environment.Value: Development });
        Assert.Equal(ReleaseStatus.Verified, again.Status);
        AssertServes(account, image.Digest);
    }

    /// <summary>The code went back after a migration that could not, and the old code broke on the new schema.</summary>
    [Fact]
    public void Code_does_not_go_back_past_an_irreversible_migration()
    {
        using var account = new Account(manifest: text => text.Replace("migrations: {job: migrate", "migrations: {reversibility: irreversible, job: migrate", StringComparison.Ordinal));
        var image = account.Push("cv-hub-api", ImageBehaviour.Unhealthy);

        account.Settle();

        Assert.Equal(ReleaseStatus.Frozen, account.Release(Development).Status);
        AssertServes(account, image.Digest);
    }

    /// <summary>The version that was to mend it failed as well, and its rollback brought the old code back onto the new schema.</summary>
    [Fact]
    public void Code_does_not_go_back_past_the_irreversible_migration_of_a_release_before_it_either()
    {
        using var account = new Account(manifest: text => text.Replace("migrations: {job: migrate", "migrations: {reversibility: irreversible, job: migrate", StringComparison.Ordinal));
        var irreversible = LeaveBehind(account);

        account.Slipway.Account.Registry.Push("cv-hub-api", "5a6b7c8", ImageBehaviour.Errors, labels: new Dictionary<string, string> { [Reversibilities.Label] = "expand-contract" });
        account.Settle();

        var mending = account.Releases.Single(release => release.Push.Tag == "5a6b7c8");
        Assert.Equal((ReleaseStatus.Frozen, irreversible.Id), (mending.Status, mending.Barrier));
        Assert.Contains($"The migration of {irreversible.Id} is irreversible, and what was last good, before it, does not know its schema", mending.Reason, StringComparison.Ordinal);
        AssertServes(account, mending.Image.Digest);
        account.AssertNothingIsLeft();
    }

    /// <summary>What was verified after an irreversible migration was rolled back past it, by hand or by an alarm.</summary>
    [Fact]
    public void What_came_good_after_it_does_not_go_back_past_it_later()
    {
        using var account = new Account(manifest: text => text.Replace("migrations: {job: migrate", "migrations: {reversibility: irreversible, job: migrate", StringComparison.Ordinal));
        var irreversible = LeaveBehind(account);
        account.Slipway.Account.Registry.Push("cv-hub-api", "5a6b7c8", ImageBehaviour.Healthy, labels: new Dictionary<string, string> { [Reversibilities.Label] = "expand-contract" });
        account.RunUntil(() => account.Releases.Any(release => release is { Push.Tag: "5a6b7c8", Environment.Value: Development, Status: ReleaseStatus.Verified }));

        var answer = account.Ask(InterventionKind.RollBack, "totals are wrong", asked => asked with { System = new("cv-hub"), Environment = new(Development), Service = new("api") });

        Assert.Equal((InterventionOutcome.Refused, $"The migration of {irreversible.Id} is irreversible, and the code before does not know its schema: release a version that goes forward, or restore its snapshot."), (answer.Outcome, answer.Answer));
    }

    /// <summary>The image to go back to had been deleted by a lifecycle rule: the way back ended in ImagePullBackOff.</summary>
    [Fact]
    public void What_a_rollback_returns_to_is_still_in_the_registry()
    {
        using var account = new Account();
        var good = account.Push("cv-hub-api");
        account.Settle();
        account.Push("cv-hub-api", ImageBehaviour.Errors, "5a6b7c8");
        account.RunUntil(() => account.Releases.Any(release => release.Push.Tag == "5a6b7c8" && release.Status == ReleaseStatus.Rolling));
        account.Slipway.Account.Registry.Remove(good);

        account.Settle();

        Assert.Equal(ReleaseStatus.RolledBack, account.Releases[^1].Status);
        AssertServes(account, good.Digest);
    }

    /// <summary>A rollback set an alarm off, which rolled the rollback back, and so on.</summary>
    [Fact]
    public void An_alarm_after_a_rollback_rolls_nothing_back()
    {
        using var account = new Account();
        account.Push("cv-hub-api", ImageBehaviour.Errors);
        account.RunUntil(() => account.Releases.Any(release => release.Status == ReleaseStatus.RolledBack));
        account.Slipway.Account.Metrics.Force(new("cv-hub"), new(Development), "alb-5xx", 100);
        account.Run(TimeSpan.FromMinutes(30));
        account.Slipway.Account.Metrics.Force(new("cv-hub"), new(Development), "alb-5xx", 0);

        account.Settle();

        Assert.Single(account.Releases);
        Assert.Empty(account.Changed);
    }

    private static AlarmState Alarm(Account account) => account.Slipway.Account.Alarms.ReadAsync(account.Workload(Development, "api").Location, ["cv-hub-development-alb-5xx"], Token).Result[0].State;

    private static void AssertServes(Account account, Digest digest) => Assert.All(account.Serving(account.Workload(Development, "api")), serving => Assert.Equal(digest, serving));
}
