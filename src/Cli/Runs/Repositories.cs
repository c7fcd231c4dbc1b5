using Slipway.Domain;
using Slipway.Domain.Systems;

namespace Slipway.Cli.Runs;

/// <summary>Which images a system releases.</summary>
internal static class Repositories
{
    private const string Commit = "4f1c2d9";

    /// <summary>The repositories of the system's own services, in dependency order.</summary>
    public static IReadOnlyList<string> All(SystemManifest system) => [.. Own(system).Select(service => service.Repository).Distinct()];

    /// <summary>The repository of a service; of the system's first own service when none is named.</summary>
    public static string Of(SystemManifest system, string? service)
    {
        var own = Own(system);
        return (service is null ? own.ElementAtOrDefault(0) : own.FirstOrDefault(candidate => candidate.Name.Value == service))?.Repository
            ?? throw new RefusalException(service is null
                ? $"{system.Name} has no service with images of its own."
                : $"{system.Name} has no service '{service}' with images of its own: {Suggestion.Sentence(service, [.. own.Select(candidate => candidate.Name.Value)])}");
    }

    /// <summary>A tag, as of a commit, that the first environment takes which takes any of this repository.</summary>
    public static string TagFor(SystemManifest system, string repository) => system.Environments
        .Where(environment => environment.ServicesOf(repository).Count > 0)
        .SelectMany(environment => environment.AcceptedTags.Where(pattern => pattern[0] != '!'))
        .Select(pattern => pattern.Replace("*", Commit, StringComparison.Ordinal))
        .FirstOrDefault(Commit);

    private static List<Service> Own(SystemManifest system) =>
        [.. system.Environments.SelectMany(environment => environment.Services).Where(candidate => candidate.Registry is null).DistinctBy(candidate => candidate.Name)];
}
