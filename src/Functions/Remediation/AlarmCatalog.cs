using Slipway.Domain.Remediation;
using Slipway.Domain.Systems;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Remediation;

/// <summary>An alarm of a manifest with the environment that it belongs to.</summary>
public sealed record KnownAlarm(SystemManifest System, EnvironmentManifest Environment, Alarm Alarm)
{
    /// <summary>The service that a step changes: the one it names, or the one that the alarm watches; null when it changes none.</summary>
    public Service? TargetOf(RemediationStep? step) => step is { ChangesWorkload: true }
        ? Environment.Services.FirstOrDefault(service => service.Name.Value == (step.Service ?? Alarm.WatchedService))
        : null;
}

/// <summary>Finds the manifest's alarm by the name that CloudWatch knows it by.</summary>
public sealed class AlarmCatalog(SystemCatalog systems)
{
    /// <summary>The names of an environment's alarms.</summary>
    public static IReadOnlyList<string> NamesIn(SystemName system, EnvironmentManifest environment) =>
        [.. environment.Alarms.Select(alarm => alarm.NameIn(system, environment.Name))];

    public async Task<KnownAlarm?> FindAsync(string name, CancellationToken cancellationToken) =>
        (await systems.ReadAsync(cancellationToken)).Systems
            .SelectMany(system => system.Environments.SelectMany(environment => environment.Alarms.Select(alarm => new KnownAlarm(system, environment, alarm))))
            .FirstOrDefault(known => known.Alarm.NameIn(known.System.Name, known.Environment.Name) == name);
}
