using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;

namespace Slipway.Functions.Remediation;

/// <summary>Asks whether the alarm is quiet again; after too long a person is told.</summary>
public sealed class CheckAlarm(IncidentReader reader, IIncidents incidents, IAlarms alarms, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Incident> CheckAlarmAsync(Incident document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var (incident, known) = await reader.ReadAsync(document, deadline.Token);
        if (incident.Status != IncidentStatus.Watching)
        {
            return incident;
        }

        var now = clock.GetUtcNow();
        var readings = await alarms.ReadAsync(known.Environment.Location, [incident.AlarmName], deadline.Token);
        var inputs = new QuietInputs(readings is [var reading, ..] ? reading : null, now - (incident.ActedAt ?? incident.OpenedAt), Incident.Patience);
        var verdict = Rules.Judge(inputs, now);
        var judged = incident.Judged(verdict);
        return await incidents.SaveAsync(
            verdict.Kind switch
            {
                VerdictKind.Pass => judged.Close(IncidentStatus.Resolved, verdict.Reason, now),
                VerdictKind.Refuse => judged.Close(IncidentStatus.Escalated, verdict.Reason, now),
                _ => judged,
            },
            deadline.Token);
    }
}
