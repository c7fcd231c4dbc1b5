using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Rollouts.Capacity;

/// <summary>The connections to a database that each replica of some services opens.</summary>
/// <param name="UsedBy">Those services; none where the manifest does not say and there are several.</param>
public sealed record ConnectionPool(int MaxOpen, IReadOnlyList<ServiceName> UsedBy);

/// <summary>What holds connections to a database: each replica of a service, those included that come while others are replaced.</summary>
/// <param name="Replicas">How many it may have at most.</param>
/// <param name="Beside">How many more there may be during a release.</param>
public sealed record PoolUser(ServiceName Service, int Replicas, int Beside)
{
    /// <summary>A Deployment is taken to surge as Kubernetes lets it unless it says otherwise; ECS brings as many again.</summary>
    /// <param name="tried">How many replicas of a canary, or of a green side, stand beside so many.</param>
    public static PoolUser Of(ServiceName service, WorkloadKind kind, int replicas, int tried) => new(service, replicas, kind switch
    {
        WorkloadKind.Deployment => Replacement.OfDeployment(null, null).MostBeside(replicas) + tried,
        WorkloadKind.EcsService => replicas + tried,
        _ => 0,
    });
}

/// <summary>The connections that pools may hold at once, at the worst moment of a release.</summary>
/// <param name="MaxOpen">How many each replica opens at most.</param>
public sealed record PoolDemand(int MaxOpen, IReadOnlyList<PoolUser> Users)
{
    public int Connections => MaxOpen * Users.Sum(user => user.Replicas + user.Beside);

    /// <summary>Where the databases of an environment have too few, as clauses. A database of which nobody knows how many it takes is left out.</summary>
    public static IReadOnlyList<string> Excesses(EnvironmentManifest environment) =>
        [.. environment.Databases.Select(database => database is { Pool: { } pool, MaxConnections: { } most } ? Of(pool, environment).Excess(database, most) : null).OfType<string>()];

    /// <summary>Why the database has too few, as a clause; null where it has enough.</summary>
    public string? Excess(Database database, double most) => Connections <= most ? null
        : $"{database.Identifier}: {MaxOpen} connections for each of {string.Join(" and ", Users.Select(user => $"{user.Replicas} replicas of {user.Service}{(user.Beside == 0 ? "" : $" and {user.Beside} beside them during a release")}"))} are {Connections}, and it takes {most:0}";

    private static PoolDemand Of(ConnectionPool pool, EnvironmentManifest environment) => new(
        pool.MaxOpen, [.. environment.Services.Where(service => pool.UsedBy.Contains(service.Name)).Select(service => PoolUser.Of(service.Name, service.Kind, service.Replicas.Max, Tried(service, environment.Rollout.Canary)))]);

    /// <summary>A green side stands beside Deployments alone: ECS has as many again in any case.</summary>
    private static int Tried(Service service, CanaryPlan? plan) =>
        plan is null || !CanaryAddress.IsPossible(service.Kind) || (plan.IsBlueGreen && service.Kind == WorkloadKind.EcsService) ? 0 : plan.Steps.Max(step => step.Beside(service.Replicas.Max));
}
