using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Remediation;
using Slipway.Functions.Notices;

namespace Slipway.Functions.Remediation;

/// <summary>Gives back what the incident paused and tells people what was done; one that ended by an error is handed to a person.</summary>
public sealed class CloseIncident(IncidentReader reader, IIncidents incidents, Notifying notifications, WorkerPauses pauses, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Incident> CloseIncidentAsync(Incident document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var (incident, known) = await reader.ReadAsync(document, deadline.Token);
        if (incident.Step is { Action: RemediationAction.PauseWorkers } step && known.TargetOf(step) is { } service)
        {
            await pauses.ResumeAsync(incident.Id, known, service, deadline.Token);
        }

        if (incident.Status is IncidentStatus.Open or IncidentStatus.Watching)
        {
            var word = $"The remediation failed: {document.Error?.Sentence ?? "the state machine gave up"}";
            incident = await incidents.SaveAsync(incident.Close(IncidentStatus.Escalated, word, clock.GetUtcNow()), deadline.Token);
        }

        var severity = incident.Status == IncidentStatus.Escalated ? AlarmSeverity.Critical : known.Alarm.Severity;
        var title = $"{known.System.DisplayName} {known.Environment.Name}: alarm {known.Alarm.Name} is {(incident.Status == IncidentStatus.Resolved ? "resolved" : "escalated")}";
        var (policy, id) = (known.System.Notifications, $"incident-{incident.Id}");
        var notice = incident.Status == IncidentStatus.Resolved ? policy.Resolving(id, severity, title, incident.Reason) : policy.Notice(id, severity, title, incident.Reason);
        await notifications.SendAsync(notice with { Thread = id }, deadline.Token);
        return incident;
    }
}
