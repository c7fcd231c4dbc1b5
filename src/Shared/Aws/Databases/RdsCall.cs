using Amazon.RDS;
using Amazon.RDS.Model;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Snapshots;

namespace Slipway.Aws.Databases;

/// <summary>Calls of RDS: its refusals that have a remedy are said with it.</summary>
internal static class RdsCall
{
    /// <param name="failed">What to say when it fails, without a full stop.</param>
    public static Task<T> AskAsync<T>(string failed, DatabaseAddress database, Func<Task<T>> call) => AwsCall.AskAsync(failed, async () =>
    {
        try
        {
            return await call();
        }
        catch (AmazonRDSException failure)
        {
            throw Translate(failed, database, failure) ?? failure;
        }
    });

    /// <summary>What is busy now and takes the call later.</summary>
    public static bool IsBusy(AmazonRDSException failure) =>
        failure is InvalidDBInstanceStateException or InvalidDBClusterStateException or InvalidDBClusterSnapshotStateException or InvalidDBSnapshotStateException;

    private static Exception? Translate(string failed, DatabaseAddress database, AmazonRDSException failure) => failure switch
    {
        _ when IsBusy(failure) => new UnavailableException($"{failed} now: {failure.Message}", failure),
        SnapshotQuotaExceededException => new RejectedException(
            $"{failed}: the account has as many manual snapshots in {database.Location.Region} as it may have; delete old ones, or raise the quota in Service Quotas.", failure),
        InstanceQuotaExceededException or DBClusterQuotaExceededException or StorageQuotaExceededException => new RejectedException(
            $"{failed}: the account has as many databases or as much storage in {database.Location.Region} as it may have; remove some, or raise the quota in Service Quotas.", failure),
        DBInstanceNotFoundException or DBClusterNotFoundException => new RejectedException(
            $"{failed}: there is no {(database.IsCluster ? "Aurora cluster" : "RDS instance")} '{database.Identifier}' in {database.Location.Region}; check the identifier and the engine of the database in the manifest.", failure),
        DBSnapshotNotFoundException or DBClusterSnapshotNotFoundException => new RejectedException($"{failed}: there is no such snapshot in {database.Location.Region}.", failure),
        KMSKeyNotAccessibleException => new RejectedException($"{failed}: the KMS key cannot be used; it must exist in the region, be enabled, and allow Slipway's role to use it.", failure),
        _ => null,
    };
}
