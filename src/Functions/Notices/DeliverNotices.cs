using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Microsoft.Extensions.Logging;
using Slipway.Domain.Notifications;

namespace Slipway.Functions.Notices;

/// <summary>Delivers the notice that a message names, and asks for it again where a channel has to be tried later. Who comes too early, or beside another, comes again.</summary>
public sealed class DeliverNotices(IOutbox outbox, Delivering delivering, IDeliveryQueue queue, TimeProvider clock, ILogger logger)
{
    [LambdaFunction]
    public async Task<SQSBatchResponse> DeliverNoticesAsync(SQSEvent batch, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        return await Batch.EachAsync(batch, logger, message => DeliverAsync(message.Body, deadline.Token));
    }

    private async Task DeliverAsync(string id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await outbox.FindAsync(id, cancellationToken) is not { DueAt: { } due } entry)
        {
            return;
        }

        var next = entry.ClaimedUntil > now ? entry.ClaimedUntil : due > now ? due : (await delivering.DeliverAsync(entry, cancellationToken)).DueAt;
        if (next is { } later)
        {
            var wait = later - clock.GetUtcNow();
            await queue.SendAsync(id, wait < TimeSpan.Zero ? TimeSpan.Zero : wait < DeliveryRule.Longest ? wait : DeliveryRule.Longest, cancellationToken);
        }
    }
}
