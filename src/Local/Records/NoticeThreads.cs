using Slipway.Domain.Notifications;

namespace Slipway.Local.Records;

/// <summary>The threads of notices; they do not outlive a run, whose messages nobody keeps.</summary>
public sealed class NoticeThreads : INoticeThreads
{
    private readonly Dictionary<(string Id, string Channel), NoticeThread> _threads = [];

    public Task<NoticeThread> ReadAsync(string id, Channel channel, CancellationToken cancellationToken)
    {
        var empty = NoticeThread.Of(id, channel);
        return Task.FromResult(_threads.GetValueOrDefault((id, empty.Channel)) ?? empty);
    }

    public Task<NoticeThread> SaveAsync(NoticeThread thread, CancellationToken cancellationToken)
    {
        var key = (thread.Id, thread.Channel);
        Versions.Check($"thread of {thread.Id}", thread.Version, _threads.GetValueOrDefault(key)?.Version ?? 0);
        return Task.FromResult(_threads[key] = thread with { Version = thread.Version + 1 });
    }
}
