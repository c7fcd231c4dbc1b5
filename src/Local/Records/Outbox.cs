using Slipway.Domain;
using Slipway.Domain.Notifications;

namespace Slipway.Local.Records;

/// <summary>The notices of the account, and what became of them; what was handed over stands in the journal.</summary>
public sealed class Outbox(Journal journal) : IOutbox
{
    private readonly VersionedRecords<OutboxEntry> _entries = new(journal, Kinds.Delivery, DomainJson.Default.OutboxEntry, entry => entry.Notice.Id, entry => entry.Version);
    private readonly List<Notice> _notices = [];

    /// <summary>Every notice as it was handed over, in that order.</summary>
    public IReadOnlyList<Notice> Notices => _notices;

    /// <summary>Every notice with its deliveries, by id.</summary>
    public IReadOnlyList<OutboxEntry> All => _entries.All;

    public Task<OutboxEntry> AddAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        if (_entries.Find(entry.Notice.Id) is { } kept)
        {
            return Task.FromResult(kept);
        }

        _notices.Add(entry.Notice);
        journal.Notice(entry.Notice);
        return SaveAsync(entry, cancellationToken);
    }

    public Task<OutboxEntry?> FindAsync(string id, CancellationToken cancellationToken) => Task.FromResult(_entries.Find(id));

    public Task<OutboxEntry> SaveAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        var next = entry with { Version = entry.Version + 1 };
        _entries.Save($"notice {entry.Notice.Id}", next);
        return Task.FromResult(next);
    }

    public Task<IReadOnlyList<OutboxEntry>> ListUndeliveredAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<OutboxEntry>>([.. _entries.All.Where(entry => !entry.IsDone)]);

    internal void Keep(OutboxEntry entry) => _entries.Keep(entry);
}
