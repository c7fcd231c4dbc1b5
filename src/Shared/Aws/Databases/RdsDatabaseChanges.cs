using Amazon.RDS;
using Amazon.RDS.Model;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Snapshots;

namespace Slipway.Aws.Databases;

/// <summary>Changes of RDS instances and Aurora clusters. What a cluster's class is, its instances have.</summary>
public sealed class RdsDatabaseChanges(AwsClients clients) : IDatabaseChanges
{
    private readonly RdsSnapshotReader _reader = new(clients);

    public Task<DatabaseState?> ReadAsync(DatabaseAddress database, CancellationToken cancellationToken) => Ask<DatabaseState?>("cannot be read", database, async client =>
    {
        try
        {
            return database.IsCluster
                ? await ClusterAsync(client, database, cancellationToken) is { } cluster ? new(cluster.Status, null, cluster.AllocatedStorage ?? 0) : null
                : (await client.DescribeDBInstancesAsync(new() { DBInstanceIdentifier = database.Identifier }, cancellationToken)).DBInstances?.FirstOrDefault() is { } instance
                    ? new(instance.DBInstanceStatus, instance.DBInstanceClass, instance.AllocatedStorage ?? 0)
                    : null;
        }
        catch (AmazonRDSException failure) when (failure is DBInstanceNotFoundException or DBClusterNotFoundException)
        {
            return null;
        }
    });

    public async Task RestoreAsync(DatabaseAddress database, string snapshotId, DatabaseShape shape, CancellationToken cancellationToken)
    {
        var snapshot = await _reader.FindAsync(database, snapshotId, cancellationToken)
            ?? throw new RejectedException($"{database.Identifier} cannot be restored: there is no snapshot {snapshotId} in {database.Location.Region}.");
        if (snapshot.Status != SnapshotStatus.Available)
        {
            throw new UnavailableException($"{database.Identifier} cannot be restored now: the snapshot {snapshotId} is {snapshot.State}.");
        }

        await (database.IsCluster ? (Task)RestoreClusterAsync(database, snapshot, shape, cancellationToken) : RestoreInstanceAsync(database, snapshot, shape, cancellationToken));
    }

    public async Task RebootAsync(DatabaseAddress database, bool failover, CancellationToken cancellationToken)
    {
        if (database.IsCluster && failover)
        {
            throw new RejectedException($"The Aurora cluster {database.Identifier} cannot be rebooted with a failover: that is for Multi-AZ instances.");
        }

        // A second reboot would interrupt the database again: it goes out once.
        foreach (var instance in await InstancesAsync(database, cancellationToken))
        {
            await Ask("cannot be rebooted", database, client => client.RebootDBInstanceAsync(new() { DBInstanceIdentifier = instance, ForceFailover = failover ? true : null }, cancellationToken), isRepeatable: false);
        }
    }

    public async Task ModifyAsync(DatabaseAddress database, DatabaseShape shape, CancellationToken cancellationToken)
    {
        if (shape.SubnetGroup is not null || (database.IsCluster && shape.StorageGiB is not null))
        {
            throw new RejectedException($"{database.Identifier} cannot be modified: {(shape.SubnetGroup is null ? "the storage of Aurora grows by itself" : "it keeps its subnet group; restore a snapshot into another one")}.");
        }

        var groups = Groups(shape);
        if (database.IsCluster && groups is not null)
        {
            await Ask("cannot be modified", database, client => client.ModifyDBClusterAsync(new() { DBClusterIdentifier = database.Identifier, VpcSecurityGroupIds = groups, ApplyImmediately = true }, cancellationToken));
        }

        if (!database.IsCluster || shape.InstanceClass is not null)
        {
            foreach (var instance in await InstancesAsync(database, cancellationToken))
            {
                await Ask("cannot be modified", database, client => client.ModifyDBInstanceAsync(
                    new() { DBInstanceIdentifier = instance, DBInstanceClass = shape.InstanceClass, AllocatedStorage = shape.StorageGiB, VpcSecurityGroupIds = database.IsCluster ? null : groups, ApplyImmediately = true },
                    cancellationToken));
            }
        }
    }

    private Task<bool> RestoreInstanceAsync(DatabaseAddress database, RdsSnapshot snapshot, DatabaseShape shape, CancellationToken cancellationToken) => OnceAsync(database, client => client.RestoreDBInstanceFromDBSnapshotAsync(
        new()
        {
            DBInstanceIdentifier = database.Identifier,
            DBSnapshotIdentifier = snapshot.Id,
            DBInstanceClass = shape.InstanceClass,
            AllocatedStorage = shape.StorageGiB,
            DBSubnetGroupName = shape.SubnetGroup,
            VpcSecurityGroupIds = Groups(shape),
        },
        cancellationToken));

    /// <summary>A cluster without an instance answers nobody, so it gets one; a repeated call goes on where the last one ended.</summary>
    private async Task RestoreClusterAsync(DatabaseAddress database, RdsSnapshot snapshot, DatabaseShape shape, CancellationToken cancellationToken)
    {
        var instanceClass = shape.InstanceClass ?? throw new RejectedException($"{database.Identifier} cannot be restored: a cluster needs the class of its instance, such as db.r6g.large.");
        if (await ReadAsync(database, cancellationToken) is null)
        {
            await OnceAsync(database, client => client.RestoreDBClusterFromSnapshotAsync(
                new()
                {
                    DBClusterIdentifier = database.Identifier,
                    SnapshotIdentifier = snapshot.Id,
                    Engine = snapshot.Engine,
                    EngineVersion = snapshot.EngineVersion,
                    DBSubnetGroupName = shape.SubnetGroup,
                    VpcSecurityGroupIds = Groups(shape),
                },
                cancellationToken));
        }

        await OnceAsync(database, client => client.CreateDBInstanceAsync(
            new() { DBInstanceIdentifier = $"{database.Identifier}-1", DBClusterIdentifier = database.Identifier, DBInstanceClass = instanceClass, Engine = snapshot.Engine }, cancellationToken));
    }

    private Task<bool> OnceAsync<T>(DatabaseAddress database, Func<AmazonRDSClient, Task<T>> call) => Ask("cannot be restored", database, async client =>
    {
        try
        {
            await call(client);
            return true;
        }
        catch (AmazonRDSException failure) when (failure is DBInstanceAlreadyExistsException or DBClusterAlreadyExistsException)
        {
            return false;
        }
    });

    private async Task<IReadOnlyList<string>> InstancesAsync(DatabaseAddress database, CancellationToken cancellationToken)
    {
        if (!database.IsCluster)
        {
            return [database.Identifier];
        }

        var cluster = await Ask("cannot be read", database, client => ClusterAsync(client, database, cancellationToken));
        return [.. (cluster?.DBClusterMembers ?? []).Select(member => member.DBInstanceIdentifier)];
    }

    private static async Task<DBCluster?> ClusterAsync(AmazonRDSClient client, DatabaseAddress database, CancellationToken cancellationToken) =>
        (await client.DescribeDBClustersAsync(new() { DBClusterIdentifier = database.Identifier }, cancellationToken)).DBClusters?.FirstOrDefault();

    private Task<T> Ask<T>(string failed, DatabaseAddress database, Func<AmazonRDSClient, Task<T>> call, bool isRepeatable = true) =>
        RdsCall.AskAsync($"The database {database.Identifier} {failed}", database, () => call(clients.For(database.Location, AwsServices.Rds, isRepeatable)));

    private static List<string>? Groups(DatabaseShape shape) => shape.SecurityGroups is { Count: > 0 } groups ? [.. groups] : null;
}
