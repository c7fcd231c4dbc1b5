using Amazon.Lambda.SQSEvents;
using Microsoft.Extensions.Logging;

namespace Slipway.Functions;

/// <summary>Takes the messages of a batch one by one: one that fails stays on its queue, the others are done.</summary>
internal static class Batch
{
    public static async Task<SQSBatchResponse> EachAsync(SQSEvent batch, ILogger logger, Func<SQSEvent.SQSMessage, Task> take)
    {
        var failures = new List<SQSBatchResponse.BatchItemFailure>();
        foreach (var message in batch.Records ?? [])
        {
            try
            {
                await take(message);
            }
#pragma warning disable CA1031 // Whatever went wrong, this message comes again and then goes to the dead-letter queue; the others must not wait for it.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                logger.MessageLeft(message.MessageId, failure.Message);
                failures.Add(new() { ItemIdentifier = message.MessageId });
            }
        }

        return new(failures);
    }
}
