using Slipway.Domain.Systems;

namespace Slipway.Domain.Releases;

/// <summary>The record of releases: DynamoDB.</summary>
public interface IReleases
{
    Task<Release?> FindAsync(ReleaseId id, CancellationToken cancellationToken);

    /// <summary>Writes the release if nobody wrote it since it was read (<see cref="ConflictException"/> otherwise); answers with its next version.</summary>
    Task<Release> SaveAsync(Release release, CancellationToken cancellationToken);

    /// <summary>The releases of an environment, newest push first.</summary>
    Task<IReadOnlyList<Release>> ListAsync(SystemName system, EnvironmentName environment, CancellationToken cancellationToken);

    /// <summary>The releases of an image in every environment.</summary>
    Task<IReadOnlyList<Release>> ListAsync(Images.Digest digest, CancellationToken cancellationToken);
}
