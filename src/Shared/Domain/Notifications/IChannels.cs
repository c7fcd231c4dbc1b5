namespace Slipway.Domain.Notifications;

/// <summary>The messages of a channel about one thing: the first of them, under which the others stand.</summary>
/// <param name="Id">What it is about, as <see cref="Notice.Thread"/> says.</param>
/// <param name="Channel">The service and the conversation.</param>
public sealed record NoticeThread(string Id, string Channel)
{
    /// <summary>Longer than a process that sends a first message lives.</summary>
    private static readonly TimeSpan OpeningFor = TimeSpan.FromSeconds(90);

    /// <summary>The channel's own name for the first message; null before there is one.</summary>
    public string? First { get; init; }

    /// <summary>Until when one process alone may send the first message.</summary>
    public DateTimeOffset? OpeningUntil { get; init; }

    /// <summary>When the notice was written whose state the first message shows: an older one that comes late does not change it.</summary>
    public DateTimeOffset? ShownAt { get; init; }

    /// <summary>The number of its last write; zero when it was never written.</summary>
    public long Version { get; init; }

    public static NoticeThread Of(string id, Channel channel) => new(id, $"{channel.Service}/{channel.Conversation}");

    public NoticeThread Opening(DateTimeOffset now) => this with { OpeningUntil = now + OpeningFor };

    /// <summary>Nobody sends the first message any more: it did not arrive.</summary>
    public NoticeThread NotOpened() => this with { OpeningUntil = null };

    public NoticeThread Showing(string first, DateTimeOffset writtenAt) => this with { First = first, OpeningUntil = null, ShownAt = writtenAt };
}

/// <summary>Remembers the threads of releases and incidents.</summary>
public interface INoticeThreads
{
    /// <summary>One without a first message when nothing is known of it.</summary>
    Task<NoticeThread> ReadAsync(string id, Channel channel, CancellationToken cancellationToken);

    /// <summary>Writes it over the version that was read; <see cref="ConflictException"/> when there is another.</summary>
    Task<NoticeThread> SaveAsync(NoticeThread thread, CancellationToken cancellationToken);
}

/// <summary>Where notices leave for people.</summary>
public interface IChannels
{
    /// <summary>
    /// Tells one channel, once. <see cref="RejectedException"/> when it will never take it, <see cref="UnavailableException"/> when it may
    /// later; neither tells a secret.
    /// </summary>
    /// <param name="under">The first message of its thread, under which this one stands; null for a message of its own.</param>
    /// <param name="showsState">Whether the first message shall say now what this one says.</param>
    /// <returns>The channel's name for the message, where it has threads and this one can be the first of one; null otherwise.</returns>
    Task<string?> SendAsync(Notice notice, Channel channel, string? under, bool showsState, CancellationToken cancellationToken);
}
