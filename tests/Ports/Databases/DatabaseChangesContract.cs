using Slipway.Domain;
using Slipway.Domain.Snapshots;

namespace Slipway.Tests.Ports.Databases;

/// <summary>What holds for changes of databases, wherever they are.</summary>
public abstract class DatabaseChangesContract(DatabaseAccount account)
{
    private static readonly DatabaseShape Large = new() { InstanceClass = "db.r6g.large" };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_snapshot_becomes_a_database_of_another_name_once(bool isCluster)
    {
        var restored = await account.SnapshotAsync(isCluster, "slipway-1") is var database ? database with { Identifier = $"{database.Identifier}-new" } : database;
        Assert.Null(await account.Changes.ReadAsync(restored, DatabaseAccount.Token));

        await account.Changes.RestoreAsync(restored, "slipway-1", Large, DatabaseAccount.Token);
        await account.Changes.RestoreAsync(restored, "slipway-1", Large, DatabaseAccount.Token);
        account.Settle();

        var state = await account.Changes.ReadAsync(restored, DatabaseAccount.Token);
        Assert.True(state?.IsAvailable);
        Assert.Equal(isCluster ? null : "db.r6g.large", state?.InstanceClass);
    }

    [Fact]
    public async Task A_snapshot_that_there_is_not_cannot_be_restored()
    {
        var database = await account.DatabaseAsync(isCluster: false);
        var refused = await Assert.ThrowsAsync<RejectedException>(() => account.Changes.RestoreAsync(database with { Identifier = "restored" }, "slipway-1", Large, DatabaseAccount.Token));
        Assert.Equal($"restored cannot be restored: there is no snapshot slipway-1 in {database.Location.Region}.", refused.Message);
    }

    [Fact]
    public async Task An_instance_grows_at_once()
    {
        var database = await account.DatabaseAsync(isCluster: false);
        await account.Changes.ModifyAsync(database, Large with { StorageGiB = 200 }, DatabaseAccount.Token);
        account.Settle();
        Assert.Equal(new DatabaseState("available", "db.r6g.large", 200), await account.Changes.ReadAsync(database, DatabaseAccount.Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_database_is_available_again_after_a_reboot(bool isCluster)
    {
        var database = await account.DatabaseAsync(isCluster);
        await account.Changes.RebootAsync(database, failover: false, DatabaseAccount.Token);
        account.Settle();
        Assert.True((await account.Changes.ReadAsync(database, DatabaseAccount.Token))?.IsAvailable);
    }

    [Fact]
    public async Task What_a_database_cannot_do_is_refused_with_what_to_do_instead()
    {
        var (instance, cluster) = (await account.DatabaseAsync(isCluster: false), await account.DatabaseAsync(isCluster: true));

        Assert.Contains("restore a snapshot into another one", await Refused(() => account.Changes.ModifyAsync(instance, new() { SubnetGroup = "other" }, DatabaseAccount.Token)), StringComparison.Ordinal);
        Assert.Contains("grows by itself", await Refused(() => account.Changes.ModifyAsync(cluster, new() { StorageGiB = 200 }, DatabaseAccount.Token)), StringComparison.Ordinal);
        Assert.Contains("for Multi-AZ instances", await Refused(() => account.Changes.RebootAsync(cluster, failover: true, DatabaseAccount.Token)), StringComparison.Ordinal);
        Assert.Contains("no-such-database", await Refused(() => account.Changes.RebootAsync(instance with { Identifier = "no-such-database" }, failover: false, DatabaseAccount.Token)), StringComparison.Ordinal);
    }

    private static async Task<string> Refused(Func<Task> call) => (await Assert.ThrowsAsync<RejectedException>(call)).Message;
}

public sealed class SimulatedDatabaseChangesTests() : DatabaseChangesContract(new SimulatedDatabaseAccount())
{
    [Fact]
    public async Task A_database_that_is_busy_takes_no_other_change()
    {
        var account = new SimulatedDatabaseAccount();
        var database = await account.DatabaseAsync(isCluster: false);
        await account.Changes.RebootAsync(database, failover: true, DatabaseAccount.Token);

        Assert.Equal("rebooting", (await account.Changes.ReadAsync(database, DatabaseAccount.Token))?.Status);
        await Assert.ThrowsAsync<UnavailableException>(() => account.Changes.ModifyAsync(database, new() { StorageGiB = 200 }, DatabaseAccount.Token));
    }
}
