using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;

namespace Slipway.Functions.Remediation;

/// <summary>Decides what to do about an alarm.</summary>
public sealed class PlanRemediation(IncidentReader reader, IIncidents incidents, IReleases releases, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Incident> PlanRemediationAsync(Incident document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var (incident, known) = await reader.ReadAsync(document, deadline.Token);
        if (incident.Status != IncidentStatus.Open || incident.Step is not null)
        {
            return incident;
        }

        var candidates = await releases.ListAsync(known.System.Name, known.Environment.Name, deadline.Token);
        var inputs = RemediationInputs.Of(known.Alarm, candidates, null, clock.GetUtcNow());
        var plan = RemediationRule.Plan(inputs);
        var judged = incident.Judged(Rules.Judge(inputs, inputs.At));
        return await incidents.SaveAsync(judged with { Step = plan.Step, Release = plan.Release, Reason = plan.Reason }, deadline.Token);
    }
}
