using Slipway.Domain.Systems;

namespace Slipway.Domain.Releases;

/// <summary>The record of releases: DynamoDB.</summary>
public interface IReleases
{
    Task<Release?> FindAsync(ReleaseId id, CancellationToken cancellationToken);

    /// <summary>Writes the release if nobody wrote it since it was read (<see cref="ConflictException"/> otherwise); answers with its next version.</summary>
    Task<Release> SaveAsync(Release release, CancellationToken cancellationToken);

    /// <summary>
    /// The releases of an environment that can still matter to another, newest push first: what is on its way however long, what
    /// ended within the last 30 days, and what serves. Older ones may be left out.
    /// </summary>
    Task<IReadOnlyList<Release>> ListAsync(SystemName system, EnvironmentName environment, CancellationToken cancellationToken);

    /// <summary>The releases of an image in every environment, as they were opened.</summary>
    Task<IReadOnlyList<Release>> ListAsync(Images.Digest digest, CancellationToken cancellationToken);
}
