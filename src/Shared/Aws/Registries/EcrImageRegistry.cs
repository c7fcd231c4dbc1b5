using System.Text.Json;
using Slipway.Aws.Access;
using Slipway.Aws.Registries.Contents;
using Slipway.Aws.Registries.Ecr;
using Slipway.Domain;
using Slipway.Domain.Images;
using ScanStatus = Slipway.Domain.Images.ScanStatus;

namespace Slipway.Aws.Registries;

/// <summary>
/// The registries of ECR, of any account and region: the image's host says which. Slipway's own role speaks to them; those of another
/// account let it in by their repositories' policies.
/// </summary>
public sealed class EcrImageRegistry(AwsClients clients, OciRegistries registries) : IImageRegistry
{
    public async Task<ImageDescription?> FindAsync(Image image, CancellationToken cancellationToken) =>
        Describe(image, await Open(image.Registry, image.Repository).FindAsync(new() { ImageDigest = image.Digest.Value }, cancellationToken));

    public async Task<ImageDescription?> FindAsync(string registry, string repository, string tag, CancellationToken cancellationToken)
    {
        var found = await Open(registry, repository).FindAsync(new() { ImageTag = tag }, cancellationToken);
        return found is null ? null : Describe(new(registry, repository, Digest.Parse(found.ImageDigest)), found);
    }

    public async Task<IReadOnlyList<ImageDescription>> ListAsync(string registry, string repository, DateTimeOffset since, CancellationToken cancellationToken) =>
    [
        .. (await Open(registry, repository).ListAsync(cancellationToken))
            .Where(found => Digest.TryParse(found.ImageDigest, null, out _)).Select(found => Describe(new(registry, repository, Digest.Parse(found.ImageDigest)), found)!)
            .Where(image => image.PushedAt >= since && image.Tags.Count > 0).OrderBy(image => image.PushedAt),
    ];

    /// <summary>
    /// The scan of the image, or, when the image is a list of platforms, which ECR does not scan as such, of all of them together;
    /// enhanced scanning and a repository's scan on push reach the platforms when they are pushed.
    /// </summary>
    public async Task<ScanReport> ReadScanAsync(Image image, CancellationToken cancellationToken)
    {
        var repository = Open(image.Registry, image.Repository);
        var report = await ReadScanAsync(repository, image.Digest, cancellationToken);
        if (report.Status is ScanStatus.Complete or ScanStatus.Pending)
        {
            return report;
        }

        var platforms = await PlatformsAsync(repository, image.Digest, cancellationToken);
        return platforms.Count == 0 ? report : ScanReport.Worst(await Task.WhenAll(platforms.Select(platform => ReadScanAsync(repository, platform, cancellationToken))));
    }

    public Task<IReadOnlyDictionary<string, string>?> ReadLabelsAsync(Image image, CancellationToken cancellationToken) =>
        ImageConfiguration.ReadLabelsAsync(registries.OpenToRead(image.Registry, image.Repository), image.Digest, cancellationToken);

    public async Task<string?> ProtectAsync(Image image, string name, CancellationToken cancellationToken)
    {
        try
        {
            var repository = Open(image.Registry, image.Repository);
            if (await repository.FindManifestAsync(image.Digest, cancellationToken) is not { } manifest)
            {
                return $"The registry no longer holds {image.Repository}@{image.Digest.Abbreviation}.";
            }

            if (await repository.TagAsync(manifest, image.Digest, name, cancellationToken) is not null)
            {
                return $"The tags of {repository.Place} are immutable, so that {name} cannot move to {image.Digest.Abbreviation}: make its tag mutability IMMUTABLE_WITH_EXCLUSION with the filter slipway-*.";
            }

            if (await repository.FindLifecyclePolicyAsync(cancellationToken) is { } policy && LifecyclePolicy.Sparing(policy) is { } sparing)
            {
                await repository.WriteLifecyclePolicyAsync(sparing, cancellationToken);
            }

            return null;
        }
        catch (RejectedException failure)
        {
            return failure.Message;
        }
    }

    private EcrRepository Open(string registry, string repository)
    {
        var host = EcrHost.Parse(registry);
        return new(clients.Own(AwsServices.Ecr, host.Region), host, repository);
    }

    private static ImageDescription? Describe(Image image, Amazon.ECR.Model.ImageDetail? found) => found is null
        ? null
        : new(image, found.ImageTags ?? [], found.ImagePushedAt is { } pushed ? new(pushed.ToUniversalTime(), TimeSpan.Zero) : default, found.ImageSizeInBytes ?? 0);

    private static async Task<ScanReport> ReadScanAsync(EcrRepository repository, Digest digest, CancellationToken cancellationToken)
    {
        var pages = await repository.ReadScanAsync(digest, cancellationToken);
        return pages.Count == 0 ? ScanReport.Without(ScanStatus.Missing) : EcrScan.Read(pages);
    }

    /// <summary>The digests of an index's platforms; none for an image that is no index. Attestations have the platform unknown and nothing to scan.</summary>
    private static async Task<IReadOnlyList<Digest>> PlatformsAsync(EcrRepository repository, Digest digest, CancellationToken cancellationToken)
    {
        var manifest = await repository.FindManifestAsync(digest, cancellationToken);
        if (manifest is null || !MediaTypes.IsIndex(manifest.ImageManifestMediaType ?? ""))
        {
            return [];
        }

        using var json = JsonDocument.Parse(manifest.ImageManifest);
        return [.. json.RootElement.GetProperty("manifests").EnumerateArray().Where(MediaTypes.IsPlatform).Select(child => Digest.Parse(child.GetProperty("digest").GetString()!))];
    }
}
