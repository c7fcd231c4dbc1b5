using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Remediation;

/// <summary>Turns a verified release back: takes its leases and hands it to the rollout state machine as rolling back.</summary>
public sealed class UndoRelease(IncidentReader reader, IReleases releases, IIncidents incidents, Leaseholder leaseholder, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> UndoReleaseAsync(Incident document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var (incident, known) = await reader.ReadAsync(document, deadline.Token);
        var release = incident.Release is { } id ? await releases.FindAsync(id, deadline.Token) : null;
        if (release is null)
        {
            throw new RejectedException($"Incident {incident.Id} names no release to roll back.");
        }

        if (release.Status == ReleaseStatus.Verified)
        {
            var held = await leaseholder.AcquireAsync(release, deadline.Token);
            if (held.FirstOrDefault(lease => lease.Holder != release.Id) is { } other)
            {
                throw new UnavailableException($"{other.Holder} is changing {other.Key.Service}: waiting for it to end.");
            }

            var rollingBack = release.MoveTo(ReleaseStatus.RollingBack, $"The alarm {known.Alarm.Name} went off: {document.Reason}", clock.GetUtcNow());
            release = await releases.SaveAsync(rollingBack with { FencingToken = held.Max(lease => lease.Token) }, deadline.Token);
        }

        if (incident.ActedAt is null)
        {
            await incidents.SaveAsync(incident with { Status = IncidentStatus.Watching, Reason = $"{incident.Reason} Rolling back {release.Id}.", ActedAt = clock.GetUtcNow() }, deadline.Token);
        }

        return release;
    }
}
