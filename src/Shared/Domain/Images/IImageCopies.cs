namespace Slipway.Domain.Images;

/// <summary>Brings images from one registry, account or region into another, where an environment pulls them.</summary>
public interface IImageCopies
{
    /// <summary>
    /// Copies the image by digest, with all its platforms and referrers (signatures, SBOMs); what is there already is not moved
    /// again, so it is safe to repeat. <see cref="RejectedException"/> when the digests differ, the source lacks the image, the
    /// target lacks the repository, a registry refuses the credentials or content does not have its digest;
    /// <see cref="UnavailableException"/> when a registry throttles or does not answer.
    /// </summary>
    Task<CopyReport> CopyAsync(Image source, Image target, CancellationToken cancellationToken);
}

/// <summary>
/// What a copy did at the target: manifests written, blobs moved over the wire, mounted from another repository of the same
/// registry and found there, and the bytes of the moved ones.
/// </summary>
public sealed record CopyReport(int Manifests, int BlobsMoved, int BlobsMounted, int BlobsPresent, long BytesMoved);
