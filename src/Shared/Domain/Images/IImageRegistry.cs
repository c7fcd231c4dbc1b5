namespace Slipway.Domain.Images;

/// <summary>An image as its registry describes it; the size is the compressed one, in bytes.</summary>
public sealed record ImageDescription(Image Image, IReadOnlyList<string> Tags, DateTimeOffset PushedAt, long SizeInBytes);

/// <summary>Where images and their scan results are: ECR.</summary>
public interface IImageRegistry
{
    /// <summary>The image; null when the registry does not hold it: a lifecycle rule may have removed it since its push.</summary>
    Task<ImageDescription?> FindAsync(Image image, CancellationToken cancellationToken);

    /// <summary>The image that has the tag now; null when none has.</summary>
    Task<ImageDescription?> FindAsync(string registry, string repository, string tag, CancellationToken cancellationToken);

    /// <summary>The images of a repository that have tags and were pushed at a time or after it, first push first; none when there is no such repository.</summary>
    Task<IReadOnlyList<ImageDescription>> ListAsync(string registry, string repository, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>The image's scan as it stands; <see cref="ScanStatus.Missing"/> when none was ever started.</summary>
    Task<ScanReport> ReadScanAsync(Image image, CancellationToken cancellationToken);

    /// <summary>
    /// What the image's author wrote into its configuration, of an index into that of its first platform, like
    /// <c>org.opencontainers.image.authors</c>; empty when it has no labels, null when the registry does not hold the image.
    /// </summary>
    Task<IReadOnlyDictionary<string, string>?> ReadLabelsAsync(Image image, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps the registry's lifecycle rules from the image, under a name that it takes over from the image that had it. Null when that
    /// is done, else the sentence that says why it cannot be: an image that nobody protects is no reason to undo its release.
    /// </summary>
    Task<string?> ProtectAsync(Image image, string name, CancellationToken cancellationToken);
}
