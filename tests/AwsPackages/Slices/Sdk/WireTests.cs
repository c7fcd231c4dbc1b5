using System.Net;
using System.Xml.Linq;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.EKS;
using Amazon.RDS;
using Amazon.RDS.Model;
using Amazon.Runtime;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.AwsPackages.Slices.Sdk;

/// <summary>moto with an account that has one user, and with its checks of signatures and permissions switched on.</summary>
public sealed class GuardedMoto : IAsyncLifetime
{
    private readonly MotoServer moto = new();
    private string keyId = "";
    private string secret = "";

    /// <summary>Of the user, who may do everything.</summary>
    public AWSCredentials Credentials => new BasicAWSCredentials(keyId, secret);

    public AWSCredentials WrongSecret => new BasicAWSCredentials(keyId, $"{secret}x");

    public T Configured<T>(T config)
        where T : ClientConfig
    {
        (config.ServiceURL, config.AuthenticationRegion, config.MaxErrorRetry) = (moto.Endpoint.AbsoluteUri, "us-east-1", 0);
        return config;
    }

    public async ValueTask InitializeAsync()
    {
        await moto.InitializeAsync();
        if (Tool.Locate(["moto_server"]) is null)
        {
            return;
        }

        using var client = new HttpClient();
        await AskAsync(client, "Action=CreateUser&UserName=slipway");
        await AskAsync(client, """Action=PutUserPolicy&UserName=slipway&PolicyName=all&PolicyDocument={"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""");
        var key = XDocument.Parse(await AskAsync(client, "Action=CreateAccessKey&UserName=slipway")).Descendants().ToLookup(element => element.Name.LocalName, element => element.Value);
        (keyId, secret) = (key["AccessKeyId"].First(), key["SecretAccessKey"].First());
        using var none = new StringContent("0");
        (await client.PostAsync(new Uri(moto.Endpoint, "/moto-api/reset-auth"), none)).EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync() => moto.DisposeAsync();

    // Before its checks are on, moto takes the service from a signature and believes it.
    private async Task<string> AskAsync(HttpClient client, string form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, moto.Endpoint) { Content = new StringContent($"{form}&Version=2010-05-08", null, "application/x-www-form-urlencoded") };
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0");
        var answer = await client.SendAsync(request);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }
}

/// <summary>A call of each protocol, signed so that somebody else's server accepts it, and answered by it.</summary>
public sealed class WireTests(GuardedMoto moto) : IClassFixture<GuardedMoto>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Json()
    {
        using var client = new AmazonECRClient(moto.Credentials, moto.Configured(new AmazonECRConfig()));

        var repository = (await client.CreateRepositoryAsync(new() { RepositoryName = "a/b", ImageTagMutability = ImageTagMutability.IMMUTABLE }, Cancellation)).Repository;
        var missing = await Assert.ThrowsAsync<RepositoryNotFoundException>(() => client.DescribeImagesAsync(new() { RepositoryName = "none" }, Cancellation));

        Assert.Equal(("a/b", ImageTagMutability.IMMUTABLE), (repository.RepositoryName, repository.ImageTagMutability));
        Assert.Equal("RepositoryNotFoundException", missing.ErrorCode);
    }

    [Fact]
    public async Task Query()
    {
        using var client = new AmazonRDSClient(moto.Credentials, moto.Configured(new AmazonRDSConfig()));

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
        using var client = new AmazonEKSClient(moto.Credentials, moto.Configured(new AmazonEKSConfig()));

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
        using var ecr = new AmazonECRClient(moto.WrongSecret, moto.Configured(new AmazonECRConfig()));
        using var rds = new AmazonRDSClient(moto.WrongSecret, moto.Configured(new AmazonRDSConfig()));
        using var eks = new AmazonEKSClient(moto.WrongSecret, moto.Configured(new AmazonEKSConfig()));

        Assert.All(
            [
                await Assert.ThrowsAsync<AmazonECRException>(() => ecr.DescribeRepositoriesAsync(new(), Cancellation)),
                await Assert.ThrowsAsync<AmazonRDSException>(() => rds.DescribeDBInstancesAsync(new(), Cancellation)),
                (AmazonServiceException)await Assert.ThrowsAsync<AmazonEKSException>(() => eks.ListClustersAsync(new(), Cancellation)),
            ],
            refused => Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode));
    }
}
