using Amazon.RDS;
using Amazon.RDS.Model;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Databases;

/// <summary>The snapshots of RDS after they were made. A copy across regions is asked for in the target's region, by the ARN of its source.</summary>
public sealed class RdsSnapshots(AwsClients clients) : ISnapshots
{
    private readonly RdsSnapshotReader _reader = new(clients);

    public async Task<IReadOnlyList<KeptSnapshot>> ListAsync(DatabaseAddress database, CancellationToken cancellationToken) =>
        [.. (await _reader.ListAsync(database, cancellationToken)).Select(snapshot => snapshot.Kept(database)).Where(snapshot => snapshot.Status != SnapshotStatus.Missing).OrderBy(snapshot => snapshot.CreatedAt ?? DateTimeOffset.MaxValue)];

    public async Task CopyAsync(DatabaseAddress database, string snapshotId, Location target, string? encryptionKey, CancellationToken cancellationToken)
    {
        var failed = $"The snapshot {snapshotId} of {database.Identifier} cannot be copied to {target.Region}";
        var source = await _reader.FindAsync(database, snapshotId, cancellationToken) ?? throw new RejectedException($"{failed}: there is no such snapshot in {database.Location.Region}.");
        Refuse(failed, database, source, target, encryptionKey);
        var client = clients.For(target, AwsServices.Rds);
        await RdsCall.AskAsync(failed, database with { Location = target }, async () =>
        {
            try
            {
                await CopyAsync(client, database, source, encryptionKey, cancellationToken);
                return true;
            }
            catch (AmazonRDSException failure) when (failure is DBSnapshotAlreadyExistsException or DBClusterSnapshotAlreadyExistsException)
            {
                return false;
            }
        });
    }

    public async Task DeleteAsync(DatabaseAddress database, string snapshotId, CancellationToken cancellationToken)
    {
        if (await _reader.FindAsync(database, snapshotId, cancellationToken) is not { Status: not SnapshotStatus.Missing } snapshot)
        {
            return;
        }

        if (!snapshot.Kept(database).IsOurs)
        {
            throw new RejectedException($"The snapshot {snapshotId} of {database.Identifier} is not Slipway's: it has no tag {KeptSnapshot.ReleaseTag}. Delete it by hand if it is not wanted.");
        }

        var client = clients.For(database.Location, AwsServices.Rds);
        await RdsCall.AskAsync($"The snapshot {snapshotId} of {database.Identifier} cannot be deleted", database, async () =>
        {
            try
            {
                await (database.IsCluster
                    ? (Task)client.DeleteDBClusterSnapshotAsync(new() { DBClusterSnapshotIdentifier = snapshotId }, cancellationToken)
                    : client.DeleteDBSnapshotAsync(new() { DBSnapshotIdentifier = snapshotId }, cancellationToken));
                return true;
            }
            catch (AmazonRDSException failure) when (failure is DBSnapshotNotFoundException or DBClusterSnapshotNotFoundException)
            {
                return false;
            }
        });
    }

    private static void Refuse(string failed, DatabaseAddress database, RdsSnapshot source, Location target, string? encryptionKey)
    {
        if (target.Region == database.Location.Region)
        {
            throw new RejectedException($"{failed}: it is there already; a copy goes to another region.");
        }

        if (source.IsEncrypted && encryptionKey is null)
        {
            throw new RejectedException($"{failed}: it is encrypted, and its key is known in {database.Location.Region} only; name a KMS key of {target.Region}.");
        }

        if (target.Region.StartsWith("us-gov-", StringComparison.Ordinal) && source.IsEncrypted)
        {
            throw new RejectedException($"{failed}: between regions of GovCloud an encrypted snapshot needs a presigned request, which Slipway does not make; copy it with the AWS CLI.");
        }

        if (source.Status != SnapshotStatus.Available)
        {
            throw new UnavailableException($"{failed} now: it is {source.State}.");
        }
    }

    private static Task CopyAsync(AmazonRDSClient client, DatabaseAddress database, RdsSnapshot source, string? encryptionKey, CancellationToken cancellationToken)
    {
        var tags = RdsSnapshot.Write(source.Tags);
        return database.IsCluster
            ? client.CopyDBClusterSnapshotAsync(new() { SourceDBClusterSnapshotIdentifier = source.Arn, TargetDBClusterSnapshotIdentifier = source.Id, KmsKeyId = encryptionKey, Tags = tags }, cancellationToken)
            : client.CopyDBSnapshotAsync(new() { SourceDBSnapshotIdentifier = source.Arn, TargetDBSnapshotIdentifier = source.Id, KmsKeyId = encryptionKey, Tags = tags }, cancellationToken);
    }
}
