using Slipway.Domain.Metrics;
using Slipway.Domain.Snapshots;

namespace Slipway.Domain.Gates;

/// <summary>A figure to be read: the worst of these metrics, in its unit by the scale. Without a scale it is not known what a metric means.</summary>
public sealed record PreflightQuestion(string Name, string Unit, bool IsFloor, PreflightLimit Limit, IReadOnlyList<MetricQuery> Queries, double? Scale)
{
    private const double BytesPerGiB = 1L << 30;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>What is asked of a database; of its storage only where it has a limit.</summary>
    public static IReadOnlyList<PreflightQuestion> Of(DatabaseAddress address, Database database, int? storageGiB)
    {
        var policy = database.Preflight;
        var questions = new List<PreflightQuestion> { Lag(address, policy) };
        if (!address.IsCluster)
        {
            questions.Add(new("free storage", "%", IsFloor: true, policy.FreeStorage, [Query(address, "AWS/RDS", "FreeStorageSpace", "Minimum")], storageGiB > 0 ? 100 / (storageGiB * BytesPerGiB) : null));
        }

        questions.Add(new("connections", "%", IsFloor: false, policy.Connections, [Query(address, "AWS/RDS", "DatabaseConnections", "Maximum")], 100 / database.MaxConnections));
        if (policy.LongTransactions is { } limit)
        {
            questions.Add(new("oldest transaction", "s", IsFloor: false, limit, [Query(address, "Slipway", "OldestTransaction", "Maximum")], 1));
        }

        return questions;
    }

    /// <summary>The figure by the last points of each metric; null where there are none.</summary>
    public DatabaseFigure Answer(IEnumerable<IReadOnlyList<MetricPoint>> read)
    {
        var values = read.Where(points => points.Count > 0).Select(points => points[^1].Value * Scale).OfType<double>().ToList();
        return new(Name, Unit, values.Count == 0 ? null : IsFloor ? values.Min() : values.Max(), Limit, IsFloor);
    }

    private static PreflightQuestion Lag(DatabaseAddress address, PreflightPolicy policy)
    {
        IEnumerable<DatabaseAddress> replicas = policy.Replicas.Count == 0 ? [address] : policy.Replicas.Select(name => address with { Identifier = name });
        return address.IsCluster
            ? new("replica lag", "s", IsFloor: false, policy.ReplicaLag, [Query(address, "AWS/RDS", "AuroraReplicaLagMaximum", "Maximum")], 0.001)
            : new("replica lag", "s", IsFloor: false, policy.ReplicaLag, [.. replicas.Select(replica => Query(replica, "AWS/RDS", "ReplicaLag", "Maximum"))], 1);
    }

    private static MetricQuery Query(DatabaseAddress database, string space, string metric, string statistic) =>
        new(new(space, metric, [new(database.IsCluster ? "DBClusterIdentifier" : "DBInstanceIdentifier", database.Identifier)]), statistic, Minute);
}
