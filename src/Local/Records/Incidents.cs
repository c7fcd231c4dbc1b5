using Slipway.Domain;
using Slipway.Domain.Remediation;

namespace Slipway.Local.Records;

/// <summary>The incidents of the account, written on the condition of their version.</summary>
public sealed class Incidents(Journal journal) : IIncidents
{
    private readonly Dictionary<string, Incident> _byId = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>Every incident, in the order in which they were opened.</summary>
    public IReadOnlyList<Incident> All => [.. _order.Select(id => _byId[id])];

    public Task<Incident?> FindAsync(string id, CancellationToken cancellationToken) => Task.FromResult(_byId.GetValueOrDefault(id));

    public Task<Incident> SaveAsync(Incident incident, CancellationToken cancellationToken)
    {
        Versions.Check($"incident {incident.Id}", incident.Version, _byId.GetValueOrDefault(incident.Id)?.Version ?? 0);
        var next = incident with { Version = incident.Version + 1, Error = null };
        journal.Write(Kinds.Incident, next, DomainJson.Default.Incident);
        Keep(next);
        return Task.FromResult(next);
    }

    internal void Keep(Incident incident)
    {
        if (!_byId.ContainsKey(incident.Id))
        {
            _order.Add(incident.Id);
        }

        _byId[incident.Id] = incident;
    }
}
