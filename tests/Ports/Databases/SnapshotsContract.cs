using Slipway.Domain;
using Slipway.Domain.Snapshots;

namespace Slipway.Tests.Ports.Databases;

/// <summary>What holds for snapshots after they were made, wherever they are.</summary>
public abstract class SnapshotsContract(DatabaseAccount account)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_snapshots_of_a_database_are_listed_oldest_first_with_their_tags(bool isCluster)
    {
        var database = await account.SnapshotAsync(isCluster, "slipway-1");
        Assert.True(await account.Databases.CreateSnapshotAsync(database, "by-hand", new Dictionary<string, string> { ["owner"] = "ops" }, DatabaseAccount.Token));
        account.Settle();

        var snapshots = await account.ListAsync(database);
        Assert.Equal(["slipway-1", "by-hand"], snapshots.Select(snapshot => snapshot.Id));
        Assert.Equal([true, false], snapshots.Select(snapshot => snapshot.IsOurs));
        Assert.Equal("production", snapshots[0].Tags[KeptSnapshot.EnvironmentTag]);
        Assert.All(snapshots, snapshot => Assert.Equal((database, SnapshotStatus.Available), (snapshot.Database, snapshot.Status)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_snapshot_of_Slipways_is_deleted_once_and_then_missing(bool isCluster)
    {
        var database = await account.SnapshotAsync(isCluster, "slipway-1");
        await account.Snapshots.DeleteAsync(database, "slipway-1", DatabaseAccount.Token);
        await account.Snapshots.DeleteAsync(database, "slipway-1", DatabaseAccount.Token);
        Assert.Equal((SnapshotStatus.Missing, 0), await account.Databases.ReadSnapshotAsync(database, "slipway-1", DatabaseAccount.Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_snapshot_of_somebody_else_is_not_deleted(bool isCluster)
    {
        var database = await account.SnapshotAsync(isCluster, "by-hand", new Dictionary<string, string> { ["owner"] = "ops" });
        var refused = await Assert.ThrowsAsync<RejectedException>(() => account.Snapshots.DeleteAsync(database, "by-hand", DatabaseAccount.Token));

        Assert.StartsWith($"The snapshot by-hand of {database.Identifier} is not Slipway's: it has no tag slipway:release.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(SnapshotStatus.Available, (await account.Databases.ReadSnapshotAsync(database, "by-hand", DatabaseAccount.Token)).Status);
    }

    [Fact]
    public async Task A_copy_has_the_id_and_the_tags_of_its_snapshot_and_is_made_once()
    {
        var database = await account.SnapshotAsync(isCluster: false, "slipway-1");
        var copy = database with { Location = account.Elsewhere };
        await account.Snapshots.CopyAsync(database, "slipway-1", account.Elsewhere, null, DatabaseAccount.Token);
        account.Settle();
        await account.Snapshots.CopyAsync(database, "slipway-1", account.Elsewhere, null, DatabaseAccount.Token);

        Assert.Equal((SnapshotStatus.Available, 100), await account.Databases.ReadSnapshotAsync(copy, "slipway-1", DatabaseAccount.Token));
        Assert.Equal(DatabaseAccount.Tags, Assert.Single(await account.Snapshots.ListAsync(copy, DatabaseAccount.Token)).Tags);
    }

    [Fact]
    public async Task What_there_is_not_and_what_is_there_already_cannot_be_copied()
    {
        var database = await account.SnapshotAsync(isCluster: false, "slipway-1");
        var missing = await Assert.ThrowsAsync<RejectedException>(() => account.Snapshots.CopyAsync(database, "slipway-2", account.Elsewhere, null, DatabaseAccount.Token));
        var there = await Assert.ThrowsAsync<RejectedException>(() => account.Snapshots.CopyAsync(database, "slipway-1", database.Location, null, DatabaseAccount.Token));

        Assert.EndsWith($": there is no such snapshot in {database.Location.Region}.", missing.Message, StringComparison.Ordinal);
        Assert.EndsWith(": it is there already; a copy goes to another region.", there.Message, StringComparison.Ordinal);
    }
}

public sealed class SimulatedSnapshotsTests() : SnapshotsContract(new SimulatedDatabaseAccount())
{
    [Fact]
    public async Task A_snapshot_that_is_being_made_cannot_be_copied_yet_and_a_copy_takes_its_time()
    {
        var account = new SimulatedDatabaseAccount();
        var database = await account.DatabaseAsync(isCluster: false);
        await account.Databases.CreateSnapshotAsync(database, "slipway-1", DatabaseAccount.Tags, DatabaseAccount.Token);
        await Assert.ThrowsAsync<UnavailableException>(() => account.Snapshots.CopyAsync(database, "slipway-1", account.Elsewhere, null, DatabaseAccount.Token));

        account.Settle();
        await account.Snapshots.CopyAsync(database, "slipway-1", account.Elsewhere, null, DatabaseAccount.Token);
        Assert.Equal((SnapshotStatus.Creating, 0), await account.Databases.ReadSnapshotAsync(database with { Location = account.Elsewhere }, "slipway-1", DatabaseAccount.Token));
    }
}
