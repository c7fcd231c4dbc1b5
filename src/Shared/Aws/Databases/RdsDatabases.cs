using Amazon.RDS;
using Amazon.RDS.Model;
using Slipway.Aws.Access;
using Slipway.Domain.Snapshots;

namespace Slipway.Aws.Databases;

/// <summary>The databases of RDS: snapshots of instances, and of Aurora clusters.</summary>
public sealed class RdsDatabases(AwsClients clients) : IDatabases
{
    private readonly RdsSnapshotReader _reader = new(clients);

    public Task<bool> CreateSnapshotAsync(DatabaseAddress database, string snapshotId, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        // The id makes it safe to repeat: a second call finds the snapshot of the first.
        var client = clients.For(database.Location, AwsServices.Rds);
        return RdsCall.AskAsync($"The snapshot {snapshotId} of {database.Identifier} cannot be made", database, async () =>
        {
            try
            {
                await CreateAsync(client, database, snapshotId, RdsSnapshot.Write(tags), cancellationToken);
                return true;
            }
            catch (AmazonRDSException failure) when (failure is DBSnapshotAlreadyExistsException or DBClusterSnapshotAlreadyExistsException)
            {
                return true;
            }
            catch (AmazonRDSException failure) when (RdsCall.IsBusy(failure))
            {
                return false;
            }
        });
    }

    public async Task<(SnapshotStatus Status, int Percent)> ReadSnapshotAsync(DatabaseAddress database, string snapshotId, CancellationToken cancellationToken) =>
        await _reader.FindAsync(database, snapshotId, cancellationToken) is { Status: not SnapshotStatus.Missing } snapshot ? (snapshot.Status, snapshot.Progress) : (SnapshotStatus.Missing, 0);

    private static Task CreateAsync(AmazonRDSClient client, DatabaseAddress database, string snapshotId, List<Tag> tags, CancellationToken cancellationToken) => database.IsCluster
        ? client.CreateDBClusterSnapshotAsync(new() { DBClusterIdentifier = database.Identifier, DBClusterSnapshotIdentifier = snapshotId, Tags = tags }, cancellationToken)
        : client.CreateDBSnapshotAsync(new() { DBInstanceIdentifier = database.Identifier, DBSnapshotIdentifier = snapshotId, Tags = tags }, cancellationToken);
}
