using Slipway.Domain.Releases;
using Slipway.Local.Account;

namespace Slipway.Tests.EndToEnd;

/// <summary>Every phase of a release, failed there: the previous digest serves, the reason is recorded, the lease is free, nothing is left running.</summary>
public sealed class PhaseFailureTests
{
    [Theory]
    [Trait("Requirement", "ODE-27")]
    [Trait("Requirement", "DGT-24")]
    [InlineData("vulnerable", ReleaseStatus.Rejected, ReleaseStatus.Waiting, "critical")]
    [InlineData("unscanned", ReleaseStatus.Rejected, ReleaseStatus.Waiting, "No scan result within 15 min")]
    [InlineData("migration", ReleaseStatus.Failed, ReleaseStatus.Migrating, "The job migrate failed")]
    [InlineData("crashloop", ReleaseStatus.RolledBack, ReleaseStatus.Rolling, "CrashLoopBackOff")]
    [InlineData("missing", ReleaseStatus.RolledBack, ReleaseStatus.Rolling, "ImagePull")]
    [InlineData("slow", ReleaseStatus.RolledBack, ReleaseStatus.Rolling, "at most 10 min are allowed")]
    [InlineData("unhealthy", ReleaseStatus.RolledBack, ReleaseStatus.Verifying, "answered 503; expected 200")]
    [InlineData("errors", ReleaseStatus.RolledBack, ReleaseStatus.Verifying, "alb-5xx went off")]
    [Trait("Requirement", "ODE-29")]
    [Trait("Requirement", "ODE-30")]
    [Trait("Requirement", "ACP-25")]
    public void A_bad_image_ends_in_its_phase(string behaviour, ReleaseStatus end, ReleaseStatus reached, string reason)
    {
        using var account = new Account();
        account.Push("cv-hub-api", ImageBehaviours.Find(behaviour)!.Value);

        account.Settle();

        AssertEnded(account, end, reached, reason);
    }

    [Theory]
    [InlineData(SnapshotFault.Fails, "failed: nothing is deployed without it")]
    [InlineData(SnapshotFault.Hangs, "at most 1 h are allowed")]
    public void A_snapshot_that_fails_or_is_late_blocks_the_deploy(SnapshotFault fault, string reason)
    {
        using var account = new Account();
        account.Slipway.Account.Databases.NextFault = fault;
        account.Push("cv-hub-api");

        account.Settle();

        AssertEnded(account, ReleaseStatus.Failed, ReleaseStatus.Snapshotting, reason);
        Assert.Empty(account.Slipway.Account.Jobs.Started);
    }

    [Fact]
    public void A_migration_that_is_late_is_stopped()
    {
        using var account = new Account(manifest: text => text.Replace("timeout: 15m ", "timeout: 5s ", StringComparison.Ordinal));
        account.Push("cv-hub-api");

        account.Settle();

        AssertEnded(account, ReleaseStatus.Failed, ReleaseStatus.Migrating, "DeadlineExceeded");
    }

    [Fact]
    public void An_image_that_is_gone_before_its_gate_is_rejected()
    {
        using var account = new Account();
        account.Slipway.Account.Registry.Remove(account.Push("cv-hub-api"));

        account.Settle();

        AssertEnded(account, ReleaseStatus.Rejected, ReleaseStatus.Waiting, "The registry no longer holds this digest");
    }

    [Fact]
    public void A_way_back_that_fails_too_is_told_and_frees_the_lease()
    {
        using var account = new Account();
        var previous = account.Slipway.Account.Registry.Seed(null, "cv-hub-api");
        account.Push("cv-hub-api", ImageBehaviour.Unhealthy);
        account.RunUntil(() => account.Releases.Any(release => release.Status == ReleaseStatus.Verifying));
        account.Slipway.Account.Registry.Remove(previous);

        account.Settle();

        var release = account.Release("development");
        Assert.Equal(ReleaseStatus.Failed, release.Status);
        Assert.Contains("The way back failed too", release.Reason, StringComparison.Ordinal);
        Assert.Empty(account.Slipway.Memory.Leases.Held);
        Assert.Contains(account.Slipway.Memory.Outbox.Notices, notice => notice.Text == release.Reason);
    }

    [Fact]
    public void A_release_that_failed_in_one_environment_does_not_reach_the_next()
    {
        using var account = new Account();
        account.Push("cv-hub-api", ImageBehaviour.CrashLoop);

        account.Settle();

        Assert.DoesNotContain(account.Releases, release => release.Environment.Value == "production");
    }

    /// <summary>Verified in development, then taken back there by an alarm while production waits for its snapshot.</summary>
    [Fact]
    public void A_digest_that_was_rolled_back_upstream_does_not_go_on()
    {
        using var account = new Account();
        account.Push("cv-hub-api");
        account.RunUntil(() => account.Releases.Any(release => release.Environment.Value == "production"));
        account.Slipway.Account.Metrics.Force(new("cv-hub"), new("development"), "alb-5xx", 40);
        account.Run(TimeSpan.FromMinutes(2));
        account.Slipway.Account.Metrics.Free(new("cv-hub"), new("development"), "alb-5xx");

        account.Settle();

        Assert.Equal(ReleaseStatus.RolledBack, account.Release("development").Status);
        Assert.Equal(ReleaseStatus.Failed, account.Release("production").Status);
        Assert.Contains("is in quarantine since", account.Release("production").Reason, StringComparison.Ordinal);
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }

    private static void AssertEnded(Account account, ReleaseStatus end, ReleaseStatus reached, string reason)
    {
        var release = account.Release("development");
        Assert.Equal(end, release.Status);
        Assert.Contains(reason, release.Reason, StringComparison.Ordinal);
        Assert.Equal(reached, release.Stages.Last(stage => !stage.Status.IsFinal() && stage.Status != ReleaseStatus.RollingBack).Status);
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
        Assert.Single(account.Slipway.Memory.Outbox.Notices, notice => notice.Id.Contains(release.Id.Value, StringComparison.Ordinal));
    }
}
