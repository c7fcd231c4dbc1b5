using Amazon.RDS;
using Amazon.RDS.Model;
using Slipway.Aws.Access;
using Slipway.Domain.Snapshots;

namespace Slipway.Aws.Databases;

/// <summary>Reads snapshots of instances and of clusters, which RDS keeps apart.</summary>
internal sealed class RdsSnapshotReader(AwsClients clients)
{
    /// <summary>The snapshot of an id; null when there is none.</summary>
    public Task<RdsSnapshot?> FindAsync(DatabaseAddress database, string snapshotId, CancellationToken cancellationToken)
    {
        var client = clients.For(database.Location, AwsServices.Rds);
        return RdsCall.AskAsync($"The snapshot {snapshotId} of {database.Identifier} cannot be read", database, async () =>
        {
            try
            {
                return database.IsCluster
                    ? (await client.DescribeDBClusterSnapshotsAsync(new() { DBClusterSnapshotIdentifier = snapshotId }, cancellationToken)).DBClusterSnapshots?.Select(RdsSnapshot.Of).FirstOrDefault()
                    : (await client.DescribeDBSnapshotsAsync(new() { DBSnapshotIdentifier = snapshotId }, cancellationToken)).DBSnapshots?.Select(RdsSnapshot.Of).FirstOrDefault();
            }
            catch (AmazonRDSException failure) when (failure is DBSnapshotNotFoundException or DBClusterSnapshotNotFoundException)
            {
                return null;
            }
        });
    }

    /// <summary>Every snapshot of the database.</summary>
    public async Task<IReadOnlyList<RdsSnapshot>> ListAsync(DatabaseAddress database, CancellationToken cancellationToken)
    {
        var client = clients.For(database.Location, AwsServices.Rds);
        var snapshots = new List<RdsSnapshot>();
        string? marker = null;
        do
        {
            marker = await RdsCall.AskAsync($"The snapshots of {database.Identifier} cannot be listed", database, () => PageAsync(client, database, marker, snapshots, cancellationToken));
        }
        while (!string.IsNullOrEmpty(marker));

        return snapshots;
    }

    private static async Task<string?> PageAsync(AmazonRDSClient client, DatabaseAddress database, string? marker, List<RdsSnapshot> snapshots, CancellationToken cancellationToken)
    {
        if (database.IsCluster)
        {
            var clusters = await client.DescribeDBClusterSnapshotsAsync(new() { DBClusterIdentifier = database.Identifier, Marker = marker }, cancellationToken);
            snapshots.AddRange((clusters.DBClusterSnapshots ?? []).Select(RdsSnapshot.Of));
            return clusters.Marker;
        }

        var instances = await client.DescribeDBSnapshotsAsync(new() { DBInstanceIdentifier = database.Identifier, Marker = marker }, cancellationToken);
        snapshots.AddRange((instances.DBSnapshots ?? []).Select(RdsSnapshot.Of));
        return instances.Marker;
    }
}
