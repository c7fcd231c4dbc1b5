using System.Net;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using Slipway.Aws.Access;
using Slipway.Domain.Systems;

namespace Slipway.Aws.Storage;

/// <summary>The manifests bucket: every object that ends in .yaml or .yml, in the order of the keys. What has not changed since is not fetched again.</summary>
public sealed class S3Manifests(AwsClients clients, string bucket) : ISystemManifests
{
    private const int AtOnce = 8;

    /// <summary>In bytes; far above any manifest, so that a file that is none does not fill the memory.</summary>
    private const long Longest = 1024 * 1024;

    private volatile IReadOnlyDictionary<string, Fetched> _known = new Dictionary<string, Fetched>();

    public Task<IReadOnlyList<ManifestText>> ReadAllAsync(CancellationToken cancellationToken) => AwsCall.AskAsync<IReadOnlyList<ManifestText>>($"The manifests in the bucket {bucket} cannot be listed", async () =>
    {
        var listed = await ListAsync(cancellationToken);
        var known = _known;
        var fetched = new Fetched?[listed.Count];
        await Parallel.ForAsync(0, listed.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (index, cancellation) =>
            fetched[index] = known.GetValueOrDefault(listed[index].Key) is { } before && before.ETag == listed[index].ETag ? before : await FetchAsync(listed[index], cancellation));
        var present = fetched.OfType<Fetched>().ToList();
        _known = present.ToDictionary(manifest => manifest.Text.File, StringComparer.Ordinal);
        return [.. present.Select(manifest => manifest.Text)];
    });

    private async Task<List<S3Object>> ListAsync(CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = bucket };
        var listed = new List<S3Object>();
        do
        {
            var page = await Bucket.Client(clients).ListObjectsV2Async(request, cancellationToken);
            listed.AddRange((page.S3Objects ?? []).Where(listed => IsManifest(listed.Key)));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
        return [.. listed.OrderBy(listed => listed.Key, StringComparer.Ordinal)];
    }

    /// <summary>The object as it is now; null when it was deleted since it was listed.</summary>
    private Task<Fetched?> FetchAsync(S3Object listed, CancellationToken cancellationToken) => AwsCall.AskAsync($"The manifest {listed.Key} cannot be read from the bucket {bucket}", async () =>
    {
        try
        {
            using var answer = await Bucket.Client(clients).GetObjectAsync(bucket, listed.Key, cancellationToken);
            if (answer.ContentLength > Longest)
            {
                return Unreadable(listed, $"has {answer.ContentLength} bytes in the bucket {bucket}; no manifest is longer than {Longest}: remove it or give it another name");
            }

            using var reader = new StreamReader(answer.ResponseStream, Encoding.UTF8);
            return new Fetched(answer.ETag, new(listed.Key, await reader.ReadToEndAsync(cancellationToken)));
        }
        catch (AmazonS3Exception failure) when (failure is { StatusCode: HttpStatusCode.NotFound, ErrorCode: "NoSuchKey" })
        {
            return null;
        }
        catch (AmazonS3Exception failure) when (failure is { StatusCode: HttpStatusCode.Forbidden, ErrorCode: "AccessDenied" })
        {
            return Unreadable(listed, $"may not be read from the bucket {bucket}; allow it, also by the key that encrypts it, or remove it: {failure.Message}");
        }
    });

    private static Fetched Unreadable(S3Object listed, string reason) => new(listed.ETag, new(listed.Key, "") { Unreadable = reason });

    private static bool IsManifest(string key) => key.EndsWith(".yaml", StringComparison.Ordinal) || key.EndsWith(".yml", StringComparison.Ordinal);

    private sealed record Fetched(string ETag, ManifestText Text);
}
