using Slipway.Domain.Systems;

namespace Slipway.Cli.Runs;

/// <summary>Which images a system releases.</summary>
internal static class Repositories
{
    /// <summary>The repository of a service; of the system's first own service when none is named.</summary>
    public static string Of(SystemManifest system, string? service)
    {
        var own = system.Environments.SelectMany(environment => environment.Services).Where(candidate => candidate.Registry is null).DistinctBy(candidate => candidate.Name).ToList();
        var names = own.Select(candidate => candidate.Name.Value).ToList();
        return (service is null ? own.FirstOrDefault() : own.FirstOrDefault(candidate => candidate.Name.Value == service))?.Repository
            ?? throw new RefusalException(service is null
                ? $"{system.Name} has no service with images of its own."
                : $"{system.Name} has no service '{service}' with images of its own: {Suggestions.For(service, names)}");
    }
}
