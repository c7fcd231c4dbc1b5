using Slipway.Domain;
using Slipway.Domain.Remediation;

namespace Slipway.Functions.Remediation;

/// <summary>An incident as recorded, with the alarm that it is about.</summary>
public sealed record IncidentInContext(Incident Incident, KnownAlarm Known);

/// <summary>Reads what a state machine's document is about: the record counts, the document only names it.</summary>
public sealed class IncidentReader(IIncidents incidents, AlarmCatalog alarms)
{
    public async Task<IncidentInContext> ReadAsync(Incident document, CancellationToken cancellationToken)
    {
        var incident = await incidents.FindAsync(document.Id, cancellationToken) ?? throw new RejectedException($"There is no incident '{document.Id}'.");
        var known = await alarms.FindAsync(incident.AlarmName, cancellationToken) ?? throw new RejectedException($"No manifest describes an alarm '{incident.AlarmName}' any more.");
        return new(incident, known);
    }
}
