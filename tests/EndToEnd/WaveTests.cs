using Slipway.Domain.Gates;
using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Local.Account;
using Slipway.Local.Hosting;

namespace Slipway.Tests.EndToEnd;

/// <summary>Regions one after another with a bake between them: a failure halts those after it, and one in maintenance is passed by.</summary>
public sealed class WaveTests
{
    private const string Shop =
        """
        apiVersion: slipway/v1
        kind: System
        metadata: {name: shop}
        region: us-east-1
        environments:
          staging: {cluster: shop-staging, trigger: {ecrPush: {tags: ["*"]}}}
          eu:
            cluster: shop-eu
            region: eu-west-1
            promoteFrom: staging
            overrides: {rollout: {verify: {jobs: [jobs.smoke-test]}}}
          us: {cluster: shop-us, promoteFrom: eu, soak: 30m}
          ap: {cluster: shop-ap, region: ap-southeast-1, promoteFrom: us, soak: 30m}
        services:
          api: {kind: Deployment, workload: api, container: api, image: {repository: shop-api}, replicas: {min: 1, max: 2}}
        jobs:
          smoke-test: {image: {repository: shop-api}, run: [smoke]}
        rollout:
          strategy: rolling
          verify: {stableWithin: 5m, bake: 1m}
        notifications:
          channels: {mail: {kind: email, to: team@shop.example.com}}
          routes: {critical: [mail], warning: [mail], info: [mail]}
        """;

    private static readonly TimeSpan Bake = TimeSpan.FromMinutes(30);

