using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;
using Slipway.Local;
using Slipway.Local.Account;
using Slipway.Tests.Local.Account;

namespace Slipway.Tests.Ports.Databases;

/// <summary>The databases of the simulated account: an instance and an Aurora cluster.</summary>
public sealed class SimulatedDatabaseAccount : DatabaseAccount
{
    private readonly VirtualClock _clock = new(AccountRun.Start);
    private readonly Slipway.Local.Account.Databases _databases;

    public SimulatedDatabaseAccount()
    {
        var production = Shop.Manifest.Environment(Shop.Production) with { Databases = [Database("main", "postgres"), Database("orders", "aurora-postgresql")] };
        _databases = new(_clock, new Chance(7), [Shop.Manifest with { Environments = [production] }]);
    }

    public override IDatabases Databases => _databases;

    public override ISnapshots Snapshots => _databases.Copies;

    public override IDatabaseChanges Changes => _databases.Servers;

    public override Location Elsewhere { get; } = new("us-west-2");

    public override Task<DatabaseAddress> DatabaseAsync(bool isCluster) => Task.FromResult(new DatabaseAddress(Shop.Location, isCluster ? "shop-orders" : "shop-main", isCluster));

    public override void Settle() => _clock.RunUntil(_clock.GetUtcNow().AddHours(1));

    private static Database Database(string name, string engine) => new() { Name = name, Identifier = $"shop-{name}", Engine = engine, StorageGiB = 100 };
}
