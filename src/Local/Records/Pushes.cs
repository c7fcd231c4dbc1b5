using Slipway.Domain;
using Slipway.Domain.Images;

namespace Slipway.Local.Records;

/// <summary>What became of every push: the first record of an id stays.</summary>
public sealed class Pushes(Journal journal) : IPushes
{
    private readonly Dictionary<string, PushRecord> _byId = new(StringComparer.Ordinal);
    private readonly List<PushRecord> _order = [];

    /// <summary>Every record, in the order of their writing.</summary>
    public IReadOnlyList<PushRecord> All => _order;

    public Task<PushRecord?> FindAsync(string id, CancellationToken cancellationToken) => Task.FromResult(_byId.GetValueOrDefault(id));

    public Task SaveAsync(PushRecord record, CancellationToken cancellationToken)
    {
        if (!_byId.ContainsKey(record.Id))
        {
            journal.Write(Kinds.Push, record, DomainJson.Default.PushRecord);
            Keep(record);
        }

        return Task.CompletedTask;
    }

    internal void Keep(PushRecord record)
    {
        _byId.Add(record.Id, record);
        _order.Add(record);
    }
}
