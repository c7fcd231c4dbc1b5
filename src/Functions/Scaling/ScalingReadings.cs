using Slipway.Domain;
using Slipway.Domain.Metrics;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling;
using Slipway.Domain.Scaling.Nodes;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Scaling;

/// <summary>Reads what the replicas of a target follow: each queue once, whatever asks for it, and all of it side by side.</summary>
public sealed class ScalingReadings(IQueueDepths queues, IMetrics metrics, IWorkloadUsage usage, TimeProvider clock)
{
    /// <summary>How far back a metric of CloudWatch may lag: its last period that has a point counts.</summary>
    private const int Periods = 5;

    /// <summary>What does not answer in time is not known now; the others are.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<ScalingObservation> AddToAsync(ScalingObservation seen, ScalingTarget target, NodeGroupState? nodes, CancellationToken cancellationToken)
    {
        var policy = seen.Policy;
        var names = policy.Metrics.SelectMany(metric => metric.Queues).Concat(policy.Drain?.Queues ?? []).Distinct(StringComparer.Ordinal).ToList();
        var aged = policy.Metrics.Where(metric => metric.Kind == MetricKind.OldestMessage).SelectMany(metric => metric.Queues).ToHashSet(StringComparer.Ordinal);
        var depths = names.ToDictionary(name => name, name => DepthAsync(target, name, aged.Contains(name), cancellationToken), StringComparer.Ordinal);
        var levels = policy.Metrics.Select(metric => LevelAsync(metric, target, seen.Current, nodes, depths, cancellationToken)).ToList();
        await Task.WhenAll([.. depths.Values, .. levels]);
        var read = seen with { Levels = [.. levels.Select(level => level.Result)] };
        return policy.Drain is { } drain ? WithSample(read, [.. drain.Queues.Select(name => depths[name].Result)]) : read;
    }

    private async Task<QueueReading> DepthAsync(ScalingTarget target, string name, bool wantsAge, CancellationToken cancellationToken)
    {
        var queue = target.Environment.Queues.First(queue => queue.Name == name);
        return await KnownAsync(
            token => queues.ReadAsync(target.System.Name, target.Environment, queue with { WantsAge = wantsAge }, token), problem => new QueueReading(null, problem), $"The queue {name}", cancellationToken);
    }

    private async Task<MetricLevel> LevelAsync(ScalingMetric metric, ScalingTarget target, int current, NodeGroupState? nodes, Dictionary<string, Task<QueueReading>> depths, CancellationToken cancellationToken) => metric.Kind switch
    {
        MetricKind.CloudWatch => await KnownAsync(token => PointAsync(metric.Query!, target.Environment, token), MetricLevel.Unread, metric.Query!.Metric.Name, cancellationToken),
        MetricKind.Cpu or MetricKind.Memory when current == 0 => new([]), // What does not run uses nothing, and nobody misses a figure.
        MetricKind.Requests => MetricLevel.Of(nodes?.Asked(metric.Target, clock.GetUtcNow()) ?? 0),
        MetricKind.Cpu => await KnownAsync(token => UsageAsync(target, UsedResource.Cpu, token), MetricLevel.Unread, "The CPU", cancellationToken),
        MetricKind.Memory => await KnownAsync(token => UsageAsync(target, UsedResource.Memory, token), MetricLevel.Unread, "The memory", cancellationToken),
        _ => Of(metric, await Task.WhenAll(metric.Queues.Select(name => depths[name]))),
    };

    /// <summary>Whatever keeps one thing from being read, a wrong password as well as an outage, is an outage of that alone: the rule knows what it does then.</summary>
    private async Task<T> KnownAsync<T>(Func<CancellationToken, Task<T>> read, Func<string, T> unread, string what, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await read(either.Token);
        }
        catch (Exception failure) when (failure is RejectedException or UnavailableException)
        {
            return unread(failure.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return unread($"{what} did not answer within {Patience.Text()}.");
        }
    }

    private static MetricLevel Of(ScalingMetric metric, IReadOnlyList<QueueReading> readings)
    {
        var isAge = metric.Kind == MetricKind.OldestMessage;
        return readings.FirstOrDefault(reading => reading.Depth is null || (isAge && reading.Depth.OldestAge is null)) is { } unread
                ? MetricLevel.Unread(unread.Problem ?? "A queue does not tell how old its messages are.")
            : isAge ? MetricLevel.Of(readings.Max(reading => reading.Depth!.OldestAge!.Value.TotalSeconds))
            : MetricLevel.Of(readings.Sum(reading => reading.Depth!.Visible + reading.Depth.InFlight + (metric.CountsDelayed ? reading.Depth.Delayed : 0)));
    }

    private async Task<MetricLevel> PointAsync(MetricQuery query, EnvironmentManifest environment, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var points = (await metrics.ReadAsync(environment.Location, [query], now - (Periods * query.Period), now, cancellationToken))[0];
        return points.Count > 0 ? MetricLevel.Of(points[^1].Value) : MetricLevel.Unread($"CloudWatch has no point of {query.Metric.Namespace} {query.Metric.Name} in {Periods} periods.");
    }

    /// <summary>ECS knows the use of the service as a whole, Kubernetes that of each pod; one without a level counts as the HPA counts it.</summary>
    private async Task<MetricLevel> UsageAsync(ScalingTarget target, UsedResource resource, CancellationToken cancellationToken)
    {
        if (target is not ServiceTarget { Service: var service })
        {
            return MetricLevel.Unread($"{target.Name} is a node group: nobody measures what it uses.");
        }

        var reading = await usage.ReadAsync(WorkloadAddress.Of(target.Environment, service), resource, cancellationToken);
        return reading.Problem is { } problem ? MetricLevel.Unread(problem)
            : service.Kind == WorkloadKind.EcsService ? MetricLevel.Of(reading.Levels[0])
            : new(reading.Levels) { Pods = reading.Pods, Ready = reading.Ready };
    }

    /// <summary>Several queues count as one; how many ever arrived is known only where all of them count it, without those that are not due.</summary>
    private static ScalingObservation WithSample(ScalingObservation seen, IReadOnlyList<QueueReading> readings)
    {
        if (readings.FirstOrDefault(reading => reading.Depth is null) is { } unread)
        {
            return seen with { Unread = unread.Problem };
        }

        var depths = readings.Select(reading => reading.Depth!).ToList();
        var arrived = depths.All(depth => depth.Arrived is not null) ? depths.Sum(depth => depth.Arrived - depth.Delayed) : null;
        return seen with { Sample = new(seen.At, depths.Sum(depth => depth.Visible), depths.Sum(depth => depth.InFlight), arrived) };
    }
}
