using Slipway.Domain;
using Slipway.Domain.Notifications;

namespace Slipway.Aws.Records;

/// <summary>The notices, for 400 days after they were written last: so long, an id is told once. While somebody is to be told, it stands in a list beside.</summary>
public sealed class DynamoOutbox(DynamoTable table, TimeProvider clock) : IOutbox
{
    private const string Notice = "notice";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    public async Task<OutboxEntry> AddAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        var next = entry with { Version = 1 };
        var item = Item.Of(What(next), RecordKey.OfNotice(next.Notice.Id), next, DomainJson.Default.OutboxEntry, Expires(next));
        item.Attributes[Item.Version] = Item.Number(next.Version);
        var other = await table.WriteAsync(What(next), item, Condition.Absent, next.IsDone ? [] : [Listed(next)], cancellationToken);
        return other?.Read(What(next), DomainJson.Default.OutboxEntry) ?? next;
    }

    public async Task<OutboxEntry?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await table.FindAsync($"notice {id}", RecordKey.OfNotice(id), cancellationToken))?.Read($"notice {id}", DomainJson.Default.OutboxEntry);

    public async Task<OutboxEntry> SaveAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        var next = entry with { Version = entry.Version + 1 };
        var key = RecordKey.OfNotice(next.Notice.Id);
        await table.SaveAsync(What(next), key, next, DomainJson.Default.OutboxEntry, next.Version, Expires(next), next.IsDone ? [Listed(next)] : [], cancellationToken);
        return next;
    }

    public async Task<IReadOnlyList<OutboxEntry>> ListUndeliveredAsync(CancellationToken cancellationToken)
    {
        const string What = "notices that are not told";
        var listed = await table.ListAsync(What, RecordKey.Untold, Notice, clock.GetUtcNow(), cancellationToken);
        var found = await table.FindAllAsync(What, listed.Select(item => RecordKey.OfNotice(item.Text(Notice)!)), clock, cancellationToken);
        return [.. found.Select(item => item.Read(What, DomainJson.Default.OutboxEntry))];
    }

    /// <summary>Its place in the list, which ends with it.</summary>
    private Item Listed(OutboxEntry entry)
    {
        var item = new Item(RecordKey.OfUntold(entry.Notice.Id), entry.IsDone ? clock.GetUtcNow() : null);
        item.Attributes[Notice] = new(entry.Notice.Id);
        return item;
    }

    private DateTimeOffset? Expires(OutboxEntry entry) => entry.IsDone ? clock.GetUtcNow() + Kept : null;

    private static string What(OutboxEntry entry) => $"notice {entry.Notice.Id}";
}
