using Slipway.Domain;
using Slipway.Domain.Notifications;

namespace Slipway.Aws.Records;

/// <summary>The threads of releases and incidents, for 400 days after their last notice: as long as anything of them is told.</summary>
public sealed class DynamoNoticeThreads(DynamoTable table, TimeProvider clock) : INoticeThreads
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    public async Task<NoticeThread> ReadAsync(string id, Channel channel, CancellationToken cancellationToken)
    {
        var empty = NoticeThread.Of(id, channel);
        return (await table.FindAsync(What(empty), RecordKey.Of(empty), cancellationToken))?.Read(What(empty), DomainJson.Default.NoticeThread) ?? empty;
    }

    public async Task<NoticeThread> SaveAsync(NoticeThread thread, CancellationToken cancellationToken)
    {
        var next = thread with { Version = thread.Version + 1 };
        await table.SaveAsync(What(next), RecordKey.Of(next), next, DomainJson.Default.NoticeThread, next.Version, clock.GetUtcNow() + Kept, [], cancellationToken);
        return next;
    }

    private static string What(NoticeThread thread) => $"thread of {thread.Id}";
}
