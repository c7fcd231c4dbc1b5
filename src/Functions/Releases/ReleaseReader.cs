using Slipway.Domain;
using Slipway.Domain.Releases;
using Slipway.Domain.Systems;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Releases;

/// <summary>A release as recorded, with the manifest of its system and environment.</summary>
public sealed record ReleaseInContext(Release Release, SystemManifest System, EnvironmentManifest Environment);

/// <summary>Reads what a state machine's document is about: the record counts, the document only names it.</summary>
public sealed class ReleaseReader(IReleases releases, SystemCatalog systems)
{
    public async Task<Release> ReadAsync(Release document, CancellationToken cancellationToken) =>
        await releases.FindAsync(document.Id, cancellationToken) ?? throw new RejectedException($"There is no release '{document.Id}'.");

    public async Task<ReleaseInContext> ReadInContextAsync(Release document, CancellationToken cancellationToken)
    {
        var release = await ReadAsync(document, cancellationToken);
        var system = await systems.FindAsync(release.System, cancellationToken);
        return new(release, system, system.Environment(release.Environment));
    }
}
