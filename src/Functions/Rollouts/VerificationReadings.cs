using Slipway.Domain.Metrics;
using Slipway.Domain.Remediation;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Verification;
using Slipway.Domain.Systems;
using Slipway.Functions.Remediation;

namespace Slipway.Functions.Rollouts;

/// <summary>Reads what tells whether that which runs is good: smoke requests, the alarms of the environment, and metrics without an alarm.</summary>
public sealed class VerificationReadings(ISmokeRequests smokeRequests, IAlarms alarms, IMetrics metrics)
{
    /// <param name="changedAt">When the first change was made: older alarms are none of it.</param>
    /// <param name="arrivedAt">Since when it has been there.</param>
    /// <param name="bake">How long it must stay good.</param>
    public async Task<VerificationInputs> ReadAsync(
        SystemManifest system, EnvironmentManifest environment, DateTimeOffset changedAt, DateTimeOffset arrivedAt, TimeSpan bake, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var smoke = new List<SmokeResult>();
        foreach (var check in environment.Rollout.Smoke)
        {
            smoke.Add(await smokeRequests.SendAsync(check, cancellationToken));
        }

        var states = await alarms.ReadAsync(environment.Location, AlarmCatalog.NamesIn(system.Name, environment), cancellationToken);
        return new(smoke, states, changedAt, now - arrivedAt, bake) { Metrics = await WatchAsync(environment, arrivedAt, bake, now, cancellationToken) };
    }

    private async Task<IReadOnlyList<MetricWatch>> WatchAsync(EnvironmentManifest environment, DateTimeOffset arrivedAt, TimeSpan bake, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var checks = environment.Rollout.Metrics;
        var (from, minutes, complete) = MetricWatch.Window(arrivedAt, bake, now);
        var points = checks.Count == 0 || complete == 0
            ? [.. checks.Select(_ => Array.Empty<MetricPoint>())]
            : await metrics.ReadAsync(environment.Location, [.. checks.Select(check => check.Query)], from, from + (complete * MetricPeriods.Minute), cancellationToken);
        return [.. checks.Zip(points, (check, series) => MetricWatch.Of(check, minutes, complete, series))];
    }
}
