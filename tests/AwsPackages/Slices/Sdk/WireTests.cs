using System.Net;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.EKS;
using Amazon.RDS;
using Amazon.RDS.Model;
using Amazon.Runtime;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.AwsPackages.Slices.Sdk;

/// <summary>A call of each protocol, signed so that somebody else's server accepts it, and answered by it.</summary>
public sealed class WireTests(GuardedMoto guarded) : IClassFixture<GuardedMoto>, IAsyncLifetime
{
    private AWSCredentials user = new AnonymousAWSCredentials();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => user = await guarded.UserAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Json()
    {
        using var client = new AmazonECRClient(user, Configured(new AmazonECRConfig()));

        var repository = (await client.CreateRepositoryAsync(new() { RepositoryName = "a/b", ImageTagMutability = ImageTagMutability.IMMUTABLE }, Cancellation)).Repository;
        var missing = await Assert.ThrowsAsync<RepositoryNotFoundException>(() => client.DescribeImagesAsync(new() { RepositoryName = "none" }, Cancellation));

        Assert.Equal(("a/b", ImageTagMutability.IMMUTABLE), (repository.RepositoryName, repository.ImageTagMutability));
        Assert.Equal("RepositoryNotFoundException", missing.ErrorCode);
    }

    [Fact]
    public async Task Query()
    {
        using var client = new AmazonRDSClient(user, Configured(new AmazonRDSConfig()));

        await client.CreateDBInstanceAsync(
            new() { DBInstanceIdentifier = "shop", DBInstanceClass = "db.t4g.micro", Engine = "postgres", AllocatedStorage = 20, MasterUsername = "u", MasterUserPassword = "a password", Tags = [new() { Key = "k", Value = "a b" }] }, Cancellation);
        var instance = Assert.Single((await client.DescribeDBInstancesAsync(new() { DBInstanceIdentifier = "shop" }, Cancellation)).DBInstances);
        var missing = await Assert.ThrowsAsync<DBSnapshotNotFoundException>(() => client.DescribeDBSnapshotsAsync(new() { DBSnapshotIdentifier = "none" }, Cancellation));

        Assert.Equal((20, "a b"), (instance.AllocatedStorage, Assert.Single(instance.TagList).Value));
        Assert.Equal("DBSnapshotNotFound", missing.ErrorCode);
    }

    [Fact]
    public async Task Rest_json()
    {
        using var client = new AmazonEKSClient(user, Configured(new AmazonEKSConfig()));

        await client.CreateClusterAsync(new() { Name = "shop", RoleArn = "arn:aws:iam::123456789012:role/r", ResourcesVpcConfig = new() { SubnetIds = ["s-1"] } }, Cancellation);
        var clusters = (await client.ListClustersAsync(new() { MaxResults = 5 }, Cancellation)).Clusters;
        var cluster = (await client.DescribeClusterAsync(new() { Name = "shop" }, Cancellation)).Cluster;
        var missing = await Assert.ThrowsAsync<Amazon.EKS.Model.ResourceNotFoundException>(() => client.DescribeClusterAsync(new() { Name = "none" }, Cancellation));

        Assert.Equal(["shop"], clusters);
        Assert.Equal(ClusterStatus.ACTIVE, cluster.Status);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task A_wrong_secret_is_refused()
    {
        var key = await user.GetCredentialsAsync();
        var wrong = new BasicAWSCredentials(key.AccessKey, $"{key.SecretKey}x");
        using var ecr = new AmazonECRClient(wrong, Configured(new AmazonECRConfig()));
        using var rds = new AmazonRDSClient(wrong, Configured(new AmazonRDSConfig()));
        using var eks = new AmazonEKSClient(wrong, Configured(new AmazonEKSConfig()));

        Assert.All(
            [
                await Assert.ThrowsAsync<AmazonECRException>(() => ecr.DescribeRepositoriesAsync(new(), Cancellation)),
                await Assert.ThrowsAsync<AmazonRDSException>(() => rds.DescribeDBInstancesAsync(new(), Cancellation)),
                (AmazonServiceException)await Assert.ThrowsAsync<AmazonEKSException>(() => eks.ListClustersAsync(new(), Cancellation)),
            ],
            refused => Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode));
    }

    private T Configured<T>(T config)
        where T : ClientConfig
    {
        (config.ServiceURL, config.AuthenticationRegion, config.MaxErrorRetry) = (guarded.Moto.Endpoint.AbsoluteUri, "us-east-1", 0);
        return config;
    }
}
