using Slipway.Domain.Systems;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Scaling;

/// <summary>A service whose replicas follow its work.</summary>
public sealed record ScalingTarget(SystemManifest System, EnvironmentManifest Environment, Service Service);

/// <summary>Finds everything that scales.</summary>
public sealed class ScalingTargets(SystemCatalog systems)
{
    public async Task<IReadOnlyList<ScalingTarget>> ListAsync(CancellationToken cancellationToken)
    {
        var catalog = await systems.ReadAsync(cancellationToken);
        return
        [
            .. from system in catalog.Systems
               from environment in system.Environments
               from service in environment.Services
               where service.Scaling is not null
               select new ScalingTarget(system, environment, service),
        ];
    }
}
