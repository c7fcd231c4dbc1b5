using Slipway.Domain;
using Slipway.Domain.Images;

namespace Slipway.Local.Records;

/// <summary>What became of every push: the first record of an id stays, unless it may be taken again.</summary>
public sealed class Pushes(Journal journal) : IPushes
{
    private readonly Dictionary<string, PushRecord> _byId = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>Every record, in the order in which the pushes came first.</summary>
    public IReadOnlyList<PushRecord> All => [.. _order.Select(id => _byId[id])];

    public Task<PushRecord?> FindAsync(string id, CancellationToken cancellationToken) => Task.FromResult(_byId.GetValueOrDefault(id));

    public Task SaveAsync(PushRecord record, CancellationToken cancellationToken)
    {
        if (_byId.GetValueOrDefault(record.Id)?.Outcome.MayBeTakenAgain() != false)
        {
            journal.Write(Kinds.Push, record, DomainJson.Default.PushRecord);
            Keep(record);
        }

        return Task.CompletedTask;
    }

    internal void Keep(PushRecord record)
    {
        if (_byId.TryAdd(record.Id, record))
        {
            _order.Add(record.Id);
        }

        _byId[record.Id] = record;
    }
}
