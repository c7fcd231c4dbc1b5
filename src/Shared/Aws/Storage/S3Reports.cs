using Amazon.S3.Model;
using Slipway.Aws.Access;
using Slipway.Domain.Costs;

namespace Slipway.Aws.Storage;

/// <summary>The reports bucket: a report that is written again takes the place of the one before, whose version the bucket keeps.</summary>
public sealed class S3Reports(AwsClients clients, string bucket) : IReports
{
    public Task SaveAsync(string name, string contentType, string content, CancellationToken cancellationToken) => AwsCall.AskAsync(
        $"The report {name} cannot be written to the bucket {bucket}",
        () => Bucket.Client(clients).PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = name, ContentType = contentType, ContentBody = content }, cancellationToken));
}
