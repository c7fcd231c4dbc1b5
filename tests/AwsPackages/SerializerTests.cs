using System.Text;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SQSEvents;

namespace Slipway.Tests.AwsPackages;

public sealed class SerializerTests
{
    private const string Batch = """
        {
          "Records": [
            {
              "messageId": "059f36b4-0000-0000-0000-661975830a7d",
              "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
              "body": "{\"name\":\"tea\"}",
              "attributes": { "ApproximateReceiveCount": "2", "SentTimestamp": "1545082649183" },
              "messageAttributes": {
                "kind": { "stringValue": "order", "stringListValues": [], "binaryListValues": [], "dataType": "String" }
              },
              "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
              "eventSource": "aws:sqs",
              "eventSourceARN": "arn:aws:sqs:eu-west-1:111122223333:orders",
              "awsRegion": "eu-west-1"
            }
          ]
        }
        """;

    public static TheoryData<string> Serializers => new("official options", "context options");

    [Theory]
    [MemberData(nameof(Serializers))]
    public void A_batch_is_read_from_the_JSON_that_Lambda_sends(string serializer)
    {
        var message = Assert.Single(Read<SQSEvent>(Named(serializer), Batch).Records);

        Assert.Equal("059f36b4-0000-0000-0000-661975830a7d", message.MessageId);
        Assert.Equal("AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a", message.ReceiptHandle);
        Assert.Equal("""{"name":"tea"}""", message.Body);
        Assert.Equal("2", message.Attributes["ApproximateReceiveCount"]);
        Assert.Equal("order", message.MessageAttributes["kind"].StringValue);
        Assert.Equal("e4e68fb7bd0e697a0ae8f1bb342846b3", message.Md5OfBody);
        Assert.Equal("aws:sqs", message.EventSource);
        Assert.Equal("arn:aws:sqs:eu-west-1:111122223333:orders", message.EventSourceArn);
        Assert.Equal("eu-west-1", message.AwsRegion);
    }

    [Theory]
    [MemberData(nameof(Serializers))]
    public void Failed_messages_are_named_as_the_queue_expects(string serializer) =>
        Assert.Equal(
            """{"batchItemFailures":[{"itemIdentifier":"m-1"}]}""",
            Write(Named(serializer), new SQSBatchResponse([new SQSBatchResponse.BatchItemFailure { ItemIdentifier = "m-1" }])));

    [Theory]
    [MemberData(nameof(Serializers))]
    public void An_EventBridge_event_is_read_with_its_detail(string serializer)
    {
        var read = Read<CloudWatchEvent<Order>>(Named(serializer), """
            { "version": "0", "id": "e-1", "detail-type": "Order Placed", "source": "shop", "account": "111122223333",
              "time": "2026-01-02T03:04:05Z", "region": "eu-west-1", "resources": ["arn:shop"], "detail": { "name": "tea", "count": 3 } }
            """);

        Assert.Equal("Order Placed", read.DetailType);
        Assert.Equal("shop", read.Source);
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), read.Time.ToUniversalTime());
        Assert.Equal(["arn:shop"], read.Resources);
        Assert.Equal(new Order("tea", 3), read.Detail);
    }

    [Fact]
    public void Binary_attributes_are_read_from_base64() =>
        Assert.Equal(
            "1100"u8.ToArray(),
            Read<SQSEvent>(Named("official options"), """{"Records":[{"messageAttributes":{"n":{"binaryValue":"MTEwMA==","dataType":"Binary"}}}]}""")
                .Records[0].MessageAttributes["n"].BinaryValue.ToArray());

    [Fact]
    public void The_naming_policy_of_a_context_counts_only_where_its_options_are_passed_on()
    {
        Assert.Equal("""{"Name":"tea","Count":1}""", Write(Named("official options"), new Order("tea")));
        Assert.Equal("""{"name":"tea","count":1}""", Write(Named("context options"), new Order("tea")));
    }

    [Fact]
    public void JSON_that_does_not_fit_is_told_with_the_type_that_was_meant() =>
        Assert.Contains(
            typeof(Order).FullName!,
            Assert.Throws<JsonSerializerException>(() => Read<Order>(Named("context options"), "{ not json")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_type_that_the_context_lacks_is_told_by_name() =>
        Assert.Contains(
            typeof(Uri).FullName!,
            Assert.Throws<JsonSerializerException>(() => Read<Uri>(Named("context options"), "\"https://example.org\"")).Message,
            StringComparison.Ordinal);

    private static ILambdaSerializer Named(string name) =>
        name == "context options" ? new SampleSerializer() : new SourceGeneratorLambdaJsonSerializer<SampleJson>();

    private static T Read<T>(ILambdaSerializer serializer, string json) => serializer.Deserialize<T>(new MemoryStream(Encoding.UTF8.GetBytes(json)));

    private static string Write<T>(ILambdaSerializer serializer, T value)
    {
        using var stream = new MemoryStream();
        serializer.Serialize(value, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
