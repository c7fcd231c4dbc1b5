using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using Slipway.Aws.Access;

namespace Slipway.Tests.Wire.Storage;

/// <summary>A new bucket.</summary>
internal sealed class TestBucket(AwsClients clients, string name)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public string Name => name;

    public AmazonS3Client Client { get; } = clients.For<AmazonS3Client, AmazonS3Config>(clients.Home, (credentials, config) =>
    {
        config.ForcePathStyle = true;
        return new(credentials, config);
    });

    public static async Task<TestBucket> CreateAsync(AwsClients clients, string? name = null)
    {
        var bucket = new TestBucket(clients, name ?? $"bucket-{Guid.NewGuid():N}");
        await bucket.Client.PutBucketAsync(bucket.Name, Token);
        return bucket;
    }

    public Task PutAsync(string key, string text) =>
        Client.PutObjectAsync(new PutObjectRequest { BucketName = name, Key = key, InputStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) }, Token);
}
