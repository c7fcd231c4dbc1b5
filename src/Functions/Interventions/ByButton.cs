using Slipway.Domain.Approvals;
using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Interventions;

/// <summary>
/// What a button under a notice asks for, done as the command does it. Who may give a command is said by IAM; who may press a button, by
/// the manifest alone.
/// </summary>
public sealed class ByButton(SystemCatalog systems, IReleases releases, Approving approving, TurningBack turningBack, Restraining restraining, TimeProvider clock)
{
    public async Task<Intervention> DecideAsync(Intervention asked, CancellationToken cancellationToken)
    {
        if (asked.Kind is InterventionKind.Approve or InterventionKind.Reject)
        {
            return await approving.DecideAsync(asked, cancellationToken);
        }

        var now = clock.GetUtcNow();
        if (await releases.FindAsync(asked.Release!.Value, cancellationToken) is not { } release)
        {
            return asked.Refused($"There is no release '{asked.Release}'.", now);
        }

        if (await systems.TryFindAsync(release.System, cancellationToken) is not { } system || system.Find(release.Environment) is not { } environment)
        {
            return asked.Refused($"No manifest that is right describes {release.System}/{release.Environment}: nobody knows who may do that.", now);
        }

        if (Entitlement.AgainstButton(release, environment.Approval, system.People, asked.By) is { } reason)
        {
            return asked.Refused(reason, now);
        }

        var known = asked with { By = system.People.Find(asked.By)!.Name };
        return asked.Kind == InterventionKind.RollBack
            ? await turningBack.RollBackAsync(known, cancellationToken)
            : await restraining.RestrainAsync(known with { System = release.System, Environment = release.Environment }, cancellationToken);
    }
}
