using System.Net;
using System.Net.Sockets;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.EKS;
using Amazon.EKS.Model;
using Amazon.RDS;
using Amazon.RDS.Model;
using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace Slipway.Tests.AwsPackages.Slices.Sdk;

/// <summary>What a client makes of a refusal, of a page that no service wrote, and of silence.</summary>
public sealed class FailureTests
{
    private readonly FakeService service = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"__type":"RepositoryNotFoundException","message":"none"}""", null)]
    [InlineData("""{"__type":"com.amazonaws.ecr#RepositoryNotFoundException","Message":"none"}""", null)]
    [InlineData("""{"message":"none"}""", "RepositoryNotFoundException:http://internal.amazon.com/")]
    [InlineData("""{"code":"RepositoryNotFoundException","message":"none"}""", null)]
    public async Task A_modelled_error_is_its_exception(string body, string? header)
    {
        service.Answering(body, HttpStatusCode.BadRequest, [("x-amzn-RequestId", "id-1"), .. header is null ? [] : new[] { ("x-amzn-ErrorType", header) }]);

        var failure = await Assert.ThrowsAsync<RepositoryNotFoundException>(DescribeAsync);

        Assert.Equal(("none", "RepositoryNotFoundException", "id-1", HttpStatusCode.BadRequest), (failure.Message, failure.ErrorCode, failure.RequestId, failure.StatusCode));
        Assert.IsType<AmazonECRException>(failure, exactMatch: false);
    }

    [Fact]
    public async Task An_error_that_the_operation_does_not_model_is_the_common_exception_with_its_code()
    {
        service.Answering("""{"__type":"ImageNotFoundException","message":"odd"}""", HttpStatusCode.BadRequest);

        var failure = await Assert.ThrowsAsync<AmazonECRException>(async () =>
        {
            using var client = new AmazonECRClient(FakeService.Credentials, service.Configured(new AmazonECRConfig()));
            await client.DescribeRepositoriesAsync(new(), Cancellation);
        });

        Assert.Equal(("odd", "ImageNotFoundException"), (failure.Message, failure.ErrorCode));
    }

    [Fact]
    public async Task An_exception_has_the_members_that_the_model_gives_it()
    {
        service.Answering("""{"clusterName":"shop","nodegroupName":"n","message":"busy"}""", HttpStatusCode.Conflict, ("x-amzn-ErrorType", "ResourceInUseException"));
        using var client = new AmazonEKSClient(FakeService.Credentials, service.Configured(new AmazonEKSConfig()));

        var failure = await Assert.ThrowsAsync<ResourceInUseException>(() => client.UpdateNodegroupConfigAsync(new() { ClusterName = "shop", NodegroupName = "n" }, Cancellation));

        Assert.Equal(("busy", "shop", "n"), (failure.Message, failure.ClusterName, failure.NodegroupName));
    }

    [Fact]
    public async Task A_service_that_spoke_query_before_keeps_its_codes()
    {
        service.Answering(
            """{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"none"}""", HttpStatusCode.BadRequest, ("x-amzn-query-error", "AWS.SimpleQueueService.NonExistentQueue;Sender"));
        using var client = new AmazonSQSClient(FakeService.Credentials, service.Configured(new AmazonSQSConfig()));

        var failure = await Assert.ThrowsAsync<QueueDoesNotExistException>(() => client.GetQueueUrlAsync(new() { QueueName = "q" }, Cancellation));

        Assert.Equal(("AWS.SimpleQueueService.NonExistentQueue", ErrorType.Sender), (failure.ErrorCode, failure.ErrorType));
    }

    [Fact]
    public async Task An_error_in_XML_goes_by_its_code_where_the_shape_has_another_name()
    {
        service.Answering(
            "<ErrorResponse><Error><Type>Sender</Type><Code>DBSnapshotNotFound</Code><Message>no s1</Message></Error><RequestId>id-2</RequestId></ErrorResponse>", HttpStatusCode.NotFound);
        using var client = new AmazonRDSClient(FakeService.Credentials, service.Configured(new AmazonRDSConfig()));

        var failure = await Assert.ThrowsAsync<DBSnapshotNotFoundException>(() => client.DescribeDBSnapshotsAsync(new() { DBSnapshotIdentifier = "s1" }, Cancellation));

        Assert.Equal(("no s1", "DBSnapshotNotFound", "id-2", ErrorType.Sender, HttpStatusCode.NotFound), (failure.Message, failure.ErrorCode, failure.RequestId, failure.ErrorType, failure.StatusCode));
    }

    [Fact]
    public async Task A_page_of_a_proxy_is_the_common_exception_with_its_status_and_text()
    {
        service.Answering("<html>no route</html>", HttpStatusCode.BadGateway);

        var failure = await Assert.ThrowsAsync<AmazonECRException>(DescribeAsync);

        Assert.Equal(HttpStatusCode.BadGateway, failure.StatusCode);
        Assert.Contains("<html>no route</html>", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_not_the_protocols_is_said_to_be_so()
    {
        service.Answering("<html>welcome</html>");

        await Assert.ThrowsAsync<AmazonUnmarshallingException>(DescribeAsync);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    public async Task A_throttled_call_is_repeated_as_often_as_the_configuration_says(int retries, int calls)
    {
        service.Answering("""{"__type":"ThrottlingException","message":"slow down"}""", HttpStatusCode.BadRequest);

        var failure = await Assert.ThrowsAsync<AmazonECRException>(() => DescribeAsync(config => config.MaxErrorRetry = retries));

        Assert.Equal(("ThrottlingException", calls), (failure.ErrorCode, service.Requests.Count));
    }

    // Over a socket: the core leaves the timeouts of an HttpClientFactory's clients to the factory.
    [Fact]
    public async Task A_call_that_gets_no_answer_ends_with_the_timeout()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var config = new AmazonECRConfig { ServiceURL = $"http://{silent.LocalEndpoint}", AuthenticationRegion = "eu-west-1", Timeout = TimeSpan.FromMilliseconds(100), MaxErrorRetry = 0 };
        using var client = new AmazonECRClient(FakeService.Credentials, config);

        await Assert.ThrowsAsync<TimeoutException>(() => client.DescribeImagesAsync(new() { RepositoryName = "shop" }, Cancellation));
    }

    [Fact]
    public async Task A_cancelled_call_ends()
    {
        service.BeSilent();
        using var cancellation = new CancellationTokenSource(50);
        using var client = new AmazonECRClient(FakeService.Credentials, service.Configured(new AmazonECRConfig()));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.DescribeImagesAsync(new() { RepositoryName = "shop" }, cancellation.Token));
    }

    private Task DescribeAsync() => DescribeAsync(_ => { });

    private async Task DescribeAsync(Action<AmazonECRConfig> configure)
    {
        var config = service.Configured(new AmazonECRConfig());
        configure(config);
        using var client = new AmazonECRClient(FakeService.Credentials, config);
        await client.DescribeImagesAsync(new() { RepositoryName = "shop" }, Cancellation);
    }
}
