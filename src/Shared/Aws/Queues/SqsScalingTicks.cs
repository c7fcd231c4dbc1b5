using Amazon.SQS.Model;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Scaling;

namespace Slipway.Aws.Queues;

/// <summary>Ticks as messages of SQS, each delayed until its time.</summary>
public sealed class SqsScalingTicks(AwsClients clients, string url) : IScalingTicks
{
    public Task SendAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        const string Failed = "A tick of autoscaling cannot be sent";
        return AwsCall.AskAsync(Failed, async () =>
        {
            try
            {
                return await clients.Own(AwsServices.Sqs).SendMessageAsync(new() { QueueUrl = url, MessageBody = "{}", DelaySeconds = (int)delay.TotalSeconds }, cancellationToken);
            }
            catch (QueueDoesNotExistException failure)
            {
                throw new RejectedException($"{Failed}: there is no queue {url}; deploy template.yaml, which makes it and names it to the function.", failure);
            }
        });
    }
}
