using Slipway.Domain;
using Slipway.Domain.Remediation;

namespace Slipway.Aws.Records;

/// <summary>The incidents, for 400 days after they were written last.</summary>
public sealed class DynamoIncidents(DynamoTable table, TimeProvider clock) : IIncidents
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    public async Task<Incident?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await table.FindAsync($"incident {id}", RecordKey.OfIncident(id), cancellationToken))?.Read($"incident {id}", DomainJson.Default.Incident);

    public async Task<Incident> SaveAsync(Incident incident, CancellationToken cancellationToken)
    {
        var next = incident with { Version = incident.Version + 1, Error = null };
        await table.SaveAsync(
            $"incident {next.Id}", RecordKey.OfIncident(next.Id), next, DomainJson.Default.Incident, next.Version, clock.GetUtcNow() + Kept, [], cancellationToken);
        return next;
    }
}
