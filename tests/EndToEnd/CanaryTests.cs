using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Local.Account;
using Slipway.Local.Hosting;
using Slipway.Local.StepFunctions;

namespace Slipway.Tests.EndToEnd;

/// <summary>An image is tried on some replicas beside those that serve: a good one replaces them, a bad one never touches them.</summary>
public sealed class CanaryTests
{
    private static readonly string[] OnTheWay = ["RunCanaries", "CheckCanaries", "ChangeWorkloads", "CheckRollout"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, Fault> EveryFunctionEachWay => [.. OnTheWay.SelectMany(function => new[] { Fault.DiesBefore, Fault.DiesAfter }.Select(fault => new TheoryDataRow<string, Fault>(function, fault)))];

    [Theory]
    [InlineData("cv-hub", "cv-hub-api", "development", "api")]
    [InlineData("dougust", "dougust-be", "development", "api")]
    public async Task A_good_image_is_tried_in_steps_beside_what_serves_and_replaces_it(string system, string repository, string environment, string service)
    {
        using var account = Start(system);
        var workload = account.Workload(environment, service);
        var before = (await account.Slipway.Account.Cluster.CountAsync(workload, Token)).Desired;
        var image = account.Push(repository, tag: "dev-1");

        List<int> seen = [0];
        account.RunUntil(() =>
        {
            var canary = account.Slipway.Account.Cluster.Canaries.FirstOrDefault(canary => canary.Cluster == workload.Cluster);
            var replicas = canary is null ? 0 : account.Slipway.Account.Cluster.CountAsync(canary, Token).Result.Desired;
            if (replicas != seen[^1])
            {
                seen.Add(replicas);
                Assert.True(replicas == 0 || account.Slipway.Account.Cluster.ReadAsync(workload, Token).Result is { Image: var asked, Ready: var ready } && asked != image && ready == before);
            }

            return account.Releases.Any(release => release.Environment.Value == environment && release.Status == ReleaseStatus.Verified);
        });

        Assert.Equal([0, 1, before, 0], seen);
        Assert.All(account.Serving(workload), digest => Assert.Equal(image.Digest, digest));
        var release = account.Release(environment);
        Assert.True(release.Canary!.IsDone);
        Assert.Equal(["canary 20 %", "canary 50 %"], release.Verdicts.Where(verdict => verdict is { Kind: VerdictKind.Pass, Rule: "verification", About: not null } && verdict.About.StartsWith("canary", StringComparison.Ordinal)).Select(verdict => verdict.About));
        Assert.Empty(account.Slipway.Memory.Leases.Held);
    }

    [Theory]
    [InlineData("cv-hub", "cv-hub-api", "api", "crashloop", "CrashLoopBackOff")]
    [InlineData("cv-hub", "cv-hub-api", "api", "missing", "ImagePull")]
    [InlineData("cv-hub", "cv-hub-api", "api", "slow", "at most")]
    [InlineData("cv-hub", "cv-hub-api", "api", "unhealthy", "answered 503; expected 200")]
    [InlineData("cv-hub", "cv-hub-api", "api", "errors", "alb-5xx went off")]
    [InlineData("dougust", "dougust-be", "api", "crashloop", "CrashLoopBackOff")]
    [InlineData("dougust", "dougust-be", "api", "missing", "ImagePull")]
    [InlineData("dougust", "dougust-be", "api", "slow", "at most")]
    [InlineData("dougust", "dougust-be", "api", "unhealthy", "ecs-unhealthy-tasks went off")]
    public async Task A_bad_image_is_ended_with_its_canary_and_what_serves_was_never_asked_for_it(string system, string repository, string service, string behaviour, string reason)
    {
        using var account = Start(system);
        var workload = account.Workload("development", service);
        var before = await account.Slipway.Account.Cluster.ReadAsync(workload, Token);
        var image = account.Push(repository, ImageBehaviours.Find(behaviour)!.Value, "dev-1");

        account.RunUntil(() =>
        {
            Assert.NotEqual(image, account.Slipway.Account.Cluster.ReadAsync(workload, Token).Result.Image);
            return account.Releases.Any(release => release.Status.IsFinal());
        });
        account.Settle();

        var release = account.Release("development");
        Assert.Equal(ReleaseStatus.RolledBack, release.Status);
        Assert.Contains(reason, release.Reason, StringComparison.Ordinal);
        Assert.Equivalent(before, await account.Slipway.Account.Cluster.ReadAsync(workload, Token));
        Assert.Empty(account.Changed);
        Assert.Contains(account.Slipway.Memory.Restraints.All, restraint => restraint.Scope == image.Digest.Value);
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("healthy", ReleaseStatus.Verified, "Not proven worse")]
    [InlineData("sluggish", ReleaseStatus.RolledBack, "p50 is")]
    [InlineData("errors", ReleaseStatus.RolledBack, "of the requests fail against")]
    public void A_canary_is_compared_with_what_serves_beside_it(string behaviour, ReleaseStatus end, string reason)
    {
        using var account = new Account("cv-hub", manifest: text => text.Replace("strategy: rolling ", """
            strategy: canary
              canary:
                compare:
                  - service: services.api
                    latency: {namespace: Cv/Hub, name: Latency, unit: s, dimensions: [{name: Workload, value: "{workload}"}]}
                    errors: {namespace: Cv/Hub, name: Errors, dimensions: [{name: Workload, value: "{workload}"}]} 
            """, StringComparison.Ordinal).Replace("alb-5xx:", "alb-other:", StringComparison.Ordinal).Replace("HTTPCode_Target_5XX_Count", "HTTPCode_Target_4XX_Count", StringComparison.Ordinal));
        account.Push("cv-hub-api", ImageBehaviours.Find(behaviour)!.Value);

        account.Settle();

        var release = account.Release("development");
        Assert.Equal(end, release.Status);
        var compared = release.Verdicts.Last(verdict => verdict.Rule == "canary");
        Assert.Contains(reason, compared.Reason, StringComparison.Ordinal);
        Assert.Equal(compared.Kind, Rules.Replay(compared)!.Kind);
        Assert.True(compared.Inputs.GetRawText().Length < 20_000);
        account.AssertNothingIsLeft();
    }

    [Theory]
    [MemberData(nameof(EveryFunctionEachWay))]
    public void A_function_that_dies_once_is_repeated_and_its_effects_happen_once(string function, Fault fault)
    {
        using var account = Start("cv-hub", Once(function, fault));
        account.Push("cv-hub-api");

        account.Settle();

        Assert.Equal(2, account.Releases.Count);
        Assert.All(account.Releases, release => Assert.Equal(ReleaseStatus.Verified, release.Status));
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("RollBack", Fault.DiesBefore)]
    [InlineData("RollBack", Fault.DiesAfter)]
    [InlineData("CheckRollback", Fault.DiesBefore)]
    [InlineData("CheckRollback", Fault.DiesAfter)]
    public void A_function_that_dies_on_the_way_back_leaves_no_canary(string function, Fault fault)
    {
        foreach (var reversibility in new[] { "expand-contract", "irreversible" })
        {
            using var account = new Account("cv-hub", settings => settings with { Faults = Once(function, fault) }, text => text
                .Replace("strategy: rolling ", "strategy: canary ", StringComparison.Ordinal).Replace("migrations: {job: migrate", $"migrations: {{reversibility: {reversibility}, job: migrate", StringComparison.Ordinal));
            account.Push("cv-hub-api", ImageBehaviour.CrashLoop);

            account.Settle();

            Assert.Equal(reversibility == "irreversible" ? ReleaseStatus.Frozen : ReleaseStatus.RolledBack, account.Release("development").Status);
            Assert.Empty(account.Changed);
            account.AssertNothingIsLeft();
        }
    }

    [Fact]
    public void A_digest_that_is_put_into_quarantine_while_it_is_tried_goes_no_further()
    {
        using var account = Start("cv-hub");
        var image = account.Push("cv-hub-api");
        account.RunUntil(() => account.Slipway.Account.Cluster.Canaries.Count > 0);
        account.Ask(InterventionKind.Quarantine, "it writes wrong totals", asked => asked with { Digest = image.Digest });

        account.Settle();

        Assert.Equal(ReleaseStatus.RolledBack, account.Release("development").Status);
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("expand-contract", ReleaseStatus.RolledBack, false)]
    [InlineData("expand-contract", ReleaseStatus.RolledBack, true)]
    [InlineData("irreversible", ReleaseStatus.Frozen, false)]
    public void A_release_that_is_only_tried_is_called_off_as_a_bad_canary_is(string reversibility, ReleaseStatus end, bool asksAtOnce)
    {
        using var account = new Account("cv-hub", manifest: text => text
            .Replace("strategy: rolling ", "strategy: canary ", StringComparison.Ordinal).Replace("migrations: {job: migrate", $"migrations: {{reversibility: {reversibility}, job: migrate", StringComparison.Ordinal));
        var image = account.Push("cv-hub-api");
        account.RunUntil(() => asksAtOnce ? account.Releases.Any(release => release.IsOnlyTried()) : account.Slipway.Account.Cluster.Canaries.Count > 0);
        var tried = account.Release("development").Id;

        var answer = account.Ask(InterventionKind.RollBack, "wrong totals", asked => asked with { Release = tried }, id: "i");
        account.Ask(InterventionKind.RollBack, "wrong totals", asked => asked with { Release = tried }, id: "i");
        account.Settle();

        var release = account.Release("development");
        Assert.Equal((InterventionOutcome.Done, $"{tried} is called off: its canary beside api is being ended, and what was there before serves."), (answer.Outcome, answer.Answer));
        Assert.Equal((end, "i"), (release.Status, release.UndoneBy));
        Assert.StartsWith("ann rolls it back: wrong totals.", release.Reason, StringComparison.Ordinal);
        Assert.Equal(end == ReleaseStatus.RolledBack, account.Slipway.Memory.Restraints.All.Any(restraint => restraint.Scope == image.Digest.Value));
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_release_that_has_passed_its_canary_is_not_called_off_any_more()
    {
        using var account = Start("cv-hub");
        account.Push("cv-hub-api");
        account.RunUntil(() => account.Releases.Any(release => release is { Status: ReleaseStatus.Rolling, Canary.IsDone: true }));

        var answer = account.Ask(InterventionKind.RollBack, "wrong totals", asked => asked with { Release = account.Release("development").Id });

        Assert.Contains("is on its way: it goes back by itself where it is not good", answer.Answer, StringComparison.Ordinal);
        account.Settle();
        Assert.All(account.Releases, release => Assert.Equal(ReleaseStatus.Verified, release.Status));
    }

    [Fact]
    public void The_fix_that_comes_right_after_a_bad_canary_goes_in()
    {
        using var account = Start("dougust");
        account.Push("dougust-be", ImageBehaviour.CrashLoop, "dev-1");
        account.RunUntil(() => account.Releases.Any(release => release.Status == ReleaseStatus.RollingBack));
        var image = account.Push("dougust-be", tag: "dev-2");

        account.Settle();

        Assert.All(account.Serving(account.Workload("development", "api")), digest => Assert.Equal(image.Digest, digest));
    }

    [Theory]
    [InlineData("RunCanaries")]
    [InlineData("CheckCanaries")]
    public void A_function_that_always_dies_ends_the_canary_and_leaves_what_serves(string function)
    {
        using var account = Start("cv-hub", (call, _) => call.Function.LogicalId == function ? Fault.DiesAfter : Fault.None);
        account.Push("cv-hub-api");

        account.Settle();

        Assert.Equal(ReleaseStatus.RolledBack, account.Release("development").Status);
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_rollout_that_is_stopped_while_it_tries_an_image_ends_its_canary()
    {
        using var account = Start("cv-hub");
        account.Push("cv-hub-api");
        account.RunUntil(() => account.Slipway.Account.Cluster.Canaries.Count > 0);
        account.Slipway.StateMachines.Stop(Assert.Single(account.Slipway.StateMachines.Executions, execution => execution.Status == ExecutionStatus.Running && execution.Name.EndsWith("-rollout", StringComparison.Ordinal)).Arn);

        account.Settle();

        Assert.Equal(ReleaseStatus.RolledBack, account.Release("development").Status);
        Assert.Empty(account.Changed);
        Assert.Empty(account.Slipway.Account.Cluster.Canaries);
    }

    private static FaultPlan Once(string function, Fault fault) => (call, earlier) => call.Function.LogicalId == function && earlier == 0 ? fault : Fault.None;

    private static Account Start(string system, FaultPlan? faults = null) => new(
        system,
        faults is null ? null : settings => settings with { Faults = faults },
        text => text.Replace("strategy: rolling ", "strategy: canary ", StringComparison.Ordinal));
}
