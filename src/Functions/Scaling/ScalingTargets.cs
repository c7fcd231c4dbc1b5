using Slipway.Domain.Systems;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Scaling;

/// <summary>A service whose replicas follow its work.</summary>
public sealed record ScalingTarget(SystemManifest System, EnvironmentManifest Environment, Service Service);

/// <summary>Finds everything that scales.</summary>
public sealed class ScalingTargets(SystemCatalog systems)
{
    /// <param name="only">The one system that is meant; null for all of them.</param>
    public async Task<IReadOnlyList<ScalingTarget>> ListAsync(SystemName? only, CancellationToken cancellationToken)
    {
        var catalog = await systems.ReadAsync(cancellationToken);
        return
        [
            .. from system in catalog.Systems
               where only is not { } name || system.Name == name
               from environment in system.Environments
               from service in environment.Services
               where service.Scaling is not null
               select new ScalingTarget(system, environment, service),
        ];
    }
}
