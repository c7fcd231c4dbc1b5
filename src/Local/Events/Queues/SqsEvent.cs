using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Local.Templates;

namespace Slipway.Local.Events;

/// <summary>The JSON that Lambda hands to a function for a batch of messages.</summary>
internal static class SqsEvent
{
    public static string Of(IEnumerable<Message> batch, QueueResource queue, StackSettings stack) =>
        new JsonObject { ["Records"] = new JsonArray([.. batch.Select(message => Record(message, queue, stack))]) }.ToJsonString(PlainJson.Options);

    public static JsonObject Record(Message message, QueueResource queue, StackSettings stack)
    {
        var attributes = new JsonObject
        {
            ["ApproximateReceiveCount"] = message.ReceiveCount.ToString(CultureInfo.InvariantCulture),
            ["SentTimestamp"] = Milliseconds(message.SentAt),
            ["SenderId"] = "AIDALOCALACCOUNT",
            ["ApproximateFirstReceiveTimestamp"] = Milliseconds(message.FirstReceivedAt),
        };
        if (message.DeadLetterSource is { } source)
        {
            attributes["DeadLetterQueueSourceArn"] = source;
        }

        return new JsonObject
        {
            ["messageId"] = message.MessageId,
            ["receiptHandle"] = message.ReceiptHandle,
            ["body"] = message.Body,
            ["attributes"] = attributes,
            ["messageAttributes"] = new JsonObject(
                message.Attributes.Select(attribute => KeyValuePair.Create(attribute.Key, (JsonNode?)Attribute(attribute.Value)))),
            ["md5OfBody"] = Digest(message.Body),
            ["eventSource"] = "aws:sqs",
            ["eventSourceARN"] = queue.Arn,
            ["awsRegion"] = stack.Region,
        };
    }

    private static JsonObject Attribute(string value) => new()
    {
        ["stringValue"] = value,
        ["stringListValues"] = new JsonArray(),
        ["binaryListValues"] = new JsonArray(),
        ["dataType"] = "String",
    };

    private static string Milliseconds(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

#pragma warning disable CA5351 // SQS's wire format has an MD5 of the body; nothing here trusts it.
    private static string Digest(string body) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(body)));
#pragma warning restore CA5351
}
