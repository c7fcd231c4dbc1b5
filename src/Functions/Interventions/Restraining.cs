using Slipway.Domain;
using Slipway.Domain.Gates;
using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Systems;
using Slipway.Functions.Releases;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Interventions;

/// <summary>Puts freezes, holds and quarantines in force and lifts them.</summary>
public sealed class Restraining(SystemCatalog systems, IRestraints restraints, IReleases releases, WaitEnding waits, Onward onward, TimeProvider clock)
{
    public async Task<Intervention> RestrainAsync(Intervention asked, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (asked.Expires <= now)
        {
            return asked.Refused($"{asked.Expires:yyyy-MM-dd HH:mm} UTC has passed: name a time to come.", now);
        }

        var (kind, scope, problem) = await ScopeAsync(asked, cancellationToken);
        if (problem is not null)
        {
            return asked.Refused(problem, now);
        }

        var standing = await restraints.FindAsync(kind, scope, cancellationToken) is { } found && found.IsInForce(now) ? found : null;
        if (asked.Kind is InterventionKind.Freeze or InterventionKind.Hold or InterventionKind.Quarantine or InterventionKind.Pause)
        {
            var restraint = new Restraint(kind, scope, asked.Reason, asked.By, now) { Expires = asked.Expires, Only = asked.Only, IsMaintenance = kind == RestraintKind.Freeze && asked.IsMaintenance == true ? true : null };
            return await PutAsync(asked, restraint, standing, cancellationToken);
        }

        await restraints.LiftAsync(kind, scope, cancellationToken);
        await LetGoAsync(kind, asked, cancellationToken);
        return standing is null
            ? asked.Refused($"There is no {kind.ToString().ToLowerInvariant()} of {scope} to lift.", now)
            : asked.Done($"The {standing.Word()} of {scope} is lifted; it was put by {standing.By} on {standing.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {standing.Reason.TrimEnd('.')}.", now);
    }

    private async Task<Intervention> PutAsync(Intervention asked, Restraint restraint, Restraint? standing, CancellationToken cancellationToken)
    {
        if (ReplacementRule.Against(restraint, standing) is { } reason)
        {
            return asked.Refused(reason, restraint.At);
        }

        await restraints.PutAsync(restraint, cancellationToken);
        if (restraint.IsMaintenance == true)
        {
            await GoPastAsync(asked, cancellationToken);
        }

        var replaced = standing is not null && standing.IsMaintenance != restraint.IsMaintenance ? $" It takes the place of the {standing.Word()} by {standing.By}: {standing.Reason.TrimEnd('.')}." : "";
        return asked.Done(Text(restraint) + replaced, restraint.At);
    }

    /// <summary>What waits in an environment that is in maintenance by now is opened after it, and what waits there already is asked again.</summary>
    private async Task GoPastAsync(Intervention asked, CancellationToken cancellationToken)
    {
        var freezes = await restraints.ListAsync(RestraintKind.Freeze, cancellationToken);
        if (await systems.TryFindAsync(asked.System!.Value, cancellationToken) is { } system)
        {
            foreach (var environment in system.Environments)
            {
                await onward.SendAsync(system, await releases.ListAsync(system.Name, environment.Name, cancellationToken), freezes, cancellationToken);
            }
        }

        await LetGoAsync(RestraintKind.Freeze, asked, cancellationToken);
    }

    /// <summary>What waited for it goes on now. A quarantine keeps nobody waiting: it refuses; nor does a pause: the next tick sees to it.</summary>
    private async Task LetGoAsync(RestraintKind kind, Intervention asked, CancellationToken cancellationToken)
    {
        var catalog = kind is RestraintKind.Quarantine or RestraintKind.Pause ? [] : (await systems.ReadAsync(cancellationToken)).Systems;
        var places = catalog.Where(system => asked.System is not { } named || system.Name == named)
            .SelectMany(system => system.Environments.Where(environment => asked.Environment is not { } named || environment.Name == named).Select(environment => (system.Name, Environment: environment.Name)));
        foreach (var (system, environment) in places.ToList())
        {
            foreach (var release in (await releases.ListAsync(system, environment, cancellationToken)).Where(release => release.Status == ReleaseStatus.Waiting))
            {
                await waits.EndAsync(release, cancellationToken);
            }
        }
    }

