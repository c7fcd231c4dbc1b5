using Slipway.Domain;
using Slipway.Domain.Interventions;

namespace Slipway.Aws.Records;

/// <summary>What people asked for, for good.</summary>
public sealed class DynamoInterventions(DynamoTable table) : IInterventions
{
    public async Task<Intervention?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await table.FindAsync($"intervention {id}", RecordKey.OfIntervention(id), cancellationToken))?.Read($"intervention {id}", DomainJson.Default.Intervention);

    public Task SaveAsync(Intervention intervention, CancellationToken cancellationToken)
    {
        var what = $"intervention {intervention.Id}";
        return table.WriteAsync(what, Item.Of(what, RecordKey.OfIntervention(intervention.Id), intervention, DomainJson.Default.Intervention), Condition.Absent, [], cancellationToken);
    }
}
