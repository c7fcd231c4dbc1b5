using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Notifications;
using Slipway.Domain.Remediation;

namespace Slipway.Functions.Remediation;

/// <summary>Tells people what was done about the alarm; an incident that ended by an error is handed to a person.</summary>
public sealed class CloseIncident(IncidentReader reader, IIncidents incidents, INotifications notifications, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Incident> CloseIncidentAsync(Incident document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var (incident, known) = await reader.ReadAsync(document, deadline.Token);
        if (incident.Status is IncidentStatus.Open or IncidentStatus.Watching)
        {
            var reason = document.Error is { } error ? $"{incident.Reason} The remediation failed: {error.Sentence}" : incident.Reason;
            incident = await incidents.SaveAsync(incident with { Status = IncidentStatus.Escalated, Reason = reason, ClosedAt = clock.GetUtcNow() }, deadline.Token);
        }

        var severity = incident.Status == IncidentStatus.Escalated ? AlarmSeverity.Critical : known.Alarm.Severity;
        var names = known.System.Notifications.ChannelsFor(severity);
        var channels = known.System.Notifications.Channels.Where(channel => names.Contains(channel.Name)).ToList();
        var title = $"{known.System.DisplayName} {known.Environment.Name}: alarm {known.Alarm.Name} is {(incident.Status == IncidentStatus.Resolved ? "resolved" : "escalated")}";
        await notifications.SendAsync(new($"incident-{incident.Id}", severity, title, incident.Reason, channels), deadline.Token);
        return incident;
    }
}
