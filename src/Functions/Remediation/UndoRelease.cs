using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Restraints;
using Slipway.Domain.Rollouts;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Remediation;

/// <summary>Turns a verified release back if it still serves: takes its leases and leaves it rolling back for the rollout state machine. Otherwise the next step is planned.</summary>
public sealed class UndoRelease(
    IncidentReader reader, IReleases releases, IIncidents incidents, ILastKnownGood lastKnownGood, Leaseholder leaseholder, Quarantines quarantines, IRestraints restraints, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Incident> UndoReleaseAsync(Incident document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var (incident, known) = await reader.ReadAsync(document, deadline.Token);
        if (incident is not { Status: IncidentStatus.Open, Step.Action: RemediationAction.Rollback, Release: { } id })
        {
            return incident;
        }

        var release = await releases.FindAsync(id, deadline.Token) ?? throw new RejectedException($"Incident {incident.Id} names a release '{id}' that there is not.");
        if (release.UndoneBy != incident.Id)
        {
            var held = release.Status == ReleaseStatus.Verified ? await leaseholder.AcquireAsync(release, deadline.Token) : [];
            incident = incident.Judged(await JudgeAsync(incident, release, held, deadline.Token));
            switch (incident.Verdict!.Kind)
            {
                case VerdictKind.Wait:
                    return await incidents.SaveAsync(incident, deadline.Token);
                case VerdictKind.Refuse:
                    return await GiveUpAsync(incident, known, release, deadline.Token);
            }

            var rollingBack = release.MoveTo(ReleaseStatus.RollingBack, $"The alarm {known.Alarm.Name} went off (incident {incident.Id}).", clock.GetUtcNow());
            await quarantines.KeepAsync(release, rollingBack.Reason, deadline.Token);
            await releases.SaveAsync(rollingBack with { UndoneBy = incident.Id, FencingToken = held.Max(lease => lease.Token) }, deadline.Token);
        }

        return await incidents.SaveAsync(incident.Watch($"Rolling back {id}.", clock.GetUtcNow()), deadline.Token);
    }

    private async Task<Verdict> JudgeAsync(Incident incident, Release release, IReadOnlyList<Lease> held, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var serving = await lastKnownGood.ServingAsync(release, cancellationToken);
        var holders = held.Select(lease => new LeaseHolder(lease.Key.Service, lease.Holder)).ToList();
        var freeze = (await restraints.ListAsync(RestraintKind.Freeze, cancellationToken)).Stopping(release.System, release.Environment, now);
        return Rules.Judge(new UndoInputs(release.Id, release.Status, holders, serving, now - incident.OpenedAt, Incident.Patience) { Freeze = freeze, IsIrreversible = release.IsBarred(), Barrier = release.Barrier }, now);
    }

    private async Task<Incident> GiveUpAsync(Incident incident, KnownAlarm known, Release release, CancellationToken cancellationToken)
    {
        if (release.Status == ReleaseStatus.Verified)
        {
            await leaseholder.GiveBackAsync(release, cancellationToken);
        }

        var candidates = await releases.ListAsync(release.System, release.Environment, cancellationToken);
        var inputs = RemediationInputs.Of(known.Alarm, candidates, incident.Verdict!.Reason, clock.GetUtcNow());
        var plan = RemediationRule.Plan(inputs);
        return await incidents.SaveAsync(
            incident.Judged(Rules.Judge(inputs, inputs.At)) with { Step = plan.Step, Release = null, Reason = plan.Reason }, cancellationToken);
    }
}
