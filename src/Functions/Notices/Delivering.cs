using Microsoft.Extensions.Logging;
using Slipway.Domain;
using Slipway.Domain.Notifications;

namespace Slipway.Functions.Notices;

/// <summary>Tells the channels of a notice that are due, each recorded by itself; a process that finds the notice claimed by another leaves it.</summary>
public sealed class Delivering(IOutbox outbox, ChannelBreakers breakers, ChannelThreads threads, Settings settings, TimeProvider clock, ILogger logger)
{
    private Channel LastResort => new("NOTICES_TOPIC_ARN", ChannelKind.Sns, settings.NoticesTopicArn);

    /// <summary>The entry as it stands then. The claim is written before anybody is told: of two processes one goes on.</summary>
    public async Task<OutboxEntry> DeliverAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        entry = await outbox.SaveAsync(entry.Claimed(clock.GetUtcNow()), cancellationToken);
        while (entry.Next(clock.GetUtcNow()) is { } delivery)
        {
            entry = await TryAsync(entry, delivery, cancellationToken);
            entry = await outbox.SaveAsync(entry.Next(clock.GetUtcNow()) is null ? entry with { ClaimedUntil = null } : entry, cancellationToken);
        }

        return entry;
    }

    private async Task<OutboxEntry> TryAsync(OutboxEntry entry, Delivery delivery, CancellationToken cancellationToken)
    {
        var channel = delivery.Channel;
        var (breaker, closedFor) = await breakers.AskAsync(channel, cancellationToken);
        if (closedFor is { } wait)
        {
            return Failed(entry, delivery, Attempt.Refused, "It failed several times in a row and is left alone for some minutes.", wait);
        }

        try
        {
            var until = await threads.SendAsync(entry, delivery, cancellationToken);
            await breakers.AnsweredAsync(breaker, cancellationToken);
            return until is { } later ? entry.Postponed(delivery, later) : entry.Told(delivery, clock.GetUtcNow());
        }
        catch (RejectedException failure)
        {
            await breakers.AnsweredAsync(breaker, cancellationToken);
            return Failed(entry, delivery, Attempt.Rejected, failure.Message, TimeSpan.Zero);
        }
        catch (UnavailableException failure)
        {
            await breakers.FailedAsync(breaker, cancellationToken);
            return Failed(entry, delivery, Attempt.Failed, failure.Message, failure.RetryAfter ?? TimeSpan.Zero);
        }
    }

    private OutboxEntry Failed(OutboxEntry entry, Delivery delivery, Attempt attempt, string problem, TimeSpan asked)
    {
        var next = entry.Failed(delivery, attempt, problem, asked, LastResort, clock.GetUtcNow());
        var there = next.Deliveries.First(known => known.Channel.Name == delivery.Channel.Name);
        logger.NotTold(entry.Notice.Id, delivery.Channel.Name, there.Problem!, there.TakenOverBy ?? "nobody else yet");
        return next;
    }
}
