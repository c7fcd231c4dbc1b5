using Amazon.SQS.Model;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Notifications;

namespace Slipway.Aws.Queues;

/// <summary>Notices to be delivered as messages of SQS that hold their ids, each delayed until its time.</summary>
public sealed class SqsDeliveryQueue(AwsClients clients, string url) : IDeliveryQueue
{
    public Task SendAsync(string notice, TimeSpan delay, CancellationToken cancellationToken)
    {
        var failed = $"The delivery of the notice {notice} cannot be asked for";
        return AwsCall.AskAsync(failed, async () =>
        {
            try
            {
                return await clients.Own(AwsServices.Sqs).SendMessageAsync(new() { QueueUrl = url, MessageBody = notice, DelaySeconds = (int)Math.Ceiling(delay.TotalSeconds) }, cancellationToken);
            }
            catch (QueueDoesNotExistException failure)
            {
                throw new RejectedException($"{failed}: there is no queue {url}; deploy template.yaml, which makes it and names it to the function.", failure);
            }
        });
    }
}
