using Slipway.Domain;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Systems;

/// <summary>The manifests as they are now: those that are right, and what is wrong with the others.</summary>
public sealed record Catalog(IReadOnlyList<SystemManifest> Systems, IReadOnlyList<ManifestProblem> Problems);

/// <summary>Reads the manifests of every system.</summary>
public sealed class SystemCatalog(ISystemManifests manifests)
{
    public async Task<Catalog> ReadAsync(CancellationToken cancellationToken)
    {
        var loaded = (await manifests.ReadAllAsync(cancellationToken)).Select(YamlManifest.Load).ToList();
        return new([.. loaded.Select(result => result.Manifest).OfType<SystemManifest>()], [.. loaded.SelectMany(result => result.Problems)]);
    }

    public async Task<SystemManifest> FindAsync(SystemName name, CancellationToken cancellationToken)
    {
        var catalog = await ReadAsync(cancellationToken);
        return catalog.Systems.FirstOrDefault(system => system.Name == name)
            ?? throw new RejectedException(catalog.Problems.Count == 0
                ? $"No manifest describes a system '{name}'."
                : $"No manifest that is right describes a system '{name}'; what is wrong: {string.Join("; ", catalog.Problems)}");
    }
}
