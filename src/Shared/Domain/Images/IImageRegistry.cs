namespace Slipway.Domain.Images;

/// <summary>Where images and their scan results are: ECR.</summary>
public interface IImageRegistry
{
    /// <summary>True when the registry holds the digest: a lifecycle rule may have removed it since its push.</summary>
    Task<bool> HoldsAsync(Image image, CancellationToken cancellationToken);

    /// <summary>The image's scan as it stands; <see cref="ScanStatus.Missing"/> when none was ever started.</summary>
    Task<ScanReport> ReadScanAsync(Image image, CancellationToken cancellationToken);
}
