using Slipway.Domain.Systems;

namespace Slipway.Domain.Rollouts.Capacity;

/// <summary>What holds connections to a database: each replica of a service, those included that come while others are replaced.</summary>
/// <param name="Replicas">How many it may have at most.</param>
/// <param name="Beside">How many more there may be during a release.</param>
public sealed record PoolUser(ServiceName Service, int Replicas, int Beside)
{
    /// <summary>Kubernetes brings a quarter of the replicas more, rounded up, unless the Deployment says otherwise; ECS as many again.</summary>
    /// <param name="tried">How many replicas of a canary, or of a green side, stand beside so many.</param>
    public static PoolUser Of(ServiceName service, WorkloadKind kind, int replicas, int tried) => new(service, replicas, kind switch
    {
        WorkloadKind.Deployment => ((replicas + 3) / 4) + tried,
        WorkloadKind.EcsService => replicas + tried,
        _ => 0,
    });
}

/// <summary>The connections that pools may hold at once, at the worst moment of a release.</summary>
/// <param name="MaxOpen">How many each replica opens at most.</param>
public sealed record PoolDemand(int MaxOpen, IReadOnlyList<PoolUser> Users)
{
    public int Connections => MaxOpen * Users.Sum(user => user.Replicas + user.Beside);

    /// <summary>Why the database has too few, as a clause; null where it has enough.</summary>
    public string? Excess(double maxConnections) => Connections <= maxConnections ? null
        : $"{MaxOpen} connections for each of {string.Join(" and ", Users.Select(user => $"{user.Replicas} replicas of {user.Service}{(user.Beside == 0 ? "" : $" and {user.Beside} beside them during a release")}"))} are {Connections}, and the database takes {maxConnections:0}";
}
