using System.Text.Json;
using Slipway.Domain.Releases;
using Slipway.Domain.Snapshots;
using Slipway.Local.Account;

namespace Slipway.Tests.EndToEnd;

/// <summary>The database before the deploy, on the whole installation.</summary>
public sealed class DatabaseTests
{
    [Fact]
    [Trait("Requirement", "ACP-44")]
    [Trait("Requirement", "ALL-X5")]
    public void Nothing_is_changed_before_the_snapshot_and_its_copy_in_the_second_region_are_available()
    {
        using var account = new Account(manifest: Copied);
        account.Push("cv-hub-api");
        account.Settle();

        Assert.All(account.Releases, release =>
        {
            Assert.Equal((ReleaseStatus.Verified, 2), (release.Status, release.Snapshots.Count));
            Assert.Equal("eu-west-1", release.Snapshots[1].Database.Location.Region);
            Assert.All(release.Snapshots, snapshot => Assert.True(snapshot.Status == SnapshotStatus.Available && snapshot.AvailableAt <= release.Services[0].ChangedAt));
        });
        account.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(SnapshotFault.Fails, "failed: nothing is deployed without it")]
    [InlineData(SnapshotFault.Hangs, "at most 1 h are allowed")]
    public void A_copy_that_fails_or_is_late_blocks_the_deploy(SnapshotFault fault, string reason)
    {
        using var account = new Account(manifest: Copied);
        account.Slipway.Account.Databases.Copies.NextFault = fault;
        AssertBlocked(account, ReleaseStatus.Failed, reason);
    }

    [Fact]
    public void A_snapshot_that_is_not_encrypted_blocks_the_deploy_where_the_manifest_wants_it()
    {
        using var account = new Account();
        account.Slipway.Account.Databases.Servers.Replace(Development(account), 100, isEncrypted: false);
        AssertBlocked(account, ReleaseStatus.Failed, "is not encrypted, though the manifest says encrypted: true");
    }

