using System.Net;
using System.Text.Json;
using Amazon.CloudWatch;
using Amazon.CloudWatchLogs;
using Amazon.CostExplorer;
using Amazon.ECR;
using Amazon.SecretsManager;
using Amazon.SQS;

namespace Slipway.Tests.AwsPackages.Slices.Sdk;

/// <summary>What clients of the JSON protocols send and understand.</summary>
public sealed class JsonTests
{
    private readonly FakeService service = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private AmazonECRClient Ecr => new(FakeService.Credentials, service.Configured(new AmazonECRConfig()));

    private AmazonSecretsManagerClient Secrets => new(FakeService.Credentials, service.Configured(new AmazonSecretsManagerConfig()));

    [Fact]
    public async Task A_request_names_its_operation_and_is_signed()
    {
        service.Answering("{}", headers: ("x-amzn-RequestId", "id-1"));

        var answer = await Ecr.ListImagesAsync(new() { RepositoryName = "shop" }, Cancellation);

        var request = service.Request;
        Assert.Equal("POST https://api.ecr.eu-west-1.amazonaws.com/", $"{request.Method} {request.Address}");
        Assert.Equal("AmazonEC2ContainerRegistry_V20150921.ListImages", request.Headers["X-Amz-Target"]);
        Assert.Equal("application/x-amz-json-1.1", request.Headers["Content-Type"]);
        Assert.Matches(@"^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/\d{8}/eu-west-1/ecr/aws4_request, SignedHeaders=.*x-amz-target, Signature=[0-9a-f]{64}$", request.Headers["Authorization"]);
        Assert.Equal("id-1", answer.ResponseMetadata.RequestId);
    }

    [Fact]
    public async Task What_is_not_set_is_not_sent_and_what_is_empty_is()
    {
        service.Answering("{}");

        await Ecr.BatchGetImageAsync(new() { RepositoryName = "shop", ImageIds = [new() { ImageTag = "é\"1" }], AcceptedMediaTypes = [] }, Cancellation);

        Assert.True(JsonElement.DeepEquals(
            JsonElement.Parse("""{"repositoryName":"shop","imageIds":[{"imageTag":"é\"1"}],"acceptedMediaTypes":[]}"""), JsonElement.Parse(service.Request.Body)), service.Request.Body);
    }

    [Fact]
    public async Task The_token_of_the_next_page_comes_and_goes()
    {
        service.Answering("""{"imageIds":[{"imageDigest":"sha256:1"}],"nextToken":"a+/=="}""").Answering("""{"imageIds":[]}""");
        using var client = Ecr;

        var first = await client.ListImagesAsync(new() { RepositoryName = "shop", Filter = new() { TagStatus = TagStatus.TAGGED } }, Cancellation);
        var second = await client.ListImagesAsync(new() { RepositoryName = "shop", NextToken = first.NextToken }, Cancellation);

        Assert.Equal("sha256:1", Assert.Single(first.ImageIds).ImageDigest);
        Assert.Empty(second.ImageIds);
        Assert.Null(second.NextToken);
        Assert.Equal("""{"repositoryName":"shop","filter":{"tagStatus":"TAGGED"}}""", service.Requests[0].Body);
        Assert.Equal("a+/==", JsonElement.Parse(service.Requests[1].Body).GetProperty("nextToken").GetString());
    }

    [Fact]
    public async Task Seconds_since_1970_are_moments_in_UTC()
    {
        service.Answering("""{"imageDetails":[{"imagePushedAt":1700000000.25,"imageSizeInBytes":5000000000,"imageTags":null}]}""");

        var image = Assert.Single((await Ecr.DescribeImagesAsync(new() { RepositoryName = "shop" }, Cancellation)).ImageDetails);

        Assert.Equal(new DateTime(2023, 11, 14, 22, 13, 20, 250, DateTimeKind.Utc), image.ImagePushedAt);
        Assert.Equal(DateTimeKind.Utc, image.ImagePushedAt!.Value.Kind);
        Assert.Equal(5_000_000_000, image.ImageSizeInBytes);
        Assert.Null(image.ImageTags);
    }

    [Fact]
    public async Task Moments_are_sent_as_seconds_or_milliseconds_as_the_service_has_them()
    {
        service.Answering("{}");
        var moment = new DateTime(2023, 11, 14, 22, 13, 20, 250, DateTimeKind.Utc);
        using var metrics = new AmazonCloudWatchClient(FakeService.Credentials, service.Configured(new AmazonCloudWatchConfig()));
        using var logs = new AmazonCloudWatchLogsClient(FakeService.Credentials, service.Configured(new AmazonCloudWatchLogsConfig()));

        await metrics.GetMetricDataAsync(new() { StartTime = moment, EndTime = moment.AddMilliseconds(-250) }, Cancellation);
        await logs.GetLogEventsAsync(new() { LogStreamName = "s", StartTime = moment }, Cancellation);

        Assert.Equal("""{"StartTime":1700000000.25,"EndTime":1700000000}""", service.Requests[0].Body);
        Assert.Equal("""{"logStreamName":"s","startTime":1700000000250}""", service.Requests[1].Body);
    }

