using Amazon;
using Amazon.CostExplorer;
using Amazon.ECR;
using Amazon.Runtime;
using Amazon.StepFunctions;

namespace Slipway.Tests.AwsPackages.Slices.Sdk;

/// <summary>Where a client of a slice calls, and for which region it signs.</summary>
public sealed class EndpointTests
{
    private readonly FakeService service = new FakeService().Answering("{}");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("eu-central-1", "https://states.eu-central-1.amazonaws.com/")]
    [InlineData("us-gov-west-1", "https://states.us-gov-west-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://states.cn-north-1.amazonaws.com.cn/")]
    public async Task A_region_has_the_endpoint_of_its_partition(string region, string endpoint)
    {
        using var client = new AmazonStepFunctionsClient(FakeService.Credentials, service.Configured(new AmazonStepFunctionsConfig { RegionEndpoint = RegionEndpoint.GetBySystemName(region) }));

        await client.SendTaskHeartbeatAsync(new() { TaskToken = "t" }, Cancellation);

        Assert.Equal(endpoint, service.Request.Address.AbsoluteUri);
        Assert.Contains($"/{region}/states/aws4_request", service.Request.Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cost_Explorer_has_one_endpoint_for_all_regions()
    {
        using var client = new AmazonCostExplorerClient(FakeService.Credentials, service.Configured(new AmazonCostExplorerConfig { RegionEndpoint = RegionEndpoint.EUWest1 }));

        await client.GetCostAndUsageAsync(new(), Cancellation);

        Assert.Equal("https://ce.us-east-1.amazonaws.com/", service.Request.Address.AbsoluteUri);
        Assert.Contains("/us-east-1/ce/aws4_request", service.Request.Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_given_address_is_called_and_signed_for_the_given_region()
    {
        var config = new AmazonECRConfig { ServiceURL = "http://127.0.0.1:9/", AuthenticationRegion = "eu-north-1", HttpClientFactory = service };
        using var client = new AmazonECRClient(FakeService.Credentials, config);

        await client.DescribeRepositoriesAsync(new(), Cancellation);

        Assert.Equal("http://127.0.0.1:9/", service.Request.Address.AbsoluteUri);
        Assert.Contains("/eu-north-1/ecr/aws4_request", service.Request.Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_the_slice_does_not_know_is_refused()
    {
        using var client = new AmazonECRClient(FakeService.Credentials, service.Configured(new AmazonECRConfig { UseFIPSEndpoint = true }));

        var failure = await Assert.ThrowsAsync<AmazonClientException>(() => client.DescribeRepositoriesAsync(new(), Cancellation));

        Assert.Contains("-p:SdkPackages=official", failure.Message, StringComparison.Ordinal);
        Assert.Empty(service.Requests);
    }
}
