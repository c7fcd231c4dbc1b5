using Slipway.Domain.Images;

namespace Slipway.Domain.Releases;

/// <summary>The tasks that wait at a gate, by the digest of their image: a scan's event names nothing else. DynamoDB.</summary>
public interface IGateWaits
{
    /// <summary>Keeps the token of the task that waits for a release; one that waited for it before is done.</summary>
    Task KeepAsync(Digest digest, ReleaseId release, string token, CancellationToken cancellationToken);

    /// <summary>The tokens of all these digests in one read. Tasks that no longer wait may be among them.</summary>
    Task<ILookup<Digest, string>> FindAsync(IReadOnlyCollection<Digest> digests, CancellationToken cancellationToken);
}