    private static string Text(Restraint restraint) => restraint.Kind switch
    {
        RestraintKind.Freeze => $"{restraint.Text()}.",
        RestraintKind.Pause => $"{restraint.Scope} is not scaled{(restraint.Only is { } way ? $" {way.ToString().ToLowerInvariant()}" : "")}{Until(restraint)}.",
        RestraintKind.Hold => $"{restraint.Scope} keeps what it runs{Until(restraint)}.",
        _ => $"{restraint.Scope} is promoted nowhere{Until(restraint)}.",
    };

    private static string Until(Restraint restraint) => restraint.Expires is { } end ? $" until {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "";

    private async Task<(RestraintKind Kind, string Scope, string? Problem)> ScopeAsync(Intervention asked, CancellationToken cancellationToken)
    {
        if (asked.Kind is InterventionKind.Quarantine or InterventionKind.Lift)
        {
            return (RestraintKind.Quarantine, asked.Digest?.Value ?? "", asked.Digest is null ? "Name the digest: sha256: and 64 hexadecimal digits." : null);
        }

        if (asked is { Kind: InterventionKind.Freeze, IsMaintenance: true } and not { System: not null, Environment: not null })
        {
            return (RestraintKind.Freeze, "", $"One environment is in maintenance, and those after it go on without it: write slipway freeze {asked.System?.Value ?? "SYSTEM"}/ENVIRONMENT --maintenance.");
        }

        var kind = asked.Kind switch
        {
            InterventionKind.Freeze or InterventionKind.Unfreeze => RestraintKind.Freeze,
            InterventionKind.Pause or InterventionKind.Resume => RestraintKind.Pause,
            _ => RestraintKind.Hold,
        };
        var scope = kind == RestraintKind.Freeze ? FreezeScope.Of(asked.System, asked.Environment) : "";
        if (kind == RestraintKind.Freeze && asked.System is null)
        {
            return (kind, scope, null);
        }

        if (asked is not { System: { } system } || (kind != RestraintKind.Freeze && asked is not { Environment: not null, Service: not null }))
        {
            return (kind, scope, "Name the service as system/environment/service.");
        }

        var catalog = await systems.ReadAsync(cancellationToken);
        var problem = catalog.Systems.FirstOrDefault(known => known.Name == system) is not { } manifest
            ? $"No manifest describes a system '{system}'; {Suggestion.Sentence(system.Value, [.. catalog.Systems.Select(known => known.Name.Value)])}"
            : Unknown(manifest, asked);
        return (kind, kind == RestraintKind.Freeze || problem is not null ? scope : Restraint.HoldScope(system, asked.Environment!.Value, asked.Service!.Value), problem);
    }

    private static string? Unknown(SystemManifest system, Intervention asked)
    {
        if (asked.Environment is not { } name)
        {
            return null;
        }

        return system.Find(name) is not { } environment
            ? $"{system.Name} has no environment '{name}'; {Suggestion.Sentence(name.Value, [.. system.Environments.Select(known => known.Name.Value)])}"
            : asked.Service is { } service && Names(environment, asked.Kind) is var names && !names.Contains(service.Value)
            ? $"{name} has no service '{service}'; {Suggestion.Sentence(service.Value, names)}"
            : null;
    }

    /// <summary>What can be restrained: a pause stops whatever scales, so node groups as well.</summary>
    private static List<string> Names(EnvironmentManifest environment, InterventionKind kind) =>
    [
        .. environment.Services.Select(service => service.Name.Value),
        .. kind is InterventionKind.Pause or InterventionKind.Resume ? environment.NodeGroups.Select(group => group.Name.Value) : [],
    ];
}
