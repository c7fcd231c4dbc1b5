using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Systems;
using Slipway.Local.Account;
using Slipway.Local.Hosting;

namespace Slipway.Tests.EndToEnd;

/// <summary>
/// One suite for every kind of workload, every strategy and a failure in every phase: the previous digest serves, the reason is told
/// once, nothing is left over.
/// </summary>
public sealed class RolloutScenarioTests
{
    private const string Environment = "production";

    private static readonly WorkloadKind[] Kinds = [WorkloadKind.Deployment, WorkloadKind.StatefulSet, WorkloadKind.DaemonSet, WorkloadKind.EcsService];
    private static readonly string[] Strategies = ["rolling", "canary", "blueGreen"];

    private static readonly (string Behaviour, string Reason)[] BadImages =
    [
        ("migration", "The job migrate failed"),
        ("missing", "ImagePull"),
        ("crashloop", "CrashLoopBackOff"),
        ("slow", "are allowed"),
        ("unhealthy", "answered 503; expected 200"),
        ("errors", "5xx went off"),
    ];

    private static readonly string[] Steps = ["StartMigrations", "CheckMigrations", "RunCanaries", "CheckCanaries", "ChangeWorkloads", "CheckRollout", "VerifyRelease"];

    private static readonly TimeSpan KeptByEcs = TimeSpan.FromMinutes(10);

    public static TheoryData<WorkloadKind, string> Everything => [.. Kinds.SelectMany(kind => Strategies.Select(strategy => new TheoryDataRow<WorkloadKind, string>(kind, strategy)))];

    public static TheoryData<WorkloadKind, string, string, string> EveryBadImage =>
        [.. Everything.SelectMany(row => BadImages.Select(bad => new TheoryDataRow<WorkloadKind, string, string, string>(row.Data.Item1, row.Data.Item2, bad.Behaviour, bad.Reason)))];

    public static TheoryData<WorkloadKind, string, string> EveryStep =>
        [.. Everything.SelectMany(row => Steps.Where(step => !step.Contains("Canar", StringComparison.Ordinal) || HasCanary(row.Data.Item1, row.Data.Item2)).Select(step => new TheoryDataRow<WorkloadKind, string, string>(row.Data.Item1, row.Data.Item2, step)))];

    [Theory]
    [MemberData(nameof(Everything))]
    public void A_good_image_comes_to_serve(WorkloadKind kind, string strategy)
    {
        using var account = Start(kind, strategy);
        var image = account.Push("shop-web");

        account.Settle();
        account.Run(KeptByEcs);

        Assert.Equal(ReleaseStatus.Verified, account.Release(Environment).Status);
        Assert.Equal(HasCanary(kind, strategy), account.Release(Environment).Canary is not null);
        Assert.All(account.Serving(account.Workload(Environment, "web")), digest => Assert.Equal(image.Digest, digest));
        account.AssertNothingIsLeft();
    }

    [Theory]
    [MemberData(nameof(EveryBadImage))]
    public void A_bad_image_leaves_the_previous_one_serving(WorkloadKind kind, string strategy, string behaviour, string reason)
    {
        using var account = Start(kind, strategy);
        account.Push("shop-web", ImageBehaviours.Find(behaviour)!.Value);

        account.Settle();

        AssertBack(account, behaviour == "migration" ? ReleaseStatus.Failed : ReleaseStatus.RolledBack, reason);
    }

    [Theory]
    [MemberData(nameof(EveryStep))]
    public void A_step_that_always_dies_leaves_the_previous_image_serving(WorkloadKind kind, string strategy, string step)
    {
        using var account = Start(kind, strategy, (call, _) => call.Function.LogicalId == step ? Fault.DiesAfter : Fault.None);
        account.Push("shop-web");

        account.Settle();

        Assert.Contains(account.Release(Environment).Status, new[] { ReleaseStatus.Failed, ReleaseStatus.RolledBack });
        AssertBack(account, account.Release(Environment).Status, "Runtime.ExitError");
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void A_person_takes_a_verified_image_back(WorkloadKind kind, string strategy)
    {
        using var account = Start(kind, strategy);
        account.Push("shop-web");
        account.Settle();
        account.Ask(InterventionKind.RollBack, "totals are wrong", asked => asked with { Release = account.Release(Environment).Id });

        account.Settle();

        AssertBack(account, ReleaseStatus.RolledBack, "totals are wrong");
    }

    private static bool HasCanary(WorkloadKind kind, string strategy) =>
        strategy == "canary" ? kind is WorkloadKind.Deployment or WorkloadKind.EcsService : strategy == "blueGreen" && kind == WorkloadKind.Deployment;

    private static void AssertBack(Account account, ReleaseStatus end, string reason)
    {
        var release = account.Release(Environment);
        Assert.Equal(end, release.Status);
        Assert.Contains(reason, release.Reason, StringComparison.Ordinal);
        Assert.Empty(account.Changed);
        var workload = account.Workload(Environment, "web");
        Assert.Equal(account.Slipway.Account.Cluster.CountAsync(workload, TestContext.Current.CancellationToken).Result.Desired, account.Serving(workload).Count);
        account.AssertNothingIsLeft();
    }

    private static Account Start(WorkloadKind kind, string strategy, FaultPlan? faults = null) => new(
        settings: faults is null ? null : settings => settings with { Faults = faults },
        manifest: _ => $$$"""
            apiVersion: slipway/v1
            kind: System
            metadata: {name: shop}
            region: eu-central-1
            environments:
              production: {cluster: shop-production, namespace: shop, trigger: {ecrPush: {tags: ["*"]}}, approval: {mode: none} }
            services:
              web:
                kind: {{{kind}}}
                workload: web
                container: web
                image: {repository: shop-web}
                replicas: {min: 4, max: 4}
            jobs:
              migrate: {image: {repository: shop-web}, run: [migrate] }
            databases:
              main:
                identifier: shop
                engine: postgres
                version: "16"
                backup: {snapshotBeforeDeploy: always}
                migrations: {job: migrate}
            rollout:
              strategy: {{{strategy}}}
              verify:
                stableWithin: 10m
                bake: 5m
                smoke: [{url: "https://web.shop.example/health"}]
            alarms:
              alb-5xx:
                watch: services.web
                namespace: AWS/ApplicationELB
                metric: HTTPCode_Target_5XX_Count
                statistic: Sum
                above: 10
                period: 1m
                for: 1m
                severity: critical
            notifications:
              channels: {people: {kind: email, to: people@shop.example} }
              routes: {critical: [people], warning: [people], info: [people] }
            """);
}
