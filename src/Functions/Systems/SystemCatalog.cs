using Slipway.Domain;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Systems;

/// <summary>The manifests as they are now: those that are right, and what is wrong with the others.</summary>
public sealed record Catalog(IReadOnlyList<SystemManifest> Systems, IReadOnlyList<ManifestProblem> Problems);

/// <summary>Reads the manifests of every system; a text that was read before is not read again.</summary>
public sealed class SystemCatalog(ISystemManifests manifests)
{
    private IReadOnlyDictionary<ManifestText, ManifestReading> _readings = new Dictionary<ManifestText, ManifestReading>();

    public async Task<Catalog> ReadAsync(CancellationToken cancellationToken)
    {
        var texts = await manifests.ReadAllAsync(cancellationToken);
        var before = _readings;
        _readings = texts.Distinct().ToDictionary(text => text, text => before.GetValueOrDefault(text) ?? YamlManifest.Load(text));
        return new([.. _readings.Values.Select(reading => reading.Manifest).OfType<SystemManifest>()], [.. _readings.Values.SelectMany(reading => reading.Problems)]);
    }

    /// <summary>The manifest if it can be read now; null for those who can do without.</summary>
    public async Task<SystemManifest?> TryFindAsync(SystemName name, CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).Systems.FirstOrDefault(system => system.Name == name);

    public async Task<SystemManifest> FindAsync(SystemName name, CancellationToken cancellationToken)
    {
        var catalog = await ReadAsync(cancellationToken);
        return catalog.Systems.FirstOrDefault(system => system.Name == name)
            ?? throw new RejectedException(catalog.Problems.Count == 0
                ? $"No manifest describes a system '{name}'."
                : $"No manifest that is right describes a system '{name}'; what is wrong: {string.Join("; ", catalog.Problems)}");
    }
}
