using System.Text.Json;
using Amazon.SQS;
using Slipway.Aws.Access;

namespace Slipway.Tests.Wire.Notices;

/// <summary>A queue of SQS that others send to, to see what arrives.</summary>
internal sealed class Mailbox(AmazonSQSClient sqs, string url, string arn)
{
    public string Arn => arn;

    public static async Task<Mailbox> OpenAsync(AwsClients clients, string name, CancellationToken cancellationToken)
    {
        var sqs = clients.For(clients.Home, AwsServices.Sqs);
        var url = (await sqs.CreateQueueAsync(new() { QueueName = name }, cancellationToken)).QueueUrl;
        var attributes = await sqs.GetQueueAttributesAsync(new() { QueueUrl = url, AttributeNames = ["QueueArn"] }, cancellationToken);
        return new(sqs, url, attributes.Attributes["QueueArn"]);
    }

    /// <summary>Every message that has arrived, taken out.</summary>
    public async Task<IReadOnlyList<JsonElement>> TakeAsync(CancellationToken cancellationToken)
    {
        var taken = new List<JsonElement>();
        while ((await sqs.ReceiveMessageAsync(new() { QueueUrl = url, MaxNumberOfMessages = 10 }, cancellationToken)).Messages is { Count: > 0 } messages)
        {
            taken.AddRange(messages.Select(message => JsonDocument.Parse(message.Body).RootElement));
        }

        return taken;
    }
}
