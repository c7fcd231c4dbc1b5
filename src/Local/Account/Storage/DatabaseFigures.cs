using Slipway.Domain.Metrics;

namespace Slipway.Local.Account.Storage;

/// <summary>The metrics of RDS that no alarm drives: a calm database, unless a scenario has its own mind. Of a replica's lag there is nothing until then, for no database has a replica.</summary>
public sealed class DatabaseFigures
{
    private const double BytesPerGiB = 1L << 30;
    private readonly DatabaseServers _servers;
    private readonly Dictionary<(string Database, string Metric), double?> _forced = [];

    internal DatabaseFigures(DatabaseServers servers) => _servers = servers;

    /// <summary>Holds a metric of a database at a value from now on, also before the one that an alarm watches; null keeps it from being published.</summary>
    public void Force(string database, string metric, double? value) => _forced[(database, metric)] = value;

    /// <summary>Whether a scenario decides on the metric.</summary>
    internal bool IsForced(Metric metric) => Named(metric) is { } database && _forced.ContainsKey((database, metric.Name));

    internal double? Read(Metric metric)
    {
        if (Named(metric) is not { } database)
        {
            return null;
        }

        return _forced.TryGetValue((database, metric.Name), out var forced) ? forced
            : _servers.StorageOf(database) is not { } storage ? null
            : metric.Name switch
            {
                "FreeStorageSpace" => 0.6 * storage * BytesPerGiB,
                "DatabaseConnections" => 40,
                _ => null,
            };
    }

    private static string? Named(Metric metric) =>
        metric is { Namespace: "AWS/RDS" or "Slipway", Dimensions: [{ Name: "DBInstanceIdentifier" or "DBClusterIdentifier" } only] } ? only.Value : null;
}
