using Amazon.S3;
using Slipway.Aws.Access;

namespace Slipway.Aws.Storage;

/// <summary>The client of Slipway's own buckets.</summary>
internal static class Bucket
{
    /// <summary>Asked for within calls alone, so that missing credentials are said like every other failure. An emulator has one address for all buckets, so their names stand in the path there.</summary>
    public static AmazonS3Client Client(AwsClients clients) => clients.Own<AmazonS3Client, AmazonS3Config>(static (credentials, config) =>
    {
        config.ForcePathStyle = config.ServiceURL is not null;
        return new(credentials, config);
    });
}
