using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Microsoft.Extensions.Logging;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Restraints;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Remediation;

/// <summary>Takes the step that was decided on, within its limit and when no release changes the service; what ran before is noted first.</summary>
public sealed class ApplyRemediation(
    IncidentReader reader, IIncidents incidents, ILeases leases, IRestraints restraints, IWorkloads workloads, WorkerPauses pauses, TimeProvider clock, ILogger logger)
{
    [LambdaFunction]
    public async Task<Incident> ApplyRemediationAsync(Incident document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var (incident, known) = await reader.ReadAsync(document, deadline.Token);
        if (incident is not { Status: IncidentStatus.Open, Step: { } step })
        {
            return incident;
        }

        var service = known.TargetOf(step);
        incident = service is null ? incident.Watch("A person is told.", clock.GetUtcNow()) : await TakeTurnAsync(incident, step, known, service, deadline.Token);
        logger.IncidentMoved(incident.Id, incident.Status, incident.Reason);
        return await incidents.SaveAsync(incident, deadline.Token);
    }

    private async Task<Incident> TakeTurnAsync(Incident incident, RemediationStep step, KnownAlarm known, Service service, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var lease = await leases.FindAsync(new(known.System.Name, known.Environment.Name, service.Name), cancellationToken);
        var freeze = (await restraints.ListAsync(RestraintKind.Freeze, cancellationToken)).Stopping(known.System.Name, known.Environment.Name, now);
        var verdict = Rules.Judge(new TurnInputs(service.Name, lease?.Holder, now - incident.OpenedAt, Incident.Patience) { Freeze = freeze }, now);
        var judged = incident.Judged(verdict);
        return verdict.Kind switch
        {
            VerdictKind.Wait => judged,
            VerdictKind.Refuse => judged.Close(IncidentStatus.Escalated, verdict.Reason, now),
            _ => await ApplyAsync(judged, step, known, service, cancellationToken),
        };
    }

    private async Task<Incident> ApplyAsync(Incident incident, RemediationStep step, KnownAlarm known, Service service, CancellationToken cancellationToken)
    {
        switch (step.Action)
        {
            case RemediationAction.ScaleOut:
                return await ScaleOutAsync(incident, step, known, service, cancellationToken);
            case RemediationAction.PauseWorkers:
                var before = await pauses.PauseAsync(incident.Id, known, service, cancellationToken);
                return incident.Watch($"{service.Name} is paused; its {before} replicas come back when no incident pauses it any more.", clock.GetUtcNow());
            default:
                await workloads.RestartAsync(WorkloadAddress.Of(known.Environment, service), incident.Id, cancellationToken);
                return incident.Watch($"{service.Name} was restarted.", clock.GetUtcNow());
        }
    }

    private async Task<Incident> ScaleOutAsync(Incident incident, RemediationStep step, KnownAlarm known, Service service, CancellationToken cancellationToken)
    {
        if ((await pauses.ReadAsync(known, service, cancellationToken)).PausedBy is { Count: > 0 } others)
        {
            return incident.Watch($"{service.Name} is paused by incident {string.Join(", ", others)}: not scaled out.", clock.GetUtcNow());
        }

        var address = WorkloadAddress.Of(known.Environment, service);
        var before = incident.ReplicasBefore ?? (await workloads.CountAsync(address, cancellationToken)).Desired;
        if (incident.ReplicasBefore is null)
        {
            incident = await incidents.SaveAsync(incident with { ReplicasBefore = before }, cancellationToken);
        }

        var replicas = step.ScaledOut(before, service.Replicas);
        await workloads.ScaleAsync(address, replicas, cancellationToken);
        return incident.Watch(
            replicas == before ? $"{service.Name} has its {before} replicas already, the most allowed." : $"{service.Name} was scaled from {before} to {replicas} replicas.",
            clock.GetUtcNow());
    }
}
