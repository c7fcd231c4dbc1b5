using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Microsoft.Extensions.Logging;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Scaling;

/// <summary>The ticks that are left in this minute.</summary>
public sealed record ScalingRound(int Left);

/// <summary>One tick: every service that scales on a queue gets the replicas that its depth asks for.</summary>
public sealed class EvaluateScaling(
    SystemCatalog systems, IQueueDepths queues, IWorkloads workloads, IScalingStates states, ILeases leases, TimeProvider clock, ILogger<EvaluateScaling> logger)
{
    [LambdaFunction]
    public async Task<ScalingRound> EvaluateScalingAsync(ScalingRound round, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        foreach (var system in (await systems.ReadAsync(deadline.Token)).Systems)
        {
            foreach (var environment in system.Environments)
            {
                foreach (var service in environment.Services.Where(service => QueueOf(environment, service) is not null))
                {
                    await EvaluateAsync(system.Name, environment, service, deadline.Token);
                }
            }
        }

        return round with { Left = round.Left - 1 };
    }

    private async Task EvaluateAsync(SystemName system, EnvironmentManifest environment, Service service, CancellationToken cancellationToken)
    {
        var address = WorkloadAddress.Of(environment, service);
        var workload = await workloads.ReadAsync(address, cancellationToken);
        var depth = await queues.ReadAsync(system, environment.Name, QueueOf(environment, service)!, cancellationToken);
        var lease = await leases.FindAsync(new(system, environment.Name, service.Name), cancellationToken);
        var state = await states.ReadAsync(system, environment.Name, service.Name, cancellationToken);
        var held = lease is null ? null : $"{lease.Holder} is changing the service";
        var seen = new ScalingObservation(service.Scaling!, service.Replicas, workload.Desired, depth, held, state, clock.GetUtcNow());
        var decision = ScalingRule.Decide(seen);
        await states.SaveAsync(ScalingRule.Remember(seen, decision), cancellationToken);
        if (decision.To != decision.From)
        {
            await workloads.ScaleAsync(address, decision.To, cancellationToken);
            logger.Scaled(system, environment.Name, service.Name, decision.Reason);
        }
    }

    private static WorkQueue? QueueOf(EnvironmentManifest environment, Service service) =>
        service.Scaling?.Metrics.FirstOrDefault(metric => metric.Kind == MetricKind.QueueDepth) is { } metric
            ? environment.Queues.FirstOrDefault(queue => queue.Name == metric.Queue)
            : null;
}
