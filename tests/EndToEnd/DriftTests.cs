using Slipway.Domain.Images;
using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Templates;
using Slipway.Local.Account.Clusters;

namespace Slipway.Tests.EndToEnd;

/// <summary>Another hand changes a workload while a release is at it, on the whole installation.</summary>
public sealed class DriftTests
{
    private const string Development = "development";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ReleaseStatus.Rolling)]
    [InlineData(ReleaseStatus.Verifying)]
    public async Task By_default_what_was_there_before_both_comes_back_with_its_configuration(ReleaseStatus when)
    {
        using var account = new Account();
        var before = await TemplateAsync(account);
        account.Push("cv-hub-api");
        account.RunUntil(() => Stands(account, when));

        Cluster(account).SetVariable(Api(account), "LOG_LEVEL", "debug");
        account.Settle();

        var release = account.Release(Development);
        Assert.Equal((ReleaseStatus.RolledBack, "api: another hand changed containers.api.env.LOG_LEVEL during the rollout."), (release.Status, release.Reason));
        Assert.Equal(["containers.api.env.LOG_LEVEL"], release.Services.Single(change => change.Drift is not null).Drift!.Fields);
        Assert.Equal(before, await TemplateAsync(account));
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(ReleaseStatus.Rolling, false)]
    [InlineData(ReleaseStatus.Rolling, true)]
    [InlineData(ReleaseStatus.Verifying, false)]
    [InlineData(ReleaseStatus.Verifying, true)]
    public async Task A_release_that_insists_has_its_own_again_and_is_verified_from_then_on(ReleaseStatus when, bool image)
    {
        using var account = new Account(manifest: OnDrift("insist"));
        var before = await TemplateAsync(account);
        var pushed = account.Push("cv-hub-api");
        account.RunUntil(() => Stands(account, when));

        await ChangeAsync(account, image);
        account.Settle();

        var release = account.Release(Development);
        var drift = release.Services.Single(change => change.Drift is not null).Drift!;
        Assert.Equal((ReleaseStatus.Verified, 1), (release.Status, drift.Times));
        Assert.True(release.Entered(ReleaseStatus.Verified) - drift.At >= account.Slipway.Systems[0].Environment(new(Development)).Rollout.Bake);
        Assert.Equal(before, await TemplateAsync(account));
        Assert.All(account.Serving(Api(account)), digest => Assert.Equal(pushed.Digest, digest));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public async Task What_the_other_hand_breaks_is_not_held_against_a_release_that_insists()
    {
        using var account = new Account(manifest: OnDrift("insist"));
        account.Push("cv-hub-api");
        account.RunUntil(() => Stands(account, ReleaseStatus.Verifying));

        account.Slipway.Account.Metrics.Force(new("cv-hub"), new(Development), "alb-5xx", 100);
        await ChangeAsync(account, image: true);
        account.RunUntil(() => Stands(account, ReleaseStatus.Rolling));

        Assert.Equal((1, 0), (account.Release(Development).Services.Single(change => change.Drift is not null).Drift!.Times, account.Release(Development).Verifications.Count));
    }

    [Theory]
    [InlineData("canary", false)]
    [InlineData("canary", true)]
    [InlineData("blueGreen", false)]
    public async Task What_is_tried_ends_where_what_serves_beside_it_is_changed_and_that_change_stays(string strategy, bool image)
    {
        using var account = new Account(manifest: text => text.Replace("  strategy: rolling ", $"  strategy: {strategy} ", StringComparison.Ordinal));
        account.Push("cv-hub-api");
        account.RunUntil(() => account.Releases.Any(release => release is { Environment.Value: Development, Canary.ArrivedAt: not null }));

        if (image)
        {
            await Cluster(account).ChangeImageAsync(Api(account), account.Slipway.Account.Registry.Seed(null, "cv-hub-other"), 0, Token);
        }
        else
        {
            Cluster(account).SetVariable(Api(account), "LOG_LEVEL", "debug");
        }

        var changed = (await TemplateAsync(account), (await Cluster(account).ReadAsync(Api(account), Token)).Image);
        account.Settle();

        var release = account.Release(Development);
        Assert.Equal(ReleaseStatus.RolledBack, release.Status);
        Assert.StartsWith($"api: another hand changed {(image ? "the image to" : "containers.api.env.LOG_LEVEL")}", release.Reason, StringComparison.Ordinal);
        Assert.Equal(changed, (await TemplateAsync(account), (await Cluster(account).ReadAsync(Api(account), Token)).Image));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public async Task Insisting_ends_where_the_other_hand_does_not_let_go()
    {
        using var account = new Account(manifest: OnDrift("insist"));
        account.Push("cv-hub-api");
        account.RunUntil(() => Stands(account, ReleaseStatus.Rolling));

        for (var round = 0; Stands(account, ReleaseStatus.Rolling) && round < 40; round++)
        {
            await ChangeAsync(account, image: true);
            account.Run(TimeSpan.FromSeconds(15));
        }

        account.Settle();

        var release = account.Release(Development);
        Assert.Equal(ReleaseStatus.RolledBack, release.Status);
        Assert.EndsWith("during the rollout, though it was asked for again 3 times.", release.Reason, StringComparison.Ordinal);
        Assert.Empty(account.Changed);
    }

    [Fact]
    public async Task Where_the_other_hand_wins_its_change_stands_the_environment_is_frozen_and_a_person_goes_on()
    {
        using var account = new Account(manifest: OnDrift("freeze"));
        var before = await TemplateAsync(account);
        var pushed = account.Push("cv-hub-api");
        account.RunUntil(() => Stands(account, ReleaseStatus.Rolling));

        Cluster(account).SetVariable(Api(account), "LOG_LEVEL", "debug");
        account.Settle();

        var release = account.Release(Development);
        Assert.Equal(
            (ReleaseStatus.Frozen, "api: another hand changed containers.api.env.LOG_LEVEL during the rollout. The manifest lets stand what another hand changed on api: nothing is brought back. slipway retry or rollback says what becomes of it, slipway unfreeze lets the environment go on."),
            (release.Status, release.Reason));
        Assert.NotEqual(before, await TemplateAsync(account));
        Assert.Contains(account.Slipway.Memory.Restraints.All, restraint => restraint.Scope == "cv-hub/development");
        Assert.Contains(account.Slipway.Memory.Outbox.Notices, notice => notice.Text.EndsWith(release.Reason, StringComparison.Ordinal));

        Assert.Equal(InterventionOutcome.Done, account.Ask(InterventionKind.Retry, "the level is right", asked => asked with { Release = release.Id }).Outcome);
        account.Settle();
        Assert.Equal(ReleaseStatus.Verified, account.Release(Development).Status);
        Assert.All(account.Serving(Api(account)), digest => Assert.Equal(pushed.Digest, digest));
        Assert.Equal((await TemplateAsync(account)).Fingerprint, Good(account).Template);
    }

    [Fact]
    public async Task A_configuration_that_another_hand_won_comes_back_with_a_rollback_and_nothing_else_is_said()
    {
        using var account = new Account(manifest: OnDrift("freeze"));
        var before = await TemplateAsync(account);
        account.Push("cv-hub-api");
        account.RunUntil(() => Stands(account, ReleaseStatus.Rolling));
        Cluster(account).SetVariable(Api(account), "LOG_LEVEL", "debug");
        account.Settle();

        var answer = account.Ask(InterventionKind.RollBack, "no", asked => asked with { Release = account.Release(Development).Id });
        account.Settle();

        Assert.DoesNotContain("stays", answer.Answer, StringComparison.Ordinal);
        Assert.Equal((ReleaseStatus.RolledBack, before), (account.Release(Development).Status, await TemplateAsync(account)));
    }

    [Fact]
    public async Task What_another_hand_wins_can_be_rolled_back_by_a_person()
    {
        using var account = new Account(manifest: OnDrift("freeze"));
        var before = await TemplateAsync(account);
        account.Push("cv-hub-api");
        account.RunUntil(() => Stands(account, ReleaseStatus.Rolling));
        await ChangeAsync(account, image: true);
        account.Settle();
        Assert.Equal(ReleaseStatus.Frozen, account.Release(Development).Status);

        var answer = account.Ask(InterventionKind.RollBack, "no", asked => asked with { Release = account.Release(Development).Id });
        account.Settle();

        Assert.Equal((InterventionOutcome.Done, ReleaseStatus.RolledBack), (answer.Outcome, account.Release(Development).Status));
        Assert.Empty(account.Changed);
        Assert.Equal(before, await TemplateAsync(account));
    }

    [Fact]
    public async Task A_rollback_by_hand_leaves_what_was_configured_since_and_says_so()
    {
        using var account = new Account();
        var first = Release(account, "1111111");
        Release(account, "2222222");
        Cluster(account).SetVariable(Api(account), "LOG_LEVEL", "debug");
        account.Run(TimeSpan.FromMinutes(5));
        var changed = await TemplateAsync(account);

        var answer = RollBack(account, configuration: null);
        account.Settle();

        Assert.EndsWith(
            "The configuration is not as it was when that was verified, and stays: containers.api.env.LOG_LEVEL of api. slipway rollback --configuration brings it back, too.",
            answer.Answer, StringComparison.Ordinal);
        Assert.Equal(changed, await TemplateAsync(account));
        Assert.All(account.Serving(Api(account)), digest => Assert.Equal(first.Digest, digest));
    }

    [Fact]
    public async Task A_rollback_brings_the_configuration_back_that_was_verified_where_that_is_asked_for()
    {
        using var account = new Account();
        var first = Release(account, "1111111");
        var verified = await TemplateAsync(account);
        Cluster(account).SetVariable(Api(account), "LOG_LEVEL", "debug");
        account.Run(TimeSpan.FromMinutes(5));
        Release(account, "2222222");

        var answer = RollBack(account, configuration: true);
        account.Settle();

        Assert.Equal((InterventionOutcome.Done, true), (answer.Outcome, answer.Answer?.EndsWith($"api returns to {first.Digest.Abbreviation}.", StringComparison.Ordinal)));
        Assert.Equal(verified, await TemplateAsync(account));
        Assert.All(account.Serving(Api(account)), digest => Assert.Equal(first.Digest, digest));
        Assert.Equal(verified.Fingerprint, Good(account).Template);
    }

    [Fact]
    public void A_configuration_that_was_not_kept_is_refused_and_nothing_is_turned_back()
    {
        using var account = new Account();
        Release(account, "1111111");
        Release(account, "2222222");
        var release = account.Releases.Single(release => release.Push.Tag == "2222222" && release.Environment.Value == Development);
        account.Slipway.Memory.Releases.SaveAsync(release.Changed(release.Services[0] with { Good = release.Services[0].Good! with { Template = null } }), Token);

        var answer = RollBack(account, configuration: true);
        account.Settle();

        Assert.Equal(
            (InterventionOutcome.Refused, "The configuration that api had then was not kept; its image can come back: ask without --configuration."),
            (answer.Outcome, answer.Answer));
        Assert.Equal(ReleaseStatus.Verified, account.Releases.Single(other => other.Id == release.Id).Status);
    }

    private static Func<string, string> OnDrift(string word) => text => text.Replace("  strategy: rolling ", $"  onDrift: {word}\n  strategy: rolling ", StringComparison.Ordinal);

    private static bool Stands(Account account, ReleaseStatus status) => account.Releases.Any(release => release.Environment.Value == Development && release.Status == status);

    private static Cluster Cluster(Account account) => account.Slipway.Account.Cluster;

    private static WorkloadAddress Api(Account account) => account.Workload(Development, "api");

    private static Task<WorkloadTemplate> TemplateAsync(Account account) => ((IWorkloadTemplates)Cluster(account)).ReadAsync(Api(account), Token);

    /// <summary>Somebody puts the image before back, or sets a variable.</summary>
    private static async Task ChangeAsync(Account account, bool image)
    {
        if (image)
        {
            var release = account.Release(Development);
            await Cluster(account).ChangeImageAsync(Api(account), release.Services.Single(change => change.Service.Value == "api").Previous!, release.FencingToken, Token);
        }
        else
        {
            Cluster(account).SetVariable(Api(account), "LOG_LEVEL", "debug");
        }
    }

    private static Image Release(Account account, string tag)
    {
        var image = account.Push("cv-hub-api", tag: tag);
        account.RunUntil(() => account.Releases.Any(release => release.Push.Tag == tag && release.Environment.Value == Development && release.Status == ReleaseStatus.Verified));
        account.Settle();
        return image;
    }

    private static Intervention RollBack(Account account, bool? configuration) => account.Ask(
        InterventionKind.RollBack, "wrong totals", asked => asked with { System = new("cv-hub"), Environment = new(Development), Service = new("api"), Configuration = configuration });

    private static LastKnownGood Good(Account account) => account.Slipway.Memory.LastKnownGoods.All.Single(good => good.Environment.Value == Development && good.Service.Value == "api");
}
