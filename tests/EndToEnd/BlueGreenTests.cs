using Slipway.Domain.Images;
using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Local.Account;
using Slipway.Local.Hosting;

namespace Slipway.Tests.EndToEnd;

/// <summary>An image comes up in full beside what serves and takes all requests at once; the old side is kept until the new one has proven good.</summary>
public sealed class BlueGreenTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "DGT-93")]
    public async Task The_requests_go_to_the_green_side_at_once_and_the_old_side_is_kept()
    {
        using var account = Start();
        var workload = account.Workload("development", "api");
        var before = account.Serving(workload);
        var image = account.Push("cv-hub-api");

        List<(Digest Reached, bool IsOldKept)> seen = [];
        account.RunUntil(() =>
        {
            var serving = account.Serving(workload);
            Assert.True(serving.Count >= before.Count - 1, "replicas were missing");
            var now = (Assert.Single(serving.Distinct()), account.Slipway.Account.Cluster.ReadAsync(workload, Token).Result.Image != image);
            if (seen.Count == 0 || seen[^1] != now)
            {
                seen.Add(now);
            }

            return account.Releases.Any(release => release.Environment.Value == "development" && release.Status == ReleaseStatus.Verified);
        });

        Assert.Equal([(before[0], true), (image.Digest, true), (image.Digest, false)], seen);
        var release = account.Release("development");
        Assert.Equal(["green before the switch", "green"], release.Verdicts.Where(verdict => verdict is { Kind: VerdictKind.Pass, Rule: "verification", About: not null } && verdict.About.StartsWith("green", StringComparison.Ordinal)).Select(verdict => verdict.About));
        account.Settle();
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void What_takes_no_requests_rolls()
    {
        using var account = Start();
        account.Push("cv-hub-worker");

        account.RunUntil(() =>
        {
            Assert.Empty(account.Slipway.Account.Cluster.Canaries);
            return account.Releases.Count == 2 && account.Releases.All(release => release.Status == ReleaseStatus.Verified);
        });
    }

    [Fact]
    public void What_cannot_be_switched_is_refused_before_its_migration_and_is_no_fault_of_the_image()
    {
        using var account = Start();
        account.Slipway.Account.Cluster.ShareService(account.Workload("development", "api"));
        account.Push("cv-hub-api");
        account.Settle();

        var release = account.Release("development");
        Assert.Equal((ReleaseStatus.Failed, "The Service cv-hub/cv-hub-api sends requests to another workload as well: give each its own."), (release.Status, release.Reason));
        Assert.Empty(release.Migrations);
        Assert.Empty(account.Slipway.Memory.Restraints.All);
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("unhealthy", "answered 503; expected 200")]
    [InlineData("crashloop", "CrashLoopBackOff")]
    public void What_is_bad_before_the_switch_never_gets_a_request(string behaviour, string reason)
    {
        using var account = Start(blueGreen: "{preview: 2m, smoke: [{url: https://green.dev.cv-hub.io/health}]}");
        var workload = account.Workload("development", "api");
        var image = account.Push("cv-hub-api", ImageBehaviours.Find(behaviour)!.Value);

        account.RunUntil(() =>
        {
            Assert.DoesNotContain(image.Digest, account.Serving(workload));
            return account.Releases.Any(release => release.Status.IsFinal());
        });
        account.Settle();

        Assert.Equal(ReleaseStatus.RolledBack, account.Release("development").Status);
        Assert.Contains(reason, account.Release("development").Reason, StringComparison.Ordinal);
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("errors", "alb-5xx went off")]
    [InlineData("unhealthy", "answered 503; expected 200")]
    public void What_is_bad_after_the_switch_gives_the_requests_back_to_replicas_that_never_left(string behaviour, string reason)
    {
        using var account = Start();
        var workload = account.Workload("development", "api");
        var before = account.Serving(workload);
        var image = account.Push("cv-hub-api", ImageBehaviours.Find(behaviour)!.Value);
        account.RunUntil(() => account.Serving(workload).Contains(image.Digest));

        account.RunUntil(() => account.Release("development").Status == ReleaseStatus.RollingBack);
        account.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(before, account.Serving(workload));
        account.Settle();

        Assert.Contains(reason, account.Release("development").Reason, StringComparison.Ordinal);
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_workload_that_does_not_come_to_the_image_keeps_the_one_before()
    {
        using var account = Start();
        var workload = account.Workload("development", "api");
        var image = account.Push("cv-hub-api");
        account.RunUntil(() => account.Releases.Any(release => release.Canary is { Step: 1 }));
        account.Slipway.Account.Registry.Remove(image);

        account.RunUntil(() =>
        {
            Assert.NotEmpty(account.Serving(workload));
            return account.Release("development").Status.IsFinal();
        });
        account.Settle();

        Assert.Equal(ReleaseStatus.RolledBack, account.Release("development").Status);
        Assert.Contains("ImagePull", account.Release("development").Reason, StringComparison.Ordinal);
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }

    [Theory]
    [MemberData(nameof(CanaryTests.EveryFunctionEachWay), MemberType = typeof(CanaryTests))]
    public void A_function_that_dies_once_is_repeated(string function, Fault fault)
    {
        using var account = Start((call, earlier) => call.Function.LogicalId == function && earlier == 0 ? fault : Fault.None);
        var image = account.Push("cv-hub-api");

        account.Settle();

        Assert.Equal(2, account.Releases.Count);
        Assert.All(account.Releases, release => Assert.Equal(ReleaseStatus.Verified, release.Status));
        Assert.All(account.Serving(account.Workload("development", "api")), digest => Assert.Equal(image.Digest, digest));
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("CheckCanaries", 1)]
    [InlineData("ChangeWorkloads", 2)]
    [InlineData("CheckRollout", 2)]
    public void A_function_that_always_dies_after_the_switch_gives_the_requests_back(string function, int step)
    {
        using var account = Start((call, _) => call.Function.LogicalId == function && call.Payload.Contains($"\"step\":{step}", StringComparison.Ordinal) ? Fault.DiesBefore : Fault.None);
        account.Push("cv-hub-api");

        account.Settle();

        Assert.Equal(ReleaseStatus.RolledBack, account.Release("development").Status);
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_digest_that_is_put_into_quarantine_while_the_old_side_is_kept_goes_no_further()
    {
        using var account = Start();
        var image = account.Push("cv-hub-api");
        account.RunUntil(() => account.Serving(account.Workload("development", "api")).Contains(image.Digest));
        account.Ask(InterventionKind.Quarantine, "it writes wrong totals", asked => asked with { Digest = image.Digest });

        account.Settle();

        Assert.Equal(ReleaseStatus.RolledBack, account.Release("development").Status);
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void After_an_irreversible_migration_the_requests_stay_with_the_code_that_knows_its_schema()
    {
        using var account = Start(irreversible: true);
        var image = account.Push("cv-hub-api", ImageBehaviour.Errors);

        account.Settle();

        Assert.Equal(ReleaseStatus.Frozen, account.Release("development").Status);
        Assert.All(account.Serving(account.Workload("development", "api")), digest => Assert.Equal(image.Digest, digest));
    }

    [Fact]
    public void After_that_a_release_that_mends_it_takes_over_from_that_code_and_not_from_what_was_before()
    {
        using var account = Start(irreversible: true);
        var workload = account.Workload("development", "api");
        var bad = account.Push("cv-hub-api", ImageBehaviour.Errors);
        account.Settle();
        Unfreeze(account);

        var crashing = account.Push("cv-hub-api", ImageBehaviour.CrashLoop, "5a6b7c8");
        account.RunUntil(() =>
        {
            Assert.All(account.Serving(workload), digest => Assert.Equal(bad.Digest, digest));
            return account.Releases.Any(release => release.Push.Image == crashing && release.Status.IsFinal());
        });
        Assert.Equal(ReleaseStatus.Frozen, Of(account, crashing).Status);
        account.Settle();
        Assert.All(account.Serving(workload), digest => Assert.Equal(bad.Digest, digest));
        var retried = account.Ask(InterventionKind.Retry, "again", asked => asked with { Release = Of(account, crashing).Id });
        Assert.StartsWith($"{Of(account, crashing).Id} takes no requests on api: the green side of a release before it does. slipway promote", retried.Answer, StringComparison.Ordinal);
        Unfreeze(account);

        var mended = account.Push("cv-hub-api", tag: "9d0e1f2");
        account.RunUntil(() =>
        {
            Assert.All(account.Serving(workload), digest => Assert.Contains(digest, new[] { bad.Digest, mended.Digest }));
            Assert.NotEmpty(account.Serving(workload));
            return account.Releases.Any(release => release.Push.Image == mended && release.Status == ReleaseStatus.Verified);
        });

        account.Run(TimeSpan.FromMinutes(2));
        Assert.All(account.Serving(workload), digest => Assert.Equal(mended.Digest, digest));
        Assert.DoesNotContain(account.Slipway.Account.Cluster.Canaries, canary => canary.Cluster == workload.Cluster);
    }

    [Fact]
    public void A_green_side_that_came_after_such_a_migration_keeps_its_requests_too_when_its_workload_does_not_follow()
    {
        using var account = new Account("cv-hub", null, text => text.Replace("  strategy: rolling ", "  blueGreen: {preview: 1m, keep: 5m}\n  strategy: blueGreen ", StringComparison.Ordinal));
        var workload = account.Workload("development", "api");
        account.Push("cv-hub-api", tag: "1111111");
        account.RunUntil(() => account.Releases.Any(release => release is { Environment.Value: "development", Status: ReleaseStatus.Verified }));
        account.Slipway.Account.Registry.Push("cv-hub-api", "2222222", ImageBehaviour.Errors, labels: new Dictionary<string, string> { [Reversibilities.Label] = "irreversible" });
        account.RunUntil(() => account.Releases.Any(release => release is { Push.Tag: "2222222", Status: ReleaseStatus.Frozen }));
        Unfreeze(account);

        var mending = account.Push("cv-hub-api", tag: "3333333");
        account.RunUntil(() => account.Releases.Any(release => release.Push.Image == mending && release.ChangedServices.Any()));
        account.Slipway.Account.Registry.Remove(mending);
        account.RunUntil(() => account.Releases.Any(release => release.Push.Image == mending && release.Status.IsFinal()) || account.Releases.Any(release => release.Push.Image == mending && release.Status == ReleaseStatus.Verified));

        Assert.All(account.Serving(workload), digest => Assert.NotEqual(account.Releases[0].Push.Image.Digest, digest));
    }

    [Fact]
    public void The_old_side_of_a_service_of_ECS_is_kept_by_ECS()
    {
        using var account = Start(system: "dougust");
        var workload = account.Workload("development", "api");
        var before = account.Serving(workload);
        var image = account.Push("dougust-be", ImageBehaviour.Errors, "dev-1");

        List<Digest> seen = [before[0]];
        account.RunUntil(() =>
        {
            var reached = Assert.Single(account.Serving(workload).Distinct());
            if (reached != seen[^1])
            {
                seen.Add(reached);
                Assert.True(account.Serving(workload).Count >= before.Count, "replicas were missing");
            }

            return account.Releases.Any(release => release.Status.IsFinal());
        });
        account.Settle();

        Assert.Equal([before[0], image.Digest, before[0]], seen);
        Assert.Equal(ReleaseStatus.RolledBack, account.Release("development").Status);
        account.AssertNothingIsLeft();
    }

    private static Release Of(Account account, Image image) => account.Releases.Single(release => release.Push.Image == image && release.Environment.Value == "development");

    private static void Unfreeze(Account account) =>
        account.Ask(InterventionKind.Unfreeze, "a version that mends it comes", asked => asked with { System = new("cv-hub"), Environment = new("development") });

    private static Account Start(FaultPlan? faults = null, string blueGreen = "{preview: 1m, keep: 5m}", string system = "cv-hub", bool irreversible = false) => new(
        system,
        faults is null ? null : settings => settings with { Faults = faults },
        text => text.Replace("migrations: {job: migrate", irreversible ? "migrations: {reversibility: irreversible, job: migrate" : "migrations: {job: migrate", StringComparison.Ordinal).Replace("  strategy: rolling ", $"  blueGreen: {blueGreen}\n  strategy: blueGreen ", StringComparison.Ordinal));
}
