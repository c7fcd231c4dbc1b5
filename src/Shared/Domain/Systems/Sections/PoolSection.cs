using Slipway.Domain.Rollouts.Capacity;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about the connections that replicas hold to a database.</summary>
internal static class PoolSection
{
    public static MapShape Shape { get; } = new("{maxOpen: 25, usedBy: [services.api]}",
    [
        May("maxOpen", Scalars.Whole(1, 10000, "25"), "How many connections each replica opens at most. All replicas, those included that a release brings beside them, must find enough before one begins."),
        May("usedBy", new ListShape("[services.api]", Scalars.PathInto("services.api", "services"), Filled: true, Distinct: true), "The services that have such a pool; without it the only one there is, and of several none is reckoned."),
        .. KeptKeys.Pool,
    ]);

    /// <summary>Null where nothing can be reckoned.</summary>
    public static ConnectionPool? Read(ManifestNode pool, IReadOnlyList<string> services) =>
        pool["maxOpen"].Whole is not { } open ? null
        : pool["usedBy"].Texts is { Count: > 0 } named ? new(open, [.. named.Select(path => new ServiceName(path.Split('.')[^1]))])
        : services is [var only] ? new(open, [new(only)])
        : null;
}
