using Slipway.Domain.Notifications;

namespace Slipway.Functions.Notices;

/// <summary>
/// Hands a notice over: it is written down first, once for its id, and told by <see cref="DeliverNotices"/>, so that whoever has
/// something to tell neither waits for a channel nor fails because of one.
/// </summary>
public sealed class Notifying(IOutbox outbox, IDeliveryQueue queue, TimeProvider clock)
{
    public async Task SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        var kept = await outbox.AddAsync(OutboxEntry.Of(notice, clock.GetUtcNow()), cancellationToken);
        if (!kept.IsDone)
        {
            await queue.SendAsync(notice.Id, TimeSpan.Zero, cancellationToken);
        }
    }

    /// <summary>Asks again for the notices whose message was lost, and counts them.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var stalled = (await outbox.ListUndeliveredAsync(cancellationToken)).Where(entry => entry.IsStalled(now)).ToList();
        foreach (var entry in stalled)
        {
            await queue.SendAsync(entry.Notice.Id, TimeSpan.Zero, cancellationToken);
        }

        return stalled.Count;
    }
}
