using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain;
using Slipway.Domain.Remediation;
using Slipway.Domain.Rollouts;

namespace Slipway.Functions.Remediation;

/// <summary>Asks whether the alarm is quiet again; after too long a person is told. What was paused is given back.</summary>
public sealed class CheckAlarm(IncidentReader reader, IIncidents incidents, IAlarms alarms, IWorkloads workloads, TimeProvider clock)
{
    /// <summary>How long a step may take to help.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

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
        var readings = await alarms.ReadAsync([incident.AlarmName], deadline.Token);
        var quiet = readings.All(reading => reading.State != AlarmState.Alarm);
        var since = now - (incident.ActedAt ?? incident.OpenedAt);
        if (!quiet && since < Patience)
        {
            return incident;
        }

        await GiveBackAsync(incident, known, deadline.Token);
        return await incidents.SaveAsync(
            incident with
            {
                Status = quiet ? IncidentStatus.Resolved : IncidentStatus.Escalated,
                Reason = quiet ? $"{incident.Reason} The alarm is quiet after {since.Text()}." : $"{incident.Reason} The alarm is still on after {since.Text()}: a person must look.",
                ClosedAt = now,
            },
            deadline.Token);
    }

    private async Task GiveBackAsync(Incident incident, KnownAlarm known, CancellationToken cancellationToken)
    {
        if (incident is { Step: { Action: RemediationAction.PauseWorkers } step, ReplicasBefore: { } before }
            && known.Environment.Services.FirstOrDefault(service => service.Name.Value == (step.Service ?? known.Alarm.WatchedService)) is { } service)
        {
            await workloads.ScaleAsync(WorkloadAddress.Of(known.Environment, service), before, cancellationToken);
        }
    }
}