    [Fact]
    public void A_snapshot_that_is_much_smaller_than_the_one_before_blocks_the_deploy()
    {
        using var account = new Account();
        account.Push("cv-hub-web", tag: "1111111");
        account.Settle();
        account.Slipway.Account.Databases.Servers.Replace(Development(account), 20, isEncrypted: true);
        account.Push("cv-hub-web", tag: "2222222");
        account.Settle();

        Assert.Contains("has 20 GiB, and the one before it 100 GiB", account.Releases.Single(release => release.Push.Tag == "2222222").Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FreeStorageSpace", 5368709120.0, "free storage is 5 %; at least 10 % must be left")]
    [InlineData("DatabaseConnections", 440.0, "at most 80 % are allowed")]
    [InlineData("ReplicaLag", 95.0, "replica lag is 95 s; at most 30 s are allowed")]
    public void A_database_that_is_not_fit_is_refused_with_the_figure_before_anything_is_begun(string metric, double value, string reason)
    {
        using var account = new Account();
        account.Slipway.Account.Databases.Figures.Force(Development(account).Identifier, metric, value);
        AssertBlocked(account, ReleaseStatus.Rejected, reason);
        Assert.Empty(account.Slipway.Account.Databases.Snapshots);
    }

    [Fact]
    public void A_figure_that_the_manifest_asks_for_and_CloudWatch_does_not_have_is_refused()
    {
        using var account = new Account(manifest: text => text.Replace("    migrations: {job: migrate}", "    preflight: {longTransactions: 10m}\n    migrations: {job: migrate}", StringComparison.Ordinal));
        AssertBlocked(account, ReleaseStatus.Rejected, "CloudWatch has no figure for oldest transaction, which the manifest asks for");
    }

    [Fact]
    public void An_automated_backup_is_waited_for_without_a_lease()
    {
        using var account = new Account();
        account.Slipway.Account.Databases.Servers.Occupy(Development(account), "backing-up", TimeSpan.FromMinutes(30));
        account.Push("cv-hub-api");
        account.Run(TimeSpan.FromMinutes(20));
        Assert.Equal((ReleaseStatus.Waiting, "preflight"), (account.Release("development").Status, account.Release("development").Verdict?.Rule));
        Assert.Empty(account.Slipway.Memory.Leases.Held);

        account.Settle();
        Assert.All(account.Releases, release => Assert.Equal(ReleaseStatus.Verified, release.Status));
        account.AssertNothingIsLeft();
    }

    /// <summary>The incident: the snapshot that the last known good would have gone back to was deleted.</summary>
    [Fact]
    public async Task Every_day_old_snapshots_go_but_never_that_of_the_last_known_good_nor_one_that_somebody_else_made()
    {
        using var account = new Account(manifest: text => Copied(text).Replace("snapshotBeforeDeploy: always", "snapshotBeforeDeploy: always\n      keep: 2", StringComparison.Ordinal));
        var databases = account.Slipway.Account.Databases;
        await databases.CreateSnapshotAsync(Development(account), "by-hand", new Dictionary<string, string> { ["owner"] = "ops" }, TestContext.Current.CancellationToken);
        account.Run(TimeSpan.FromHours(1));
        account.Push("cv-hub-api", tag: "0000000");
        account.Settle();
        for (var bad = 1; bad <= 4; bad++)
        {
            account.Push("cv-hub-api", ImageBehaviour.CrashLoop, $"{bad:0000000}");
            account.Settle();
        }

        account.Slipway.Clock.RunUntil(account.Slipway.Clock.GetUtcNow().UtcDateTime.Date is var day ? new DateTimeOffset(day, TimeSpan.Zero).AddDays(1).AddHours(4).AddMinutes(29) : default);
        account.Slipway.Deployment.StartSchedules();
        account.Run(TimeSpan.FromMinutes(10));
        account.Slipway.Deployment.StopSchedules();
        account.Settle();

        var releases = account.Releases.Where(release => release.Environment.Value == "development").OrderBy(release => release.Push.PushedAt).ToList();
        Assert.Equal(5, releases.Count);
        Assert.Equal(ReleaseStatus.Verified, releases[0].Status);
        var left = databases.Snapshots.Where(snapshot => snapshot.Database.Identifier == Development(account).Identifier).ToList();
        Assert.Contains(left, snapshot => snapshot.Id == "by-hand");
        var kept = new[] { releases[0], releases[3], releases[4] }.Select(release => release.Snapshots[0].Id).Order().ToList();
        Assert.Equal(kept, left.Where(snapshot => snapshot.Database.Location == Development(account).Location && snapshot.Id != "by-hand").Select(snapshot => snapshot.Id).Order());
        Assert.Equal(kept, left.Where(snapshot => snapshot.Database.Location.Region == "eu-west-1").Select(snapshot => snapshot.Id).Order());
        account.AssertNothingIsLeft();
    }

    [Fact]
    public void A_snapshot_of_a_frozen_environment_stays_until_somebody_has_restored_it()
    {
        using var account = new Account(manifest: text => text
            .Replace("migrations: {job: migrate}", "migrations: {job: migrate, reversibility: irreversible}", StringComparison.Ordinal)
            .Replace("snapshotBeforeDeploy: always", "snapshotBeforeDeploy: always\n      keep: 0", StringComparison.Ordinal));
        account.Push("cv-hub-api", ImageBehaviour.Unhealthy);
        account.Settle();
        account.Run(TimeSpan.FromDays(40));
        Tidy(account);

        Assert.Equal(account.Release("development").Snapshots[0].Id, Assert.Single(account.Slipway.Account.Databases.Snapshots).Id);
    }

    [Fact]
    public void What_a_rollback_makes_the_last_known_good_again_has_its_snapshot_still()
    {
        using var account = new Account(manifest: text => text.Replace("snapshotBeforeDeploy: always", "snapshotBeforeDeploy: always\n      keep: 0", StringComparison.Ordinal));
        account.Push("cv-hub-api", tag: "0000000");
        account.Settle();
        account.Push("cv-hub-api", tag: "1111111");
        account.Settle();
        Tidy(account);

        Assert.Equal(account.Releases.Where(release => release.Environment.Value == "development").Select(release => release.Snapshots[0].Id).Order(), account.Slipway.Account.Databases.Snapshots
            .Where(snapshot => snapshot.Database.Identifier == Development(account).Identifier).Select(snapshot => snapshot.Id).Order());
    }

    private static string Copied(string text) => text.Replace("snapshotBeforeDeploy: always", "snapshotBeforeDeploy: always\n      crossRegion: {to: eu-west-1, key: alias/cv-hub}", StringComparison.Ordinal);

    private static void Tidy(Account account)
    {
        account.Slipway.Deployment.Invoke(account.Slipway.Template.Function("TidySnapshots")!, JsonSerializer.Serialize(new { system = "cv-hub", environment = "development" }), _ => { });
        account.Run(TimeSpan.FromSeconds(5));
    }

    private static DatabaseAddress Development(Account account)
    {
        var development = account.Slipway.Systems[0].Environment(new("development"));
        return DatabaseAddress.Of(development, development.Databases[0]);
    }

    private static void AssertBlocked(Account account, ReleaseStatus end, string reason)
    {
        account.Push("cv-hub-api");
        account.Settle();
        var release = account.Release("development");
        Assert.Equal(end, release.Status);
        Assert.Contains(reason, release.Reason, StringComparison.Ordinal);
        Assert.Empty(account.Slipway.Account.Jobs.Started);
        Assert.Empty(account.Changed);
        account.AssertNothingIsLeft();
    }
}
