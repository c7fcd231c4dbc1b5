using Slipway.Domain;
using Slipway.Domain.Systems;

namespace Slipway.Local.Account;

/// <summary>The manifests bucket of the account: the .yaml and .yml files of a folder, or given texts.</summary>
public sealed class Manifests(IReadOnlyList<ManifestText> texts) : ISystemManifests
{
    /// <summary>Reads the folder now, in the order of the files' names.</summary>
    public static Manifests InFolder(string folder)
    {
        try
        {
            return new([.. Directory.GetFiles(folder).Where(path => Path.GetExtension(path) is ".yaml" or ".yml").Order(StringComparer.Ordinal)
                .Select(path => new ManifestText(Path.GetFileName(path), File.ReadAllText(path)))]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RejectedException($"The manifests in {folder} cannot be read: {exception.Message}", exception);
        }
    }

    public Task<IReadOnlyList<ManifestText>> ReadAllAsync(CancellationToken cancellationToken) => Task.FromResult(texts);
}
