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
        while (entry.ClaimedUntil is not null && entry.Next(clock.GetUtcNow()) is { } delivery)
        {
            entry = await TryAsync(entry, delivery, cancellationToken);
        }

        return entry;
    }

    private async Task<OutboxEntry> TryAsync(OutboxEntry entry, Delivery delivery, CancellationToken cancellationToken)
    {
        var (breaker, closedFor) = await breakers.AskAsync(delivery.Channel, cancellationToken);
        if (closedFor is { } wait)
        {
            return await KeepAsync(Failed(entry, delivery, Attempt.Refused, "It failed several times in a row and is left alone for some minutes.", wait), cancellationToken);
        }

        // What became of it is kept before anything else can fail.
        switch (await SendAsync(entry, delivery, cancellationToken))
        {
            case (null, { } later):
                return await KeepAsync(entry.Postponed(delivery, later), cancellationToken);
            case (UnavailableException failure, _):
                entry = await KeepAsync(Failed(entry, delivery, Attempt.Failed, failure.Message, failure.RetryAfter ?? TimeSpan.Zero), cancellationToken);
                await breakers.FailedAsync(breaker, cancellationToken);
                return entry;
            case ({ } failure, _):
                entry = await KeepAsync(Failed(entry, delivery, Attempt.Rejected, failure.Message, TimeSpan.Zero), cancellationToken);
                break;
            default:
                entry = await KeepAsync(entry.Told(delivery, clock.GetUtcNow()), cancellationToken);
                break;
        }

        await breakers.AnsweredAsync(breaker, cancellationToken);
        return entry;
    }

    /// <summary>Why the channel did not take it, and until when somebody else has it in hand; neither when it is told.</summary>
    private async Task<(Exception? Failure, DateTimeOffset? Later)> SendAsync(OutboxEntry entry, Delivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            return (null, await threads.SendAsync(entry, delivery, cancellationToken));
        }
        catch (Exception failure) when (failure is RejectedException or UnavailableException)
        {
            return (failure, null);
        }
    }

    /// <summary>The claim ends with the last delivery that is due.</summary>
    private Task<OutboxEntry> KeepAsync(OutboxEntry entry, CancellationToken cancellationToken) =>
        outbox.SaveAsync(entry.Next(clock.GetUtcNow()) is null ? entry with { ClaimedUntil = null } : entry, cancellationToken);

    private OutboxEntry Failed(OutboxEntry entry, Delivery delivery, Attempt attempt, string problem, TimeSpan asked)
    {
        var next = entry.Failed(delivery, attempt, problem, asked, LastResort, clock.GetUtcNow());
        var there = next.Deliveries.First(known => known.Channel.Name == delivery.Channel.Name);
        logger.NotTold(entry.Notice.Id, delivery.Channel.Name, there.Problem!, there.TakenOverBy ?? "nobody else yet");
        return next;
    }
}
