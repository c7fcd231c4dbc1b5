using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Systems;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Snapshots;

/// <summary>An environment whose snapshots are tidied; a round without targets is for all of them.</summary>
public sealed record TidyTarget(SystemName System, EnvironmentName Environment);

/// <summary>The environments of one run.</summary>
public sealed record TidyRound(IReadOnlyList<TidyTarget>? Targets);

/// <summary>Lists the environments that have databases.</summary>
public sealed class PlanTidying(SystemCatalog systems, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<TidyRound> PlanTidyingAsync(TidyRound round, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        if (round.Targets is { Count: > 0 })
        {
            return round;
        }

        var catalog = await systems.ReadAsync(deadline.Token);
        return new(
        [
            .. from system in catalog.Systems
               from environment in system.Environments
               where environment.Databases.Count > 0
               select new TidyTarget(system.Name, environment.Name),
        ]);
    }
}
