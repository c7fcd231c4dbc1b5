using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Microsoft.Extensions.Logging;
using Slipway.Domain.Remediation;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Remediation;

/// <summary>Takes the step that was decided on, within its limit; what ran before is noted first.</summary>
public sealed class ApplyRemediation(IncidentReader reader, IIncidents incidents, IWorkloads workloads, TimeProvider clock, ILogger<ApplyRemediation> logger)
{
    [LambdaFunction]
    public async Task<Incident> ApplyRemediationAsync(Incident document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var (incident, known) = await reader.ReadAsync(document, deadline.Token);
        if (incident.Status is not (IncidentStatus.Open or IncidentStatus.Watching) || incident.Step is not { } step)
        {
            return incident;
        }

        var service = Target(known, step);
        if (service is not null && incident.ReplicasBefore is null)
        {
            var state = await workloads.ReadAsync(WorkloadAddress.Of(known.Environment, service), deadline.Token);
            incident = await incidents.SaveAsync(incident with { ReplicasBefore = state.Desired }, deadline.Token);
        }

        var done = await ApplyAsync(incident, step, known, service, deadline.Token);
        var acted = incident with { Status = IncidentStatus.Watching, Reason = $"{incident.Reason} {done}", ActedAt = incident.ActedAt ?? clock.GetUtcNow() };
        logger.IncidentMoved(acted.Id, acted.Status, acted.Reason);
        return incident.ActedAt is null ? await incidents.SaveAsync(acted, deadline.Token) : incident;
    }

    private async Task<string> ApplyAsync(Incident incident, RemediationStep step, KnownAlarm known, Service? service, CancellationToken cancellationToken)
    {
        if (service is null)
        {
            return "A person is told.";
        }

        var address = WorkloadAddress.Of(known.Environment, service);
        var before = incident.ReplicasBefore ?? service.Replicas.Desired;
        switch (step.Action)
        {
            case RemediationAction.ScaleOut:
                var replicas = Math.Max(before, Math.Min(before + step.By, step.UpTo ?? service.Replicas.Max));
                await workloads.ScaleAsync(address, replicas, cancellationToken);
                return replicas == before ? $"{service.Name} has its {before} replicas already, the most allowed." : $"{service.Name} was scaled from {before} to {replicas} replicas.";
            case RemediationAction.PauseWorkers:
                await workloads.ScaleAsync(address, 0, cancellationToken);
                return $"{service.Name} is paused; its {before} replicas come back when the alarm is quiet.";
            case RemediationAction.Restart:
                await workloads.RestartAsync(address, incident.Id, cancellationToken);
                return $"{service.Name} was restarted.";
            default:
                return "A person is told.";
        }
    }

    /// <summary>The service a step acts on: the one it names, or the one that the alarm watches; null when it acts on none.</summary>
    private static Service? Target(KnownAlarm known, RemediationStep step) =>
        step.Action is RemediationAction.ScaleOut or RemediationAction.PauseWorkers or RemediationAction.Restart
            ? known.Environment.Services.FirstOrDefault(service => service.Name.Value == (step.Service ?? known.Alarm.WatchedService))
            : null;
}
