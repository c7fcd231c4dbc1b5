using Amazon.RDS.Model;
using Slipway.Domain.Snapshots;

namespace Slipway.Aws.Databases;

/// <summary>A snapshot as RDS tells of it, whether of an instance or of a cluster.</summary>
internal sealed record RdsSnapshot(
    string Id, string Arn, string State, int Percent, DateTime? CreatedAt, bool IsEncrypted, string Engine, string EngineVersion, IReadOnlyDictionary<string, string> Tags)
{
    public int? StorageGiB { get; private init; }

    public static RdsSnapshot Of(DBSnapshot snapshot) => new(
        snapshot.DBSnapshotIdentifier, snapshot.DBSnapshotArn, snapshot.Status, snapshot.PercentProgress ?? 0, snapshot.SnapshotCreateTime, snapshot.Encrypted ?? false,
        snapshot.Engine, snapshot.EngineVersion, Read(snapshot.TagList))
    { StorageGiB = snapshot.AllocatedStorage };

    public static RdsSnapshot Of(DBClusterSnapshot snapshot) => new(
        snapshot.DBClusterSnapshotIdentifier, snapshot.DBClusterSnapshotArn, snapshot.Status, snapshot.PercentProgress ?? 0, snapshot.SnapshotCreateTime, snapshot.StorageEncrypted ?? false,
        snapshot.Engine, snapshot.EngineVersion, Read(snapshot.TagList))
    { StorageGiB = snapshot.AllocatedStorage };

    /// <summary>One that is being deleted is as good as gone; whatever else is not over is on its way.</summary>
    public SnapshotStatus Status => State switch
    {
        "available" => SnapshotStatus.Available,
        "failed" or "canceled" or "cancelled" or "incompatible-restore" => SnapshotStatus.Failed,
        "deleting" or "deleted" => SnapshotStatus.Missing,
        _ => SnapshotStatus.Creating,
    };

    /// <summary>RDS says 100 a while before the snapshot is available.</summary>
    public int Progress => Status == SnapshotStatus.Available ? 100 : Math.Min(Percent, 99);

    public KeptSnapshot Kept(DatabaseAddress database) =>
        new(Id, database, Status, CreatedAt is { } at ? new DateTimeOffset(at.ToUniversalTime()) : null, IsEncrypted, Tags) { StorageGiB = StorageGiB };

    /// <summary>Tags for a request. AWS keeps the prefix aws: for itself and refuses it.</summary>
    public static List<Tag> Write(IReadOnlyDictionary<string, string> tags) =>
        [.. tags.Where(tag => !tag.Key.StartsWith("aws:", StringComparison.Ordinal)).Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    private static Dictionary<string, string> Read(List<Tag>? tags) => (tags ?? []).ToDictionary(tag => tag.Key, tag => tag.Value ?? "", StringComparer.Ordinal);
}
