using System.Text.Json;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Microsoft.Extensions.Logging;
using Slipway.Domain;
using Slipway.Domain.Executions;
using Slipway.Domain.Remediation;

namespace Slipway.Functions.Remediation;

/// <summary>Opens an incident for every alarm that goes off, or records why it opens none.</summary>
public sealed class AcceptAlarms(
    AlarmCatalog alarms, IIncidents incidents, IStateMachines stateMachines, Settings settings, TimeProvider clock, ILogger logger)
{
    private readonly string _remediation = settings.RemediationStateMachineArn;

    [LambdaFunction]
    public async Task<SQSBatchResponse> AcceptAlarmsAsync(SQSEvent batch, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        return await Batch.EachAsync(batch, logger, message => TakeAsync(AlarmEvent.Read(message.MessageId, message.Body), deadline.Token));
    }

    private async Task TakeAsync(AlarmEvent alarm, CancellationToken cancellationToken)
    {
        var known = alarm.Problem is null ? await alarms.FindAsync(alarm.AlarmName, cancellationToken) : null;
        var incident = await incidents.FindAsync(alarm.Id, cancellationToken) ?? await incidents.SaveAsync(Open(alarm, known), cancellationToken);
        if (incident.Status == IncidentStatus.Open)
        {
            var input = JsonSerializer.Serialize(incident, DomainJson.Default.Incident);
            await stateMachines.StartAsync(_remediation, incident.Id, input, cancellationToken);
        }
    }

    private Incident Open(AlarmEvent alarm, KnownAlarm? known)
    {
        var (status, reason) = AlarmRouting.Decide(new(alarm.AlarmName, alarm.State, alarm.Reason, alarm.Problem, known is not null));
        return new()
        {
            Id = alarm.Id,
            AlarmName = alarm.AlarmName,
            Status = status,
            Reason = reason,
            OpenedAt = clock.GetUtcNow(),
            System = known?.System.Name,
            Environment = known?.Environment.Name,
        };
    }
}
