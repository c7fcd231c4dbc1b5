using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Local.Account;
using Slipway.Local.Hosting;

namespace Slipway.Tests.EndToEnd;

/// <summary>Functions that die: whatever dies in the middle leaves something that the next step finishes or undoes.</summary>
public sealed class FaultTests
{
    private static readonly string[] OnTheWay =
    [
        "AcceptRegistryEvents", "QueueRelease", "GateRelease", "AwaitGates", "AcquireLeases", "CreateSnapshots", "CheckSnapshots", "StartMigrations",
        "CheckMigrations", "ChangeWorkloads", "CheckRollout", "VerifyRelease", "PromoteRelease", "FinishRelease",
    ];

    private static readonly string[] OnTheWayBack = ["RollBack", "CheckRollback", "FinishRelease"];

    public static TheoryData<string, Fault> EveryFunctionEachWay => [.. OnTheWay.SelectMany(function => new[] { Fault.DiesBefore, Fault.DiesAfter }.Select(fault => new TheoryDataRow<string, Fault>(function, fault)))];

    public static TheoryData<string, Fault> EveryFunctionBack => [.. OnTheWayBack.SelectMany(function => new[] { Fault.DiesBefore, Fault.DiesAfter }.Select(fault => new TheoryDataRow<string, Fault>(function, fault)))];

    public static TheoryData<string> EveryFunction => [.. OnTheWay.Except(["AcceptRegistryEvents", "PromoteRelease", "FinishRelease"])];

    [Theory]
    [MemberData(nameof(EveryFunctionEachWay))]
    public void A_function_that_dies_once_is_repeated_and_its_effects_happen_once(string function, Fault fault)
    {
        using var account = new Account(settings: settings => settings with { Faults = Once(function, fault) });
        account.Push("cv-hub-api");

        account.Settle();

        Assert.All(account.Releases, release => Assert.Equal(ReleaseStatus.Verified, release.Status));
        Assert.Equal(2, account.Releases.Count);
        Assert.Equal(2, account.Slipway.Account.Databases.Snapshots.Count);
        Assert.Equal(2, account.Slipway.Account.Jobs.Started.Count);
        Assert.Equal(2, account.Slipway.Memory.Outbox.Notices.Count);
        Assert.Equal(PushOutcome.Accepted, Assert.Single(account.Slipway.Memory.Pushes.All).Outcome);
        account.AssertNothingIsLeft();
    }

    [Theory]
    [MemberData(nameof(EveryFunctionBack))]
    public void A_function_that_dies_on_the_way_back_is_repeated(string function, Fault fault)
    {
        using var account = new Account(settings: settings => settings with { Faults = Once(function, fault) });
        account.Push("cv-hub-api", ImageBehaviour.Unhealthy);

        account.Settle();

        Assert.Equal(ReleaseStatus.RolledBack, account.Release("development").Status);
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }

    [Theory]
    [MemberData(nameof(EveryFunction))]
    public void A_function_that_always_dies_ends_the_release_and_brings_everything_back(string function)
    {
        using var account = new Account(settings: settings => settings with { Faults = (call, _) => call.Function.LogicalId == function ? Fault.DiesBefore : Fault.None });
        account.Push("cv-hub-api");

        account.Settle();

        var release = account.Release("development");
        Assert.Contains(release.Status, new[] { ReleaseStatus.Failed, ReleaseStatus.RolledBack });
        Assert.Contains("Runtime exited", release.Reason, StringComparison.Ordinal);
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void Promotions_that_can_never_be_opened_leave_a_failed_release_that_says_why_and_what_was_verified_stays_so()
    {
        using var account = new Account(settings: settings => settings with { Faults = (call, _) => call.Function.LogicalId == "PromoteRelease" ? Fault.DiesBefore : Fault.None });
        account.Push("cv-hub-api");

        account.Settle();

        Assert.Equal(ReleaseStatus.Verified, account.Release("development").Status);
        Assert.Equal(ReleaseStatus.Failed, account.Release("production").Status);
        Assert.Contains("Runtime exited", account.Release("production").Reason, StringComparison.Ordinal);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public async Task A_release_that_loses_its_lease_changes_nothing_more_and_stops_its_migration()
    {
        using var account = new Account();
        account.Push("cv-hub-api");
        account.RunUntil(() => account.Slipway.Account.Jobs.Running.Count > 0);
        var release = account.Release("development");
        var key = new LeaseKey(release.System, release.Environment, release.Services[0].Service);
        await account.Slipway.Memory.Leases.ReleaseAsync(key, release.Id, TestContext.Current.CancellationToken);
        await account.Slipway.Memory.Leases.AcquireAsync(key, new("another"), TimeSpan.FromDays(1), TestContext.Current.CancellationToken);

        account.Settle();

        var run = release.Migrations[0];
        var state = await account.Slipway.Account.Jobs.ReadAsync(run.Address, TestContext.Current.CancellationToken);
        Assert.Equal(ReleaseStatus.Failed, account.Release("development").Status);
        Assert.Contains("lost the lease of api to another", account.Release("development").Reason, StringComparison.Ordinal);
        Assert.Contains("Stopped before it ended.", state.LogTail, StringComparison.Ordinal);
        Assert.Empty(account.Changed);
    }

    [Fact]
    public void A_manifest_that_becomes_wrong_during_a_release_brings_everything_back_and_holds_nothing_up()
    {
        var bucket = new EditableManifests();
        using var account = new Account(settings: settings => settings with { ManifestsBucket = bucket.With(settings.Manifests) });
        account.Push("cv-hub-api");
        account.RunUntil(() => account.Releases.Any(release => release.Status == ReleaseStatus.Verifying));
        bucket.Texts = [.. bucket.Texts.Select(manifest => manifest with { Text = "apiVersion: [" })];

        account.Settle();

        Assert.Equal(ReleaseStatus.RolledBack, account.Release("development").Status);
        Assert.Contains("No manifest that is right describes a system 'cv-hub'", account.Release("development").Reason, StringComparison.Ordinal);
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_rollback_that_cannot_be_done_is_handed_to_a_person_and_frees_the_lease()
    {
        using var account = new Account(settings: settings => settings with { Faults = (call, _) => call.Function.LogicalId == "RollBack" ? Fault.DiesBefore : Fault.None });
        account.Push("cv-hub-api", ImageBehaviour.Unhealthy);

        account.Settle();

        var release = account.Release("development");
        Assert.Equal(ReleaseStatus.Failed, release.Status);
        Assert.Contains("A person must look", release.Reason, StringComparison.Ordinal);
        Assert.Empty(account.Slipway.Memory.Leases.Held);
        Assert.Single(account.Slipway.Memory.Outbox.Notices, notice => notice.Text == release.Reason);
    }

    [Fact]
    public void An_end_that_cannot_be_written_frees_the_lease_within_the_hour()
    {
        using var account = new Account(settings: settings => settings with { Faults = (call, _) => call.Function.LogicalId == "FinishRelease" ? Fault.DiesBefore : Fault.None });
        account.Push("cv-hub-api");
        account.Settle();
        Assert.NotEmpty(account.Slipway.Memory.Leases.Held);

        account.Run(TimeSpan.FromHours(1));

        Assert.Empty(account.Slipway.Memory.Leases.Held);
        Assert.Equal(ReleaseStatus.Verified, account.Release("development").Status);
    }

    private static FaultPlan Once(string function, Fault fault) => (call, earlier) => call.Function.LogicalId == function && earlier == 0 ? fault : Fault.None;
}
