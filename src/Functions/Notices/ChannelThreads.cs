using Slipway.Domain;
using Slipway.Domain.Notifications;

namespace Slipway.Functions.Notices;

/// <summary>Sends a notice where it belongs: alone, as the first message of its thread, or under it. Of two processes that would begin one thread, one waits.</summary>
public sealed class ChannelThreads(IChannels channels, INoticeThreads threads, TimeProvider clock)
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(15);

    /// <summary>When to come again, where another process is sending the first message; null when it is told.</summary>
    public async Task<DateTimeOffset?> SendAsync(OutboxEntry entry, Delivery delivery, CancellationToken cancellationToken)
    {
        var (notice, channel) = (entry.For(delivery), delivery.Channel);
        if (!channel.HasThreads || notice.Thread is not { } id)
        {
            await channels.SendAsync(notice, channel, under: null, showsState: false, cancellationToken);
            return null;
        }

        var (thread, now) = (await threads.ReadAsync(id, channel, cancellationToken), clock.GetUtcNow());
        if (thread.First is { } first)
        {
            var isNewest = thread.ShownAt is not { } shown || shown <= entry.At;
            await channels.SendAsync(notice, channel, first, isNewest, cancellationToken);
            if (isNewest)
            {
                await TryKeepingAsync(thread.Showing(first, entry.At), cancellationToken);
            }

            return null;
        }

        return thread.OpeningUntil > now || await TryKeepingAsync(thread.Opening(now), cancellationToken) is not { } opening
            ? now + Wait
            : await OpenAsync(entry, notice, channel, opening, cancellationToken);
    }

    private async Task<DateTimeOffset?> OpenAsync(OutboxEntry entry, Notice notice, Channel channel, NoticeThread opening, CancellationToken cancellationToken)
    {
        string? first;
        try
        {
            first = await channels.SendAsync(notice, channel, under: null, showsState: false, cancellationToken);
        }
        catch (Exception failure) when (failure is RejectedException or UnavailableException)
        {
            await TryKeepingAsync(opening.NotOpened(), cancellationToken);
            throw;
        }

        await TryKeepingAsync(first is null ? opening.NotOpened() : opening.Showing(first, entry.At), cancellationToken);
        return null;
    }

    /// <summary>Null when somebody else wrote it meanwhile, or it cannot be written: then a thread is begun twice at worst, and no message is sent twice because of that.</summary>
    private async Task<NoticeThread?> TryKeepingAsync(NoticeThread thread, CancellationToken cancellationToken)
    {
        try
        {
            return await threads.SaveAsync(thread, cancellationToken);
        }
        catch (Exception failure) when (failure is ConflictException or UnavailableException)
        {
            return null;
        }
    }
}
