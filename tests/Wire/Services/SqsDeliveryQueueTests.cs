using Slipway.Aws.Access;
using Slipway.Aws.Queues;
using Slipway.Domain;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Services;

/// <summary>The queue of notices that are to be delivered, at moto.</summary>
public sealed class SqsDeliveryQueueTests(MotoServer moto)
{
    private readonly AwsClients _clients = moto.Clients("eu-north-1");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_delivery_arrives_with_the_notices_id_and_not_before_its_time()
    {
        var sqs = _clients.Own(AwsServices.Sqs);
        var url = (await sqs.CreateQueueAsync(new() { QueueName = "deliveries" }, Token)).QueueUrl;
        var queue = new SqsDeliveryQueue(_clients, url);
        await queue.SendAsync("n-1", TimeSpan.Zero, Token);
        await queue.SendAsync("n-2", TimeSpan.FromMinutes(15), Token);

        Assert.Equal("n-1", Assert.Single((await sqs.ReceiveMessageAsync(new() { QueueUrl = url, MaxNumberOfMessages = 10 }, Token)).Messages).Body);
        var counts = await sqs.GetQueueAttributesAsync(new() { QueueUrl = url, AttributeNames = ["ApproximateNumberOfMessagesDelayed"] }, Token);
        Assert.Equal("1", counts.Attributes["ApproximateNumberOfMessagesDelayed"]);
    }

    [Fact]
    public async Task A_queue_that_there_is_not_is_said_so()
    {
        var url = $"{moto.Endpoint}123456789012/no-such-queue";
        var refused = await Assert.ThrowsAsync<RejectedException>(() => new SqsDeliveryQueue(_clients, url).SendAsync("n-1", TimeSpan.Zero, Token));
        Assert.Equal($"The delivery of the notice n-1 cannot be asked for: there is no queue {url}; deploy template.yaml, which makes it and names it to the function.", refused.Message);
    }
}