    [Fact]
    public void Three_regions_are_verified_one_after_another_with_the_bake_between()
    {
        using var account = Start();
        account.Push("shop-api");
        account.Settle();

        Assert.Equal(["staging", "eu", "us", "ap"], account.Releases.OrderBy(release => release.Entered(ReleaseStatus.Verified)).Select(release => release.Environment.Value));
        AssertBaked(account, "eu", "us");
        AssertBaked(account, "us", "ap");
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_failure_in_the_first_wave_halts_the_rest_with_nothing_changed_there()
    {
        using var account = Start();
        account.Push("shop-api", ImageBehaviour.Verification);
        account.Settle();

        Assert.Equal(["staging verified", "eu rolledBack"], account.Releases.Select(Ended));
        Assert.Equal(["shop-staging/api"], account.Changed);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_wave_that_is_turned_back_while_it_bakes_halts_the_rest()
    {
        using var account = Start();
        account.Push("shop-api");
        account.RunUntil(() => account.Releases.Any(release => release.Environment.Value == "us"));
        account.Ask(InterventionKind.RollBack, "wrong totals", asked => asked with { Release = account.Release("eu").Id });
        account.Settle();

        Assert.Equal(["staging verified", "eu rolledBack", "us rejected"], account.Releases.Select(Ended));
        Assert.Equal(["shop-staging/api"], account.Changed);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void One_in_maintenance_is_passed_by_and_gets_the_release_when_its_maintenance_ends()
    {
        using var account = Start();
        Assert.Equal("shop/us is in maintenance by ann: cluster upgrade.", Maintain(account, "us").Answer);
        var image = account.Push("shop-api");
        account.Run(TimeSpan.FromHours(3));

        Assert.Equal((ReleaseStatus.Waiting, "freeze", "shop/us is in maintenance by ann: cluster upgrade."), (account.Release("us").Status, account.Release("us").Verdict?.Rule, account.Release("us").Verdict?.Reason));
        Assert.Equal("Verified in eu for 30 min; us is in maintenance by ann and was passed by.", Upstream(account, "ap").Reason);
        Assert.Equal(Upstream(account, "ap").Reason, Rules.Replay(Upstream(account, "ap"))!.Reason);
        Assert.Equal(["shop-ap/api", "shop-eu/api", "shop-staging/api"], account.Changed.Order());
        AssertBaked(account, "eu", "ap");

        account.Ask(InterventionKind.Unfreeze, "upgraded", In("us"));
        account.Run(TimeSpan.FromMinutes(1));
        Assert.NotEqual(ReleaseStatus.Waiting, account.Release("us").Status);
        account.Settle();

        Assert.Equal(["staging verified", "eu verified", "us verified", "ap verified"], account.Releases.Select(Ended));
        Assert.All(account.Serving(account.Workload("us", "api")), digest => Assert.Equal(image.Digest, digest));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void Several_in_maintenance_in_a_row_are_passed_by()
    {
        using var account = Start();
        Maintain(account, "eu", TimeSpan.FromHours(6));
        Maintain(account, "us", TimeSpan.FromHours(5));
        account.Push("shop-api");
        account.Run(TimeSpan.FromHours(2));

        Assert.Equal(ReleaseStatus.Verified, account.Release("ap").Status);
        Assert.Equal("Verified in staging for 30 min; eu is in maintenance by ann until 2026-01-05 15:00 UTC and was passed by; us is in maintenance by ann until 2026-01-05 14:00 UTC and was passed by.", Upstream(account, "ap").Reason);
        account.Run(TimeSpan.FromHours(5));

        // The maintenance of us ends first, while eu is still in its own.
        Assert.Equal(["staging", "ap", "us", "eu"], account.Releases.OrderBy(release => release.Entered(ReleaseStatus.Verified)).Select(release => release.Environment.Value));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void Maintenance_that_begins_while_the_release_waits_there_opens_the_next_at_once()
    {
        using var account = Start();
        account.Push("shop-api");
        account.RunUntil(() => account.Releases.Any(release => release.Environment.Value == "us"));
        account.Run(TimeSpan.FromMinutes(10));
        Maintain(account, "us");
        account.Run(TimeSpan.FromSeconds(10));

        Assert.Equal("Verified in eu for 10 min of the 30 min it must stay good there; us is in maintenance by ann and was passed by.", Upstream(account, "ap").Reason);
        account.Run(TimeSpan.FromHours(1));
        Assert.Equal((ReleaseStatus.Waiting, ReleaseStatus.Verified), (account.Release("us").Status, account.Release("ap").Status));
        AssertBaked(account, "eu", "ap");
    }

    [Fact]
    public void Maintenance_that_begins_as_a_release_was_just_verified_before_it_is_seen_by_the_sweep()
    {
        using var account = Start();
        account.Slipway.Deployment.StartSchedules();
        account.Push("shop-api");
        account.RunUntil(() => account.Releases.Any(release => release.Environment.Value == "us"));
        account.Run(TimeSpan.FromMinutes(2));
        Maintain(account, "us");
        account.Run(TimeSpan.FromMinutes(1));
        Assert.DoesNotContain(account.Releases, release => release.Environment.Value == "ap");

        account.Run(TimeSpan.FromHours(1));
        Assert.Equal((ReleaseStatus.Waiting, ReleaseStatus.Verified), (account.Release("us").Status, account.Release("ap").Status));
    }

    [Fact]
    public void Maintenance_that_ends_while_the_next_still_bakes_makes_it_wait_for_what_was_passed_by()
    {
        using var account = Start();
        Maintain(account, "us");
        account.Push("shop-api");
        account.RunUntil(() => account.Releases.Any(release => release.Environment.Value == "ap" && release.Verdict is not null));
        account.Run(TimeSpan.FromMinutes(10));
        account.Ask(InterventionKind.Unfreeze, "upgraded", In("us"));
        account.Run(TimeSpan.FromMinutes(5));

        Assert.Equal($"Not verified in us yet: {account.Release("us").Id} is on its way there.", Upstream(account, "ap").Reason);
        account.Settle();
        Assert.All(account.Releases, release => Assert.Equal((ReleaseStatus.Verified, 1), (release.Status, release.Attempt)));
        AssertBaked(account, "eu", "us");
        AssertBaked(account, "us", "ap");
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_release_that_failed_in_maintenance_is_not_passed_by()
    {
        using var account = Start();
        Maintain(account, "us");
        account.Push("shop-api", ImageBehaviour.Verification);
        account.Settle();
        Maintain(account, "eu");
        account.Settle();

        Assert.Equal(["staging verified", "eu rolledBack"], account.Releases.Select(Ended));
        Assert.Equal(["shop-staging/api"], account.Changed);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_release_that_is_under_way_when_the_maintenance_begins_is_waited_for()
    {
        using var account = Start();
        account.Push("shop-api");
        account.RunUntil(() => account.Releases.Any(release => release.Environment.Value == "us" && release.Status == ReleaseStatus.Rolling));
        Maintain(account, "us");
        account.Settle();

        Assert.Equal(["staging verified", "eu verified", "us verified", "ap verified"], account.Releases.Select(Ended));
        AssertBaked(account, "us", "ap");
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_release_that_was_let_past_begins_although_the_maintenance_ends_before_its_first_change()
    {
        using var account = Start(text => text.Replace("cluster: shop-staging,", "cluster: shop-staging, overrides: {databases: {main: {identifier: shop-staging}}},", StringComparison.Ordinal)
            .Replace("{rollout: {verify", "{databases: {main: {identifier: shop-eu}}, rollout: {verify", StringComparison.Ordinal)
            .Replace("cluster: shop-us,", "cluster: shop-us, overrides: {databases: {main: {identifier: shop-us}}},", StringComparison.Ordinal)
            .Replace("cluster: shop-ap,", "cluster: shop-ap, overrides: {databases: {main: {backup: {snapshotBeforeDeploy: always}}}},", StringComparison.Ordinal)
            .Replace("\nrollout:", "\ndatabases:\n  main: {identifier: shop-ap, engine: postgres, storage: {size: 100Gi}, backup: {snapshotBeforeDeploy: never}, migrations: {job: smoke-test}}\nrollout:", StringComparison.Ordinal));
        Maintain(account, "us");
        account.Push("shop-api");
        account.RunUntil(() => account.Releases.Any(release => release.Environment.Value == "ap" && release.Status == ReleaseStatus.Snapshotting));
        account.Ask(InterventionKind.Unfreeze, "upgraded", In("us"));
        account.Settle();

        Assert.True(account.Release("ap").Entered(ReleaseStatus.Migrating) > account.Release("us").Entered(ReleaseStatus.Gated));
        Assert.All(account.Releases, release => Assert.Equal((ReleaseStatus.Verified, 1), (release.Status, release.Attempt)));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void What_was_refused_past_a_maintenance_is_not_opened_again_when_the_one_passed_by_is_verified()
    {
        using var account = Start(text => text.Replace("promoteFrom: us, soak: 30m", "promoteFrom: us, approval: {mode: manual, approvers: [bob]}", StringComparison.Ordinal)
            .Replace("\nservices:", "\npeople: {bob: {ids: [bob@shop.example.com]}}\nservices:", StringComparison.Ordinal));
        Maintain(account, "us");
        account.Push("shop-api");
        account.RunUntil(() => account.Releases.Any(release => release.Approval is not null));
        account.Ask(InterventionKind.Reject, "not for ap", asked => asked with { By = "bob", Release = account.Release("ap").Id });
        account.Ask(InterventionKind.Unfreeze, "upgraded", In("us"));
        account.Settle();

        Assert.Equal(["staging verified", "eu verified", "us verified", "ap rejected"], account.Releases.Select(Ended));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void The_newest_of_several_pushes_goes_past_a_long_maintenance_and_is_the_one_that_follows()
    {
        using var account = Start();
        Maintain(account, "us");
        account.Push("shop-api", tag: "1111111");
        account.Run(TimeSpan.FromHours(3));
        var newest = account.Push("shop-api", tag: "2222222");
        account.Run(TimeSpan.FromHours(3));
        account.Ask(InterventionKind.Unfreeze, "upgraded", In("us"));
        account.Settle();

        Assert.Equal(ReleaseStatus.Superseded, Assert.Single(account.Releases, release => release.Environment.Value == "us" && release.Push.Tag == "1111111").Status);
        Assert.Equal(7, account.Releases.Count(release => release.Status == ReleaseStatus.Verified));
        Assert.All(new[] { "us", "ap" }, environment => Assert.All(account.Serving(account.Workload(environment, "api")), digest => Assert.Equal(newest.Digest, digest)));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_freeze_halts_also_where_it_takes_the_place_of_a_maintenance()
    {
        using var account = Start();
        Maintain(account, "us");
        Assert.Equal(
            "shop/us is frozen by bob: incident. It takes the place of the maintenance by ann: cluster upgrade.",
            account.Ask(InterventionKind.Freeze, "incident", asked => In("us")(asked) with { By = "bob" }).Answer);
        account.Push("shop-api");
        account.Run(TimeSpan.FromHours(5));
        Assert.DoesNotContain(account.Releases, release => release.Environment.Value == "ap");

        Assert.Equal("shop/us is frozen by bob: incident. What comes after it waits, too, until that is lifted: slipway unfreeze shop/us.", Maintain(account, "us").Answer);
        Assert.Null(Assert.Single(account.Slipway.Memory.Restraints.All).IsMaintenance);

        var own = account.Ask(InterventionKind.Freeze, "it is the cluster", asked => In("us")(asked) with { By = "bob", IsMaintenance = true });
        Assert.Equal("shop/us is in maintenance by bob: it is the cluster. It takes the place of the freeze by bob: incident.", own.Answer);
        account.Run(TimeSpan.FromHours(1));
        Assert.Equal(ReleaseStatus.Verified, account.Release("ap").Status);
    }

    [Fact]
    public void A_freeze_of_the_whole_system_stops_what_would_go_past_a_maintenance_until_it_is_lifted()
    {
        using var account = Start();
        Maintain(account, "us", TimeSpan.FromDays(1));
        account.Push("shop-api");
        account.RunUntil(() => account.Releases.Any(release => release.Environment.Value == "ap"));
        account.Ask(InterventionKind.Freeze, "incident", asked => asked with { System = new("shop") });
        account.Run(TimeSpan.FromHours(2));
        Assert.Equal((ReleaseStatus.Waiting, "freeze"), (account.Release("ap").Status, account.Release("ap").Verdict?.Rule));

        account.Ask(InterventionKind.Unfreeze, "over", asked => asked with { System = new("shop") });
        account.Run(TimeSpan.FromHours(1));
        Assert.Equal((ReleaseStatus.Waiting, ReleaseStatus.Verified), (account.Release("us").Status, account.Release("ap").Status));
    }

    [Theory]
    [InlineData(null, "One environment is in maintenance, and those after it go on without it: write slipway freeze SYSTEM/ENVIRONMENT --maintenance.")]
    [InlineData("shop", "One environment is in maintenance, and those after it go on without it: write slipway freeze shop/ENVIRONMENT --maintenance.")]
    public void Not_everything_is_in_maintenance(string? system, string answer)
    {
        using var account = Start();
        var asked = account.Ask(InterventionKind.Freeze, "upgrade", asked => asked with { System = system is null ? null : new(system), IsMaintenance = true });

        Assert.Equal((InterventionOutcome.Refused, answer), (asked.Outcome, asked.Answer));
        Assert.Empty(account.Slipway.Memory.Restraints.All);
    }

    [Theory]
    [InlineData(Fault.DiesBefore)]
    [InlineData(Fault.DiesAfter)]
    public void Maintenance_that_is_asked_again_after_its_function_died_opens_the_next_once(Fault fault)
    {
        using var account = Start(settings: settings => settings with { Faults = (call, earlier) => call.Function.LogicalId == "Intervene" && earlier == 0 ? fault : Fault.None });
        account.Push("shop-api");
        account.RunUntil(() => account.Releases.Any(release => release.Environment.Value == "us"));
        account.Run(TimeSpan.FromMinutes(10));
        Maintain(account, "us", id: "i");
        Maintain(account, "us", id: "i");
        account.Run(TimeSpan.FromHours(1));

        Assert.Equal((ReleaseStatus.Waiting, ReleaseStatus.Verified), (account.Release("us").Status, account.Release("ap").Status));
    }

    private static Account Start(Func<string, string>? manifest = null, Func<InstallationSettings, InstallationSettings>? settings = null) =>
        new(settings: settings, manifest: _ => manifest is null ? Shop : manifest(Shop));

    private static Func<Intervention, Intervention> In(string environment) => asked => asked with { System = new("shop"), Environment = new(environment) };

    private static Intervention Maintain(Account account, string environment, TimeSpan? time = null, string? id = null) => account.Ask(
        InterventionKind.Freeze, "cluster upgrade", asked => In(environment)(asked) with { IsMaintenance = true, Expires = account.Slipway.Clock.GetUtcNow() + time }, id);

    private static Verdict Upstream(Account account, string environment) => account.Release(environment).Verdicts.Last(verdict => verdict.Rule == UpstreamGate.Rule);

    private static string Ended(Release release) => $"{release.Environment} {char.ToLowerInvariant(release.Status.ToString()[0])}{release.Status.ToString()[1..]}";

    private static void AssertBaked(Account account, string before, string after) => Assert.InRange(
        account.Release(after).Entered(ReleaseStatus.Gated)!.Value - account.Release(before).Entered(ReleaseStatus.Verified)!.Value, Bake, Bake + TimeSpan.FromMinutes(1));
}
