using Slipway.Domain.Images;
using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Pauses;
using Slipway.Local.Account;
using Slipway.Local.Hosting;

namespace Slipway.Tests.EndToEnd;

/// <summary>A service of ECS whose pause hooks hold each deployment, on the whole installation.</summary>
public sealed class PauseHookTests
{
    private const string Development = "development";
    private const string BySlipway = "{continuedBy: slipway}";
    private static readonly PausePlace[] Everywhere = [PausePlace.BeforeReplicas, PausePlace.BeforeTests, PausePlace.BeforeRequests, PausePlace.AfterRequests];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_release_that_may_continues_each_once_what_waits_there_is_good()
    {
        using var account = Start(BySlipway);
        var image = account.Push("dougust-be", tag: "dev-1");
        account.RunUntil(() => State(account).Pause is { Place: PausePlace.BeforeRequests });
        var from = account.Slipway.Clock.GetUtcNow();

        account.RunUntil(() => Served(account, image));
        Assert.InRange((account.Slipway.Clock.GetUtcNow() - from).TotalSeconds, 120, 160);
        Assert.Contains(account.Release(Development).Verdicts, verdict => verdict is { Rule: "verification", Kind: VerdictKind.Pass, About: "api at BeforeRequests" });

        account.Run(TimeSpan.FromMinutes(4));
        Assert.Equal((ReleaseStatus.Verifying, PausePlace.AfterRequests), (account.Release(Development).Status, State(account).Pause?.Place));
        account.RunUntil(() => State(account).Pause is null);
        Assert.True(State(account).IsOldSideKept);
        account.RunUntil(() => account.Release(Development).Status == ReleaseStatus.Verified);
        Assert.False(State(account).IsOldSideKept);
        account.Settle();
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(ImageBehaviour.Unhealthy, "answered 503; expected 200")]
    [InlineData(ImageBehaviour.CrashLoop, "CrashLoopBackOff")]
    [InlineData(ImageBehaviour.Slow, "at most 15 min are allowed")]
    public void What_is_bad_before_the_requests_never_gets_one(ImageBehaviour behaviour, string reason)
    {
        using var account = Start(BySlipway);
        var image = account.Push("dougust-be", behaviour, "dev-1");

        account.RunUntil(() =>
        {
            Assert.False(Served(account, image));
            return account.Releases.Any(release => release.Status.IsFinal());
        });
        account.Settle();

        var release = account.Release(Development);
        Assert.Equal(ReleaseStatus.RolledBack, release.Status);
        Assert.Contains(reason, release.Reason, StringComparison.Ordinal);
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void Of_several_services_each_is_asked_for_what_it_must_answer_itself()
    {
        using var account = new Account("dougust", manifest: text => text
            .Replace("approval: {mode: manual, approvers: [release-managers]}", "approval: {mode: none}", StringComparison.Ordinal)
            .Replace("pool: {maxOpen: 15}", "pool: {maxOpen: 15, usedBy: [services.api]}", StringComparison.Ordinal)
            .Replace("\nservices:\n", "\nservices:\n  web: {kind: EcsService, workload: dougust-web, container: web, image: {repository: dougust-be}, replicas: {min: 2, max: 4}, dependsOn: [api]}\n", StringComparison.Ordinal)
            .Replace("  strategy: rolling ", $"  blueGreen: {{smoke: [{Green("dougust-be", "api")}, {Green("dougust-web", "web")}]}}\n  pauseHooks: {BySlipway}\n  strategy: blueGreen ", StringComparison.Ordinal));
        var cluster = account.Slipway.Account.Cluster;
        Assert.All(new[] { "api", "web" }, service => cluster.SetPauseHooks(account.Workload(Development, service), PausePlace.BeforeRequests));

        account.Push("dougust-be", tag: "dev-1");
        account.RunUntil(() => account.Releases.Any(release => release.Environment.Value == Development && release.Status.IsFinal()));

        var release = account.Release(Development);
        Assert.Equal(ReleaseStatus.Verified, release.Status);
        Assert.Equal(
            ["api at BeforeRequests", "web at BeforeRequests"],
            release.Verdicts.Where(verdict => verdict is { Rule: "verification", Kind: VerdictKind.Pass, About: not null }).Select(verdict => verdict.About));
    }

    [Fact]
    public void What_is_bad_once_it_takes_all_requests_is_not_continued_and_gives_them_back()
    {
        using var account = Start(BySlipway, PausePlace.AfterRequests);
        var image = account.Push("dougust-be", ImageBehaviour.Errors, "dev-1");

        account.RunUntil(() => Served(account, image));
        account.RunUntil(() =>
        {
            var status = account.Release(Development).Status;
            Assert.True(status != ReleaseStatus.Verifying || State(account).Pause is { Place: PausePlace.AfterRequests });
            return status == ReleaseStatus.RollingBack;
        });
        account.Settle();

        Assert.Equal(ReleaseStatus.RolledBack, account.Release(Development).Status);
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(BySlipway)]
    [InlineData(null)]
    public void A_digest_that_is_put_into_quarantine_meanwhile_goes_no_further(string? hooks)
    {
        using var account = Start(hooks, PausePlace.BeforeRequests);
        var image = account.Push("dougust-be", tag: "dev-1");
        account.RunUntil(() => State(account).Pause is not null);
        account.Ask(InterventionKind.Quarantine, "it writes wrong totals", asked => asked with { Digest = image.Digest });

        account.RunUntil(() =>
        {
            Assert.False(Served(account, image));
            return account.Release(Development).Status.IsFinal();
        });
        account.Settle();

        Assert.Equal(ReleaseStatus.RolledBack, account.Release(Development).Status);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public async Task What_another_hand_deploys_is_not_continued()
    {
        using var account = Start(BySlipway, PausePlace.BeforeReplicas, PausePlace.BeforeRequests);
        account.Push("dougust-be", tag: "dev-1");
        account.RunUntil(() => State(account).Pause is { Place: PausePlace.BeforeRequests });
        var other = account.Push("dougust-be", tag: "other-1");
        await account.Slipway.Account.Cluster.ChangeImageAsync(Api(account), other, 1000, Token);
        Assert.Equal(PausePlace.BeforeReplicas, State(account).Pause?.Place);

        account.RunUntil(() =>
        {
            Assert.True(State(account).Image != other || State(account).Pause is not null);
            return account.Release(Development).Status == ReleaseStatus.RollingBack;
        });
        account.Settle();

        Assert.Contains("another hand changed the image", account.Release(Development).Reason, StringComparison.Ordinal);
        Assert.Empty(account.Slipway.Memory.Restraints.All);
    }

    [Theory]
    [InlineData(PausePlace.BeforeReplicas)]
    [InlineData(PausePlace.BeforeRequests)]
    [InlineData(PausePlace.AfterRequests)]
    public async Task Unless_it_is_said_otherwise_others_continue_it_and_no_time_limit_runs_meanwhile(PausePlace place)
    {
        using var account = Start(null, place);
        account.Push("dougust-be", tag: "dev-1");
        account.RunUntil(() => State(account).Pause is not null);

        account.Run(TimeSpan.FromMinutes(50));
        var waiting = account.Release(Development);
        Assert.Equal((false, $"api: its cluster holds the deployment at {place} until somebody continues it."), (waiting.Status.IsFinal(), waiting.Verdict!.Reason));
        await account.Slipway.Account.Cluster.ContinueAsync(Api(account), State(account).Pause!, Token);
        account.Settle();

        Assert.Equal(ReleaseStatus.Verified, account.Release(Development).Status);
        Assert.Single(account.Slipway.Memory.Outbox.Notices, notice => notice.Id.Contains("held-", StringComparison.Ordinal));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public async Task What_takes_all_requests_is_verified_before_it_is_the_turn_of_others()
    {
        using var account = Start("{within: 3m}", PausePlace.AfterRequests);
        account.Push("dougust-be", tag: "dev-1");
        account.RunUntil(() => State(account).Pause is not null);

        account.Run(TimeSpan.FromMinutes(4));
        Assert.DoesNotContain(account.Slipway.Memory.Outbox.Notices, notice => notice.Id.Contains("held-", StringComparison.Ordinal));
        account.Run(TimeSpan.FromMinutes(2));
        Assert.Single(account.Slipway.Memory.Outbox.Notices, notice => notice.Id.Contains("held-", StringComparison.Ordinal));
        await account.Slipway.Account.Cluster.ContinueAsync(Api(account), State(account).Pause!, Token);
        account.Settle();

        Assert.Equal(ReleaseStatus.Verified, account.Release(Development).Status);
    }

    [Theory]
    [InlineData(null, 60)]
    [InlineData("{within: 20m}", 20)]
    public void What_nobody_continues_is_turned_back(string? hooks, int minutes)
    {
        using var account = Start(hooks, PausePlace.BeforeRequests);
        account.Push("dougust-be", tag: "dev-1");
        account.RunUntil(() => State(account).Pause is not null);
        var from = account.Slipway.Clock.GetUtcNow();

        account.RunUntil(() => account.Release(Development).Status == ReleaseStatus.RollingBack);
        Assert.InRange((account.Slipway.Clock.GetUtcNow() - from).TotalMinutes, minutes, minutes + 1);
        account.Settle();

        Assert.Contains("and nobody continued it", account.Release(Development).Reason, StringComparison.Ordinal);
        Assert.Empty(account.Slipway.Memory.Restraints.All);
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public async Task The_pauses_of_others_share_their_time()
    {
        using var account = Start("{within: 20m}", PausePlace.BeforeReplicas, PausePlace.BeforeRequests);
        account.Push("dougust-be", tag: "dev-1");
        account.RunUntil(() => State(account).Pause is not null);
        account.Run(TimeSpan.FromMinutes(15));
        await account.Slipway.Account.Cluster.ContinueAsync(Api(account), State(account).Pause!, Token);
        account.RunUntil(() => State(account).Pause is { Place: PausePlace.BeforeRequests });

        var from = account.Slipway.Clock.GetUtcNow();
        account.RunUntil(() => account.Release(Development).Status == ReleaseStatus.RollingBack);
        Assert.InRange((account.Slipway.Clock.GetUtcNow() - from).TotalMinutes, 4, 6);
    }

    [Fact]
    public void What_is_still_held_is_not_verified_again()
    {
        using var account = Start("{within: 20m}", null, irreversible: true, PausePlace.BeforeRequests);
        account.Push("dougust-be", tag: "dev-1");
        account.Settle();
        var release = account.Release(Development);
        Assert.Equal(ReleaseStatus.Frozen, release.Status);

        var answer = account.Ask(InterventionKind.Retry, "they were at lunch", asked => asked with { Release = release.Id });

        Assert.Equal(
            (InterventionOutcome.Refused, $"{release.Id} takes no requests on api: its cluster holds the deployment at BeforeRequests. Continue it there, and ask again when it has arrived."),
            (answer.Outcome, answer.Answer));
    }

    [Theory]
    [InlineData(Fault.None)]
    [InlineData(Fault.DiesBefore)]
    [InlineData(Fault.DiesAfter)]
    public void The_way_back_waits_for_nobody(Fault fault)
    {
        using var account = Start(null, settings => settings with { Faults = (call, earlier) => call.Function.LogicalId == "CheckRollback" && earlier % 2 == 0 ? fault : Fault.None }, irreversible: false, Everywhere);
        var before = account.Serving(Api(account));
        account.Slipway.Account.Cluster.SetPauseHooks(Api(account));
        account.Push("dougust-be", tag: "dev-1");
        account.Settle();
        account.Slipway.Account.Cluster.SetPauseHooks(Api(account), Everywhere);

        account.Ask(InterventionKind.RollBack, "it writes wrong totals", asked => asked with { Release = account.Release(Development).Id });
        account.Settle();
        account.Run(TimeSpan.FromMinutes(5));

        Assert.Equal(ReleaseStatus.RolledBack, account.Release(Development).Status);
        Assert.Equal(before, account.Serving(Api(account)));
        Assert.Null(State(account).Pause);
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("CheckRollout", Fault.DiesBefore)]
    [InlineData("CheckRollout", Fault.DiesAfter)]
    [InlineData("CheckPauses", Fault.DiesBefore)]
    [InlineData("CheckPauses", Fault.DiesAfter)]
    [InlineData("VerifyRelease", Fault.DiesBefore)]
    [InlineData("VerifyRelease", Fault.DiesAfter)]
    public void A_function_that_dies_once_each_time_is_repeated(string function, Fault fault)
    {
        using var account = Start(BySlipway, settings => settings with { Faults = (call, earlier) => call.Function.LogicalId == function && earlier % 2 == 0 ? fault : Fault.None }, irreversible: false, Everywhere);
        account.Push("dougust-be", tag: "dev-1");

        account.Settle();

        Assert.Equal(ReleaseStatus.Verified, account.Release(Development).Status);
        account.AssertNothingIsLeft();
    }

    private static string Green(string workload, string service) => $"{{url: https://{workload}.development.example.com/green, service: services.{service}}}";

    private static WorkloadAddress Api(Account account) => account.Workload(Development, "api");

    private static WorkloadState State(Account account) => account.Slipway.Account.Cluster.ReadAsync(Api(account), Token).Result;

    private static bool Served(Account account, Image image) => account.Serving(Api(account)).Contains(image.Digest);

    private static Account Start(string? hooks, params PausePlace[] places) => Start(hooks, null, irreversible: false, places);

    private static Account Start(string? hooks, Func<InstallationSettings, InstallationSettings>? settings, bool irreversible, params PausePlace[] places)
    {
        var account = new Account("dougust", settings, text => text.Replace("approval: {mode: manual, approvers: [release-managers]}", "approval: {mode: none}", StringComparison.Ordinal)
            .Replace("migrations: {job: migrate", irreversible ? "migrations: {reversibility: irreversible, job: migrate" : "migrations: {job: migrate", StringComparison.Ordinal)
            .Replace(
            "  strategy: rolling ",
            $"  blueGreen: {{preview: 2m, keep: 5m, smoke: [{{url: https://green.dougust-development.example.com/api/health}}]}}\n{(hooks is null ? "" : $"  pauseHooks: {hooks}\n")}  strategy: blueGreen ",
            StringComparison.Ordinal));
        account.Slipway.Account.Cluster.SetPauseHooks(Api(account), places.Length == 0 ? Everywhere : places);
        return account;
    }
}
