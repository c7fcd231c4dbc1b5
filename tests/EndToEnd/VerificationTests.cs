using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Local.Account;
using Slipway.Local.Hosting;

namespace Slipway.Tests.EndToEnd;

/// <summary>What is verified after the rollout by jobs beside the workload and by metrics without an alarm: what is bad goes back, and nothing is left.</summary>
public sealed class VerificationTests
{
    private const string Job = "smoke-test: {image: {repository: cv-hub-api}, run: [npm, run, smoke], timeout: 10m}";
    private const string Errors = "metrics: [{namespace: AWS/ApplicationELB, name: HTTPCode_Target_5XX_Count, dimensions: [{name: Service, value: cv-hub-api}], statistic: Sum, above: 10, missing: good}]";

    public static TheoryData<Fault, int> EveryCallOfVerifyRelease => [.. from fault in new[] { Fault.DiesBefore, Fault.DiesAfter } from call in Enumerable.Range(0, 3) select new TheoryDataRow<Fault, int>(fault, call)];

    [Fact]
    public void A_verification_job_runs_once_after_the_rollout_and_its_success_is_kept()
    {
        using var account = Start("jobs: [jobs.smoke-test]");
        var image = account.Push("cv-hub-api");

        account.Settle();

        var release = account.Release("development");
        Assert.Equal(ReleaseStatus.Verified, release.Status);
        Assert.EndsWith("The job smoke-test succeeded.", release.Reason, StringComparison.Ordinal);
        var run = Assert.Single(release.Verifications);
        Assert.Equal((JobStatus.Succeeded, release.Id.Named("smoke-test", "verify")), (run.Outcome, run.Address.Name));
        Assert.InRange(run.StartedAt, release.Entered(ReleaseStatus.Verifying)!.Value, release.Entered(ReleaseStatus.Verified)!.Value);
        Assert.Contains("All checks passed.", run.Log, StringComparison.Ordinal);
        var job = Assert.Single(account.Slipway.Account.Jobs.Started, job => job.Address == run.Address);
        Assert.Equal((image.Digest, "npm run smoke"), (job.Image.Digest, string.Join(' ', job.Run)));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_verification_job_that_fails_takes_the_release_back()
    {
        using var account = Start("jobs: [jobs.smoke-test]");
        account.Push("cv-hub-api", ImageBehaviour.Verification);

        account.Settle();

        AssertRolledBack(account, "The job smoke-test failed: POST /orders: expected 201, got 422");
        Assert.Equal(JobStatus.Failed, Assert.Single(account.Release("development").Verifications).Outcome);
    }

    [Fact]
    public void A_release_that_is_verified_again_runs_its_jobs_again_under_names_of_their_own()
    {
        using var account = Start("jobs: [jobs.smoke-test]", reversibility: "irreversible");
        account.Push("cv-hub-api", ImageBehaviour.Verification);
        account.Settle();
        var release = account.Release("development");
        Assert.Equal(ReleaseStatus.Frozen, release.Status);
        account.Ask(InterventionKind.Retry, "the test data was wrong", asked => asked with { Release = release.Id });

        account.Settle();

        Assert.Equal(
            [release.Id.Named("smoke-test", "verify"), release.Id.Named("smoke-test", "verify-2")],
            account.Slipway.Account.Jobs.Started.Select(job => job.Address.Name).Where(name => name.StartsWith("smoke-test", StringComparison.Ordinal)));
        Assert.Equal((ReleaseStatus.Frozen, 2), (account.Release("development").Status, account.Release("development").Times(ReleaseStatus.Frozen)));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_release_that_goes_back_for_another_reason_stops_the_job_that_still_runs()
    {
        using var account = Start("jobs: [jobs.smoke-test]");
        account.Push("cv-hub-api", ImageBehaviour.Unhealthy);
        account.RunUntil(() => account.Slipway.Account.Jobs.Running.Any(job => job.EndsWith("-verify", StringComparison.Ordinal)));
        account.RunUntil(() => account.Releases.Any(release => release.Status == ReleaseStatus.RollingBack));

        account.Run(TimeSpan.FromSeconds(1));

        Assert.Empty(account.Slipway.Account.Jobs.Running);
        account.Settle();
        AssertRolledBack(account, "answered 503; expected 200");
    }

    [Fact]
    public void A_job_of_another_image_is_not_run_with_this_one()
    {
        using var account = Start("jobs: [jobs.smoke-test]");
        account.Push("cv-hub-web");

        account.Settle();

        Assert.Equal(ReleaseStatus.Verified, account.Release("development").Status);
        Assert.Empty(account.Release("development").Verifications);
        Assert.DoesNotContain(account.Slipway.Account.Jobs.Started, job => job.Address.Name.StartsWith("smoke-test", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(EveryCallOfVerifyRelease))]
    public void However_often_the_handler_dies_a_job_runs_once(Fault fault, int number)
    {
        using var account = Start("jobs: [jobs.smoke-test]", (call, earlier) => call.Function.LogicalId == "VerifyRelease" && earlier == number ? fault : Fault.None);
        account.Push("cv-hub-api");

        account.Settle();

        Assert.Equal(2, account.Releases.Count);
        Assert.All(account.Releases, release => Assert.Equal((ReleaseStatus.Verified, JobStatus.Succeeded), (release.Status, Assert.Single(release.Verifications).Outcome)));
        Assert.Equal(2, account.Slipway.Account.Jobs.Started.Count(job => job.Address.Name.StartsWith("smoke-test", StringComparison.Ordinal)));
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("healthy", ReleaseStatus.Verified, "1 metric kept to its limit.")]
    [InlineData("errors", ReleaseStatus.RolledBack, "(Sum) in the minute of")]
    public void A_metric_without_an_alarm_is_watched_through_the_bake(string behaviour, ReleaseStatus end, string reason)
    {
        using var account = Start(Errors);
        account.Push("cv-hub-api", ImageBehaviours.Find(behaviour)!.Value);

        account.Settle();

        var release = account.Release("development");
        Assert.Equal(end, release.Status);
        Assert.Contains(reason, release.Reason, StringComparison.Ordinal);
        Assert.True(end == ReleaseStatus.Verified || release.Stages[^1].At - release.Entered(ReleaseStatus.Verifying) < TimeSpan.FromMinutes(10));
        var verdict = release.Verdicts.Last(verdict => verdict.Rule == "verification");
        Assert.Equal((verdict.Kind, verdict.Reason), Rules.Replay(verdict) is { } again ? (again.Kind, again.Reason) : default);
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("wait", ReleaseStatus.RolledBack, "5 min after the bake: what is not known is not good")]
    [InlineData("bad", ReleaseStatus.RolledBack, "which the manifest calls bad")]
    [InlineData("good", ReleaseStatus.Verified, "1 metric kept to its limit.")]
    public void A_metric_that_is_silent_counts_as_the_manifest_says(string missing, ReleaseStatus end, string reason)
    {
        using var account = Start(Errors.Replace("missing: good", $"missing: {missing}", StringComparison.Ordinal));
        account.Slipway.Account.Metrics.Silence(account.Slipway.Systems[0].Environments[0].Rollout.Metrics[0].Metric, true);
        account.Push("cv-hub-api");

        account.Settle();

        var release = account.Release("development");
        Assert.Equal(end, release.Status);
        Assert.Contains(reason, release.Reason, StringComparison.Ordinal);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_canary_is_watched_by_metrics_and_verified_by_no_job_before_it_has_replaced_what_serves()
    {
        using var account = Start($"jobs: [jobs.smoke-test]\n    {Errors}", strategy: "canary");
        account.Push("cv-hub-api", ImageBehaviour.Errors);

        account.Settle();

        AssertRolledBack(account, "(Sum) in the minute of");
        Assert.Empty(account.Release("development").Verifications);
        Assert.Equal("canary 20 %", account.Release("development").Verdicts.Last(verdict => verdict.Rule == "verification").About);
    }

    private static void AssertRolledBack(Account account, string reason)
    {
        var release = account.Release("development");
        Assert.Equal(ReleaseStatus.RolledBack, release.Status);
        Assert.Contains(reason, release.Reason, StringComparison.Ordinal);
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }

    /// <summary>Without the alarm that would see errors first.</summary>
    private static Account Start(string verify, FaultPlan? faults = null, string strategy = "rolling", string reversibility = "expand-contract") => new(
        "cv-hub",
        faults is null ? null : settings => settings with { Faults = faults },
        text => text
            .Replace("migrations: {job: migrate", $"migrations: {{reversibility: {reversibility}, job: migrate", StringComparison.Ordinal)
            .Replace("strategy: rolling ", $"strategy: {strategy} ", StringComparison.Ordinal)
            .Replace("    bake: 5m ", $"    {verify}\n    bake: 5m ", StringComparison.Ordinal)
            .Replace("\njobs:\n", $"\njobs:\n  {Job}\n", StringComparison.Ordinal)
            .Replace("metric: HTTPCode_Target_5XX_Count", "metric: HTTPCode_Target_4XX_Count", StringComparison.Ordinal));
}
