using Slipway.Aws.Access;
using Slipway.Aws.Databases;
using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;
using Slipway.Tests.Ports.Databases;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Databases;

/// <summary>The databases of moto, where whatever is asked for is so at once.</summary>
public sealed class MotoDatabaseAccount(MotoServer moto) : DatabaseAccount
{
    private readonly AwsClients _clients = moto.Clients();
    private readonly Location _location = MotoAccount.New();
    private int _made;

    public override IDatabases Databases => new RdsDatabases(_clients);

    public override ISnapshots Snapshots => new RdsSnapshots(_clients);

    public override IDatabaseChanges Changes => new RdsDatabaseChanges(_clients);

    public override Location Elsewhere => _location with { Region = "us-west-2" };

    public override async Task<DatabaseAddress> DatabaseAsync(bool isCluster)
    {
        var name = $"shop-{++_made}";
        var rds = _clients.For(_location, AwsServices.Rds);
        if (isCluster)
        {
            await rds.CreateDBClusterAsync(new() { DBClusterIdentifier = name, Engine = "aurora-postgresql", MasterUsername = "shop", MasterUserPassword = "not-secret-1" }, Token);
        }

        await rds.CreateDBInstanceAsync(
            isCluster
                ? new() { DBInstanceIdentifier = $"{name}-1", DBClusterIdentifier = name, Engine = "aurora-postgresql", DBInstanceClass = "db.r6g.large" }
                : new() { DBInstanceIdentifier = name, Engine = "postgres", DBInstanceClass = "db.t3.medium", AllocatedStorage = 100, MasterUsername = "shop", MasterUserPassword = "not-secret-1" },
            Token);
        return new(_location, name, isCluster);
    }

    public override void Settle()
    {
    }
}
