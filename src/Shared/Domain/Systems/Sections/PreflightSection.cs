using Slipway.Domain.Gates;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about the state in which a release may begin with a database.</summary>
internal static class PreflightSection
{
    public static MapShape Shape { get; } = new("{replicaLag: 30s, freeStorage: 10%, connections: 80%}",
    [
        May("replicaLag", Scalars.Duration, "How far replicas may be behind; without it 30s, where CloudWatch knows of a replica."),
        May("replicas", new ListShape("[my-postgres-replica]", Scalars.Name, Filled: true, Distinct: true), "The read replicas whose lag counts; Aurora knows its own."),
        May("freeStorage", Scalars.Percent, "How much storage must be free; without it, 10%. Aurora's grows by itself."),
        May("connections", Scalars.Percent, "How many of its connections may be in use; without it, 80%, where its class or maxConnections tells how many it takes."),
        May("longTransactions", Scalars.Duration, "How old the oldest transaction may be. RDS has no such metric: who asks publishes the seconds as OldestTransaction in the namespace Slipway by DBInstanceIdentifier (DBClusterIdentifier for Aurora)."),
    ]);

    public static void Check(ManifestNode database, Problems problems)
    {
        var (preflight, engine) = (database["preflight"], database["engine"].Text);
        if (preflight.Find("freeStorage") is { } storage && engine?.StartsWith("aurora", StringComparison.Ordinal) == true)
        {
            problems.Add(storage, "the storage of Aurora grows by itself and is never full; leave this key out");
        }

        if (preflight.Find("connections") is { } connections && DatabaseSection.Capacity(database, "maxConnections") is null)
        {
            problems.Add(connections, "nobody knows how many connections this database takes; write maxConnections: 450 or its class");
        }
    }

    public static PreflightPolicy Read(ManifestNode preflight)
    {
        var standard = PreflightPolicy.Standard;
        return new(
            Asked(preflight["replicaLag"].Duration?.TotalSeconds) ?? standard.ReplicaLag,
            Asked(Measure.Percent(preflight["freeStorage"].Text)) ?? standard.FreeStorage,
            Asked(Measure.Percent(preflight["connections"].Text)) ?? standard.Connections,
            Asked(preflight["longTransactions"].Duration?.TotalSeconds))
        {
            Replicas = preflight["replicas"].Texts,
        };
    }

    private static PreflightLimit? Asked(double? limit) => limit is { } value ? new(value, IsAsked: true) : null;
}
