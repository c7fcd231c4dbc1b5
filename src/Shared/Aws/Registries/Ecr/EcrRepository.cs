using Amazon.ECR;
using Amazon.ECR.Model;
using Slipway.Aws.Access;
using Slipway.Aws.Registries.Contents;
using Slipway.Domain;
using Slipway.Domain.Images;

namespace Slipway.Aws.Registries.Ecr;

/// <summary>One repository of ECR, reached at its registry's region; what fails is said with its name, account and region.</summary>
internal sealed class EcrRepository(AmazonECRClient client, EcrHost host, string name)
{
    private const int LargestPage = 1000;

    public string Place => host.Locate(name);

    public async Task<ImageDetail?> FindAsync(ImageIdentifier image, CancellationToken cancellationToken)
    {
        var request = new DescribeImagesRequest { RegistryId = host.Account, RepositoryName = name, ImageIds = [image] };
        try
        {
            return (await AskAsync($"The image {Text(image)} cannot be read", () => client.DescribeImagesAsync(request, cancellationToken))).ImageDetails?.FirstOrDefault();
        }
        catch (RejectedException failure) when (failure.InnerException is ImageNotFoundException)
        {
            return null;
        }
    }

    /// <summary>All images that have tags; none when there is no such repository. ECR knows no other filter and no order.</summary>
    public async Task<IReadOnlyList<ImageDetail>> ListAsync(CancellationToken cancellationToken)
    {
        var images = new List<ImageDetail>();
        var request = new DescribeImagesRequest { RegistryId = host.Account, RepositoryName = name, MaxResults = LargestPage, Filter = new() { TagStatus = TagStatus.TAGGED } };
        try
        {
            do
            {
                var page = await AskAsync("The images cannot be listed", () => client.DescribeImagesAsync(request, cancellationToken));
                images.AddRange(page.ImageDetails ?? []);
                request.NextToken = page.NextToken;
            }
            while (!string.IsNullOrEmpty(request.NextToken));
        }
        catch (RejectedException failure) when (failure.InnerException is RepositoryNotFoundException)
        {
            return [];
        }

        return images;
    }

    /// <summary>All pages of the image's scan; none when there is no scan or no such image.</summary>
    public async Task<IReadOnlyList<DescribeImageScanFindingsResponse>> ReadScanAsync(Digest digest, CancellationToken cancellationToken)
    {
        var pages = new List<DescribeImageScanFindingsResponse>();
        var request = new DescribeImageScanFindingsRequest { RegistryId = host.Account, RepositoryName = name, ImageId = new() { ImageDigest = digest.Value }, MaxResults = LargestPage };
        try
        {
            do
            {
                pages.Add(await AskAsync($"The scan of {digest.Abbreviation} cannot be read", () => client.DescribeImageScanFindingsAsync(request, cancellationToken)));
                request.NextToken = pages[^1].NextToken;
            }
            while (!string.IsNullOrEmpty(request.NextToken));
        }
        catch (RejectedException failure) when (failure.InnerException is ScanNotFoundException or ImageNotFoundException)
        {
            return [];
        }

        return pages;
    }

    /// <summary>The image's manifest byte for byte; null when the repository no longer holds it.</summary>
    public async Task<Amazon.ECR.Model.Image?> FindManifestAsync(Digest digest, CancellationToken cancellationToken)
    {
        var request = new BatchGetImageRequest { RegistryId = host.Account, RepositoryName = name, ImageIds = [new() { ImageDigest = digest.Value }] };
        var failed = $"The manifest of {digest.Abbreviation} cannot be read";
        var answer = await AskAsync(failed, () => client.BatchGetImageAsync(request, cancellationToken));
        var image = answer.Images?.FirstOrDefault();
        return image is not null
            ? Manifest.DigestOf(System.Text.Encoding.UTF8.GetBytes(image.ImageManifest)) == digest ? image
                : throw new RejectedException($"{failed}: {Place} answers with a manifest of another digest.")
            : answer.Failures?.FirstOrDefault() is { } failure ? Explain(failed, failure) : null;
    }

    /// <summary>Gives the manifest a tag, taking it from the image that had it. Null when that is done, else the image that has the tag and keeps it.</summary>
    public async Task<string?> TagAsync(Amazon.ECR.Model.Image image, Digest digest, string tag, CancellationToken cancellationToken)
    {
        var request = new PutImageRequest
        {
            RegistryId = host.Account,
            RepositoryName = name,
            ImageManifest = image.ImageManifest,
            ImageManifestMediaType = image.ImageManifestMediaType,
            ImageTag = tag,
            ImageDigest = digest.Value,
        };
        try
        {
            await AskAsync($"The tag {tag} cannot be given to {digest.Abbreviation}", () => client.PutImageAsync(request, cancellationToken));
            return null;
        }
        catch (RejectedException failure) when (failure.InnerException is ImageAlreadyExistsException or ImageTagAlreadyExistsException)
        {
            var holder = await FindAsync(new() { ImageTag = tag }, cancellationToken);
            return holder?.ImageDigest == digest.Value ? null : holder?.ImageDigest ?? throw new UnavailableException($"The tag {tag} moves in {Place} just now.", failure);
        }
    }

    /// <summary>The text of the lifecycle policy; null when there is none.</summary>
    public async Task<string?> FindLifecyclePolicyAsync(CancellationToken cancellationToken)
    {
        var request = new GetLifecyclePolicyRequest { RegistryId = host.Account, RepositoryName = name };
        try
        {
            return (await AskAsync("The lifecycle policy cannot be read", () => client.GetLifecyclePolicyAsync(request, cancellationToken))).LifecyclePolicyText;
        }
        catch (RejectedException failure) when (failure.InnerException is LifecyclePolicyNotFoundException)
        {
            return null;
        }
    }

    public Task WriteLifecyclePolicyAsync(string policy, CancellationToken cancellationToken)
    {
        var request = new PutLifecyclePolicyRequest { RegistryId = host.Account, RepositoryName = name, LifecyclePolicyText = policy };
        return AskAsync("The lifecycle policy cannot be written", () => client.PutLifecyclePolicyAsync(request, cancellationToken));
    }

    private Task<T> AskAsync<T>(string failed, Func<Task<T>> call) => AwsCall.AskAsync($"{failed} in {Place}", async () =>
    {
        try
        {
            return await call();
        }
        catch (RepositoryNotFoundException failure)
        {
            throw new RejectedException($"{failed}: there is no {Place["the ".Length..]}; create it, or mend the repository's name in the manifest.", failure);
        }
    });

    private Amazon.ECR.Model.Image? Explain(string failed, ImageFailure failure) => failure.FailureCode?.Value switch
    {
        "ImageNotFound" => null,
        "UpstreamTooManyRequests" or "UpstreamUnavailable" or "KmsError" => throw new UnavailableException($"{failed} in {Place}: {failure.FailureReason}"),
        _ => throw new RejectedException($"{failed} in {Place}: {failure.FailureReason} ({failure.FailureCode})"),
    };

    private static string Text(ImageIdentifier image) => image.ImageDigest is { } digest ? Digest.Parse(digest).Abbreviation : image.ImageTag;
}
