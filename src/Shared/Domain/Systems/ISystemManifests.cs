namespace Slipway.Domain.Systems;

/// <summary>The text of a manifest and the file it came from, for messages that name the line.</summary>
public sealed record ManifestText(string File, string Text)
{
    /// <summary>Why the file could not be read, which is a mistake of this file and no reason to stop the other systems; null when it was.</summary>
    public string? Unreadable { get; init; }
}

/// <summary>Where the manifests are kept: the manifests bucket.</summary>
public interface ISystemManifests
{
    Task<IReadOnlyList<ManifestText>> ReadAllAsync(CancellationToken cancellationToken);
}