    [Fact]
    public async Task Blobs_go_as_base64()
    {
        service.Answering("""{"SecretBinary":"AAEC/w=="}""");

        await Secrets.PutSecretValueAsync(new() { SecretId = "s", SecretBinary = new([0, 1, 2, 255]), ClientRequestToken = "t" }, Cancellation);
        var answer = await Secrets.GetSecretValueAsync(new() { SecretId = "s" }, Cancellation);

        Assert.Equal("AAEC/w==", JsonElement.Parse(service.Requests[0].Body).GetProperty("SecretBinary").GetString());
        Assert.Equal([0, 1, 2, 255], answer.SecretBinary.ToArray());
    }

    [Fact]
    public async Task Maps_keep_their_keys()
    {
        service.Answering("""{"Attributes":{"ApproximateNumberOfMessages":"7"}}""");
        using var client = new AmazonSQSClient(FakeService.Credentials, service.Configured(new AmazonSQSConfig()));

        var answer = await client.GetQueueAttributesAsync(new() { QueueUrl = "q", AttributeNames = [QueueAttributeName.ApproximateNumberOfMessages] }, Cancellation);
        await client.SendMessageAsync(new() { QueueUrl = "q", MessageBody = "b", MessageAttributes = new() { ["a"] = new() { DataType = "Number", StringValue = "1" } } }, Cancellation);

        Assert.Equal("7", answer.Attributes["ApproximateNumberOfMessages"]);
        Assert.Equal("""{"QueueUrl":"q","AttributeNames":["ApproximateNumberOfMessages"]}""", service.Requests[0].Body);
        Assert.Equal("""{"QueueUrl":"q","MessageBody":"b","MessageAttributes":{"a":{"StringValue":"1","DataType":"Number"}}}""", service.Requests[1].Body);
    }

    [Fact]
    public async Task Structures_nest_in_lists_and_in_themselves()
    {
        service.Answering("""{"ResultsByTime":[{"TimePeriod":{"Start":"2026-01-01"},"Groups":[{"Keys":["a","b"],"Metrics":{"UnblendedCost":{"Amount":"1.5","Unit":"USD"}}}]}]}""");
        using var client = new AmazonCostExplorerClient(FakeService.Credentials, service.Configured(new AmazonCostExplorerConfig()));

        var answer = await client.GetCostAndUsageAsync(new() { Filter = new() { And = [new() { Tags = new() { Key = "k", Values = ["v"] } }, new() { Not = new() { Dimensions = new() { Key = Dimension.REGION } } }] } }, Cancellation);

        Assert.Equal("""{"Filter":{"And":[{"Tags":{"Key":"k","Values":["v"]}},{"Not":{"Dimensions":{"Key":"REGION"}}}]}}""", service.Request.Body);
        var group = Assert.Single(Assert.Single(answer.ResultsByTime).Groups);
        Assert.Equal(["a", "b"], group.Keys);
        Assert.Equal("1.5", group.Metrics["UnblendedCost"].Amount);
    }

    [Fact]
    public async Task What_the_model_does_not_know_is_passed_over()
    {
        service.Answering("""{"new":{"a":[1,{"b":2}]},"repositories":[{"repositoryName":"shop","later":[],"imageTagMutability":"SOMETIMES"}],"nextToken":null}""").Answering("");
        using var client = Ecr;

        var answer = await client.DescribeRepositoriesAsync(new(), Cancellation);
        var empty = await client.DescribeRepositoriesAsync(new(), Cancellation);

        var repository = Assert.Single(answer.Repositories);
        Assert.Equal(("shop", "SOMETIMES"), (repository.RepositoryName, repository.ImageTagMutability.Value));
        Assert.Null(empty.Repositories);
    }

    [Fact]
    public async Task A_token_against_repetition_is_made_up_once_for_all_attempts_and_a_given_one_is_kept()
    {
        service.Answering("""{"__type":"ThrottlingException"}""", HttpStatusCode.BadRequest).Answering("{}");
        var config = service.Configured(new AmazonSecretsManagerConfig());
        config.MaxErrorRetry = 1;
        using var client = new AmazonSecretsManagerClient(FakeService.Credentials, config);

        await client.CreateSecretAsync(new() { Name = "s" }, Cancellation);
        await client.CreateSecretAsync(new() { Name = "s", ClientRequestToken = "mine" }, Cancellation);

        var tokens = service.Requests.Select(request => JsonElement.Parse(request.Body).GetProperty("ClientRequestToken").GetString()!).ToList();
        Assert.Equal(3, tokens.Count);
        Assert.True(Guid.TryParse(tokens[0], out _));
        Assert.Equal((tokens[0], "mine"), (tokens[1], tokens[2]));
    }
}
