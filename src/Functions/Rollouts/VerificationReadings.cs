using Slipway.Domain.Remediation;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;
using Slipway.Functions.Remediation;

namespace Slipway.Functions.Rollouts;

/// <summary>Reads what tells whether that which runs is good: smoke requests, and the alarms of the environment.</summary>
public sealed class VerificationReadings(ISmokeRequests smokeRequests, IAlarms alarms)
{
    /// <param name="changedAt">When the first change was made: older alarms are none of it.</param>
    /// <param name="since">How long it has been there.</param>
    /// <param name="bake">How long it must stay good.</param>
    public async Task<VerificationInputs> ReadAsync(
        SystemManifest system, EnvironmentManifest environment, DateTimeOffset changedAt, TimeSpan since, TimeSpan bake, CancellationToken cancellationToken)
    {
        var smoke = new List<SmokeResult>();
        foreach (var check in environment.Rollout.Smoke)
        {
            smoke.Add(await smokeRequests.SendAsync(check, cancellationToken));
        }

        return new(smoke, await alarms.ReadAsync(environment.Location, AlarmCatalog.NamesIn(system.Name, environment), cancellationToken), changedAt, since, bake);
    }
}
