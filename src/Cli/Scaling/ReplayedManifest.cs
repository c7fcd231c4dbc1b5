using Slipway.Domain;
using Slipway.Domain.Scaling;
using Slipway.Domain.Scaling.Replays;
using Slipway.Domain.Systems;

namespace Slipway.Cli.Scaling;

/// <summary>What a service of a manifest is replayed with: its own policy, and beside it the others with the same replicas.</summary>
internal static class ReplayedManifest
{
    private const double UsualTarget = 10;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Work = TimeSpan.FromSeconds(2);

    /// <param name="named">The service that is meant; null takes the only one that scales on one queue.</param>
    public static ReplayPlan Plan(SystemManifest system, string? named)
    {
        var environment = system.Environments[^1];
        var scaling = environment.Services.Where(service => service.Scaling is { } policy && ScalesOnQueues(policy)).ToList();
        var names = scaling.Select(service => service.Name.Value).ToList();
        var service = (named, scaling) switch
        {
            (_, []) => throw new RefusalException($"{system.Name} has no service that scales on one queue in {environment.Name}, and a load is that of one queue.", ExitCode.Invalid),
            (null, [var only]) => only,
            (null, _) => throw new RefusalException($"Several services of {system.Name} scale on one queue: add --service with one of {string.Join(", ", names)}.", ExitCode.Invalid),
            _ => scaling.FirstOrDefault(known => known.Name.Value == named)
                ?? throw new RefusalException($"{system.Name} has no service '{named}' that scales on one queue in {environment.Name}: {Suggestion.Sentence(named!, names)}", ExitCode.Invalid),
        };
        return Of(service.Scaling!, service.Replicas);
    }

    private static ReplayPlan Of(ScalingPolicy own, ReplicaRange replicas)
    {
        var startUp = own.Drain?.StartUp ?? TimeSpan.FromSeconds(30);
        var wait = own.Drain?.Wait ?? Wait;
        var metric = own.Metrics.Count > 0 ? own.Metrics[0] : null;
        var target = metric is { Reading: MetricReading.PerReplica } ? metric.Target : UsualTarget;
        return new(replicas, startUp, own.Drain?.Work ?? Work, wait,
        [
            own.Drain is null ? new(ReplayedPolicy.Hpa, metric!.Target, own) : new(ReplayedPolicy.Drain, wait.TotalSeconds, own),
            .. own.Drain is null ? new[] { new ReplayCandidate(ReplayedPolicy.Drain, wait.TotalSeconds, ReplayPlan.DrainTo(wait, startUp)) } : [],
            new(ReplayedPolicy.Keda, target, null),
            new(ReplayedPolicy.TargetTracking, target, null),
        ]);
    }

    /// <summary>A load is one queue: what several metrics come to together it does not tell.</summary>
    private static bool ScalesOnQueues(ScalingPolicy policy) => policy.Drain is not null || policy.Metrics is [{ Kind: MetricKind.QueueDepth }];
}
