using Slipway.Domain;
using Slipway.Domain.Interventions;

namespace Slipway.Local.Records;

/// <summary>What people asked of the account: the first record of an id stays.</summary>
public sealed class Interventions(Journal journal) : IInterventions
{
    private readonly Dictionary<string, Intervention> _byId = new(StringComparer.Ordinal);
    private readonly List<Intervention> _order = [];

    /// <summary>Every intervention, in the order in which they were dealt with.</summary>
    public IReadOnlyList<Intervention> All => _order;

    public Task<Intervention?> FindAsync(string id, CancellationToken cancellationToken) => Task.FromResult(_byId.GetValueOrDefault(id));

    public Task SaveAsync(Intervention intervention, CancellationToken cancellationToken)
    {
        if (!_byId.ContainsKey(intervention.Id))
        {
            journal.Write(Kinds.Intervention, intervention, DomainJson.Default.Intervention);
            Keep(intervention);
        }

        return Task.CompletedTask;
    }

    internal void Keep(Intervention intervention)
    {
        if (_byId.TryAdd(intervention.Id, intervention))
        {
            _order.Add(intervention);
        }
    }
}
