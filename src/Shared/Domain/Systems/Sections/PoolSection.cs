using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Rollouts.Capacity;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about the connections that replicas hold to a database: all of them together must not be more than it takes.</summary>
internal static class PoolSection
{
    public static MapShape Shape { get; } = new("{maxOpen: 25, usedBy: [services.api]}",
    [
        May("maxOpen", Scalars.Whole(1, 10000, "25"), "How many connections each replica opens at most. All replicas, those included that a release brings beside them, must find enough."),
        May("usedBy", new ListShape("[services.api]", Scalars.PathInto("services.api", "services"), Filled: true, Distinct: true), "The services that have such a pool; without it, the only one there is."),
        .. KeptKeys.Pool,
    ]);

    public static void Check(ManifestNode database, ManifestNode document, Problems problems)
    {
        var pool = database["pool"];
        if (pool["maxOpen"].Whole is not { } open)
        {
            return;
        }

        var services = document["services"].Entries.ToList();
        if (pool["usedBy"] is AbsentNode && services.Count > 1)
        {
            problems.Add(pool, "nobody knows which services have such a pool; write usedBy: [services.api]");
            return;
        }

        var named = pool["usedBy"].Texts.Select(path => path.Split('.')[^1]).ToHashSet(StringComparer.Ordinal);
        var rollout = RolloutSection.Read(document["rollout"]);
        var users = services.Where(service => named.Count == 0 || named.Contains(service.Key)).Select(service => UserOf(service, rollout.Canary)).OfType<PoolUser>().ToList();
        if (DatabaseSection.Capacity(database, "maxConnections") is { } most && new PoolDemand(open, users).Excess(most) is { } excess)
        {
            problems.Add(pool["maxOpen"], $"{excess}: write a smaller pool, fewer replicas at most, or a larger class");
        }
    }

    /// <summary>What is wrong with its kind or its replicas is said there.</summary>
    private static PoolUser? UserOf(MapEntry service, CanaryPlan? canary)
    {
        var (node, replicas) = (service.Value, service.Value["replicas"]["max"].Whole ?? service.Value["replicas"]["min"].Whole);
        return replicas is not { } most || ServiceSection.KindOf(node) is not { } kind ? null
            : PoolUser.Of(new(service.Key), kind, most, canary is not null && kind == WorkloadKind.Deployment ? canary.Steps.Where(step => step.Share is > 0 and < 100).Select(step => step.Beside(most)).DefaultIfEmpty().Max() : 0);
    }
}
