using Slipway.Domain;
using Slipway.Domain.Metrics;
using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Scaling;

/// <summary>Reads what the replicas of a service follow: each queue once, whatever asks for it, and all of it side by side.</summary>
public sealed class ScalingReadings(IQueueDepths queues, IMetrics metrics, TimeProvider clock)
{
    /// <summary>How far back a metric of CloudWatch may lag: its last period that has a point counts.</summary>
    private const int Periods = 5;

    public async Task<ScalingObservation> AddToAsync(ScalingObservation seen, SystemName system, EnvironmentManifest environment, CancellationToken cancellationToken)
    {
        var policy = seen.Policy;
        var names = policy.Metrics.SelectMany(metric => metric.Queues).Concat(policy.Drain?.Queues ?? []).Distinct(StringComparer.Ordinal).ToList();
        var depths = names.ToDictionary(name => name, name => DepthAsync(system, environment, name, cancellationToken), StringComparer.Ordinal);
        var levels = policy.Metrics.Select(metric => LevelAsync(metric, environment, depths, cancellationToken)).ToList();
        await Task.WhenAll([.. depths.Values, .. levels]);
        var read = seen with { Levels = [.. levels.Select(level => level.Result)] };
        return policy.Drain is { } drain ? WithSample(read, [.. drain.Queues.Select(name => depths[name].Result)]) : read;
    }

    private async Task<QueueReading> DepthAsync(SystemName system, EnvironmentManifest environment, string name, CancellationToken cancellationToken)
    {
        var queue = environment.Queues.FirstOrDefault(queue => queue.Name == name) ?? throw new RejectedException($"{environment.Name} has no queue '{name}'.");
        return await queues.ReadAsync(system, environment, queue, cancellationToken);
    }

    private async Task<MetricLevel> LevelAsync(ScalingMetric metric, EnvironmentManifest environment, Dictionary<string, Task<QueueReading>> depths, CancellationToken cancellationToken)
    {
        if (metric.Query is { } query)
        {
            return await PointAsync(query, environment, cancellationToken);
        }

        var readings = await Task.WhenAll(metric.Queues.Select(name => depths[name]));
        return readings.FirstOrDefault(reading => reading.Depth is null) is { } unread
            ? MetricLevel.Unread(unread.Problem ?? "A queue could not be read.")
            : MetricLevel.Of(readings.Sum(reading => reading.Depth!.Visible + reading.Depth.InFlight + (metric.CountsDelayed ? reading.Depth.Delayed : 0)));
    }

    private async Task<MetricLevel> PointAsync(MetricQuery query, EnvironmentManifest environment, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        try
        {
            var points = (await metrics.ReadAsync(environment.Location, [query], now - (Periods * query.Period), now, cancellationToken))[0];
            return points.Count > 0 ? MetricLevel.Of(points[^1].Value) : MetricLevel.Unread($"CloudWatch has no point of {query.Metric.Namespace} {query.Metric.Name} in {Periods} periods.");
        }
        catch (UnavailableException failure)
        {
            return MetricLevel.Unread(failure.Message);
        }
    }

    /// <summary>Several queues count as one; how many ever arrived is known only where all of them count it.</summary>
    private static ScalingObservation WithSample(ScalingObservation seen, IReadOnlyList<QueueReading> readings)
    {
        if (readings.FirstOrDefault(reading => reading.Depth is null) is { } unread)
        {
            return seen with { Unread = unread.Problem };
        }

        var depths = readings.Select(reading => reading.Depth!).ToList();
        return seen with { Sample = new(seen.At, depths.Sum(depth => depth.Visible), depths.Sum(depth => depth.InFlight), null) };
    }
}
