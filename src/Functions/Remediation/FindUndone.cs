using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;

namespace Slipway.Functions.Remediation;

/// <summary>The release that an incident names, as it stands. <paramref name="ToBeFinished"/> is false while somebody else works on it.</summary>
public sealed record UndoneRelease(Release Release, bool ToBeFinished);

/// <summary>Reads how far an incident's rollback came, however it got there: what was begun goes on, and the leases are given back.</summary>
public sealed class FindUndone(IncidentReader reader, IReleases releases, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<UndoneRelease> FindUndoneAsync(Incident document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var (incident, _) = await reader.ReadAsync(document, deadline.Token);
        var release = incident.Release is { } id ? await releases.FindAsync(id, deadline.Token) : null;
        return release is null
            ? throw new RejectedException($"Incident {incident.Id} names no release that there is.")
            : new(release, release.Status.IsFinal() || release.UndoneBy == incident.Id);
    }
}
