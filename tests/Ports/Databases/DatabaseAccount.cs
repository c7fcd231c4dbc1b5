using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;

namespace Slipway.Tests.Ports.Databases;

/// <summary>An account with databases; every test of a contract has one of its own.</summary>
public abstract class DatabaseAccount
{
    public static readonly IReadOnlyDictionary<string, string> Tags = new Dictionary<string, string> { [KeptSnapshot.ReleaseTag] = "shop-api-production-1", [KeptSnapshot.EnvironmentTag] = "production" };

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public abstract IDatabases Databases { get; }

    public abstract ISnapshots Snapshots { get; }

    public abstract IDatabaseChanges Changes { get; }

    /// <summary>Another region of the account.</summary>
    public abstract Location Elsewhere { get; }

    /// <summary>A database that nobody else uses and that is idle.</summary>
    public abstract Task<DatabaseAddress> DatabaseAsync(bool isCluster);

    /// <summary>Lets whatever is on its way come to its end.</summary>
    public abstract void Settle();

    /// <summary>The snapshots of a database that somebody asked for; RDS makes others by itself.</summary>
    public async Task<IReadOnlyList<KeptSnapshot>> ListAsync(DatabaseAddress database) =>
        [.. (await Snapshots.ListAsync(database, Token)).Where(snapshot => !snapshot.Id.StartsWith("rds:", StringComparison.Ordinal))];

    /// <summary>Makes a snapshot and lets it become available.</summary>
    public async Task<DatabaseAddress> SnapshotAsync(bool isCluster, string id, IReadOnlyDictionary<string, string>? tags = null)
    {
        var database = await DatabaseAsync(isCluster);
        Assert.True(await Databases.CreateSnapshotAsync(database, id, tags ?? Tags, Token));
        Settle();
        return database;
    }
}
