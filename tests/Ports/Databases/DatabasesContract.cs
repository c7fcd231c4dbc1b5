using Slipway.Domain;
using Slipway.Domain.Snapshots;

namespace Slipway.Tests.Ports.Databases;

/// <summary>What holds for the snapshots that releases make, wherever the databases are.</summary>
public abstract class DatabasesContract(DatabaseAccount account)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_snapshot_is_missing_before_it_is_made_and_available_in_the_end(bool isCluster)
    {
        var database = await account.DatabaseAsync(isCluster);
        Assert.Equal((SnapshotStatus.Missing, 0), await account.Databases.ReadSnapshotAsync(database, "slipway-1", DatabaseAccount.Token));

        Assert.True(await account.Databases.CreateSnapshotAsync(database, "slipway-1", DatabaseAccount.Tags, DatabaseAccount.Token));
        account.Settle();
        Assert.Equal((SnapshotStatus.Available, 100), await account.Databases.ReadSnapshotAsync(database, "slipway-1", DatabaseAccount.Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_snapshot_that_there_is_is_not_made_again(bool isCluster)
    {
        var database = await account.SnapshotAsync(isCluster, "slipway-1");
        Assert.True(await account.Databases.CreateSnapshotAsync(database, "slipway-1", DatabaseAccount.Tags, DatabaseAccount.Token));
        Assert.Single(await account.ListAsync(database));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_database_that_there_is_not_is_refused_by_its_name(bool isCluster)
    {
        var database = await account.DatabaseAsync(isCluster) with { Identifier = "no-such-database" };
        var refused = await Assert.ThrowsAsync<RejectedException>(() => account.Databases.CreateSnapshotAsync(database, "slipway-1", DatabaseAccount.Tags, DatabaseAccount.Token));
        Assert.Contains("'no-such-database'", refused.Message, StringComparison.Ordinal);
    }
}

public sealed class SimulatedDatabasesTests() : DatabasesContract(new SimulatedDatabaseAccount());
