using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Microsoft.Extensions.Logging;
using Slipway.Domain;
using Slipway.Domain.Gates;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Scaling;
using Slipway.Domain.Systems;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Scaling;

/// <summary>Gives a service that scales on a queue the replicas that its depth asks for.</summary>
public sealed class EvaluateScaling(
    SystemCatalog systems, ScalingReadings readings, IWorkloads workloads, IScalingStates states, ILeases leases, IRestraints restraints, TimeProvider clock, ILogger logger)
{
    [LambdaFunction]
    public async Task<ScalingTarget> EvaluateScalingAsync(ScalingTarget target, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var environment = (await systems.FindAsync(target.System, deadline.Token)).Environment(target.Environment);
        var service = environment.Service(target.Service);
        var policy = service.Scaling ?? throw new RejectedException($"{target.Service} does not scale any more.");
        var seen = await SeeAsync(target, environment, service, policy, deadline.Token);
        var decision = ScalingRule.Decide(seen);
        if (decision.To != decision.From)
        {
            await workloads.ScaleAsync(WorkloadAddress.Of(environment, service), decision.To, deadline.Token);
            logger.Scaled(target.System, target.Environment, target.Service, decision.Reason);
        }

        await states.SaveAsync(ScalingRule.Remember(seen, decision), deadline.Token);
        return target;
    }

    private async Task<ScalingObservation> SeeAsync(ScalingTarget target, EnvironmentManifest environment, Service service, ScalingPolicy policy, CancellationToken cancellationToken)
    {
        var workload = await workloads.ReadAsync(WorkloadAddress.Of(environment, service), cancellationToken);
        var lease = await leases.FindAsync(new(target.System, target.Environment, target.Service), cancellationToken);
        var state = await states.ReadAsync(target.System, target.Environment, target.Service, cancellationToken);
        var now = clock.GetUtcNow();
        var freeze = (await restraints.ListAsync(RestraintKind.Freeze, cancellationToken)).Stopping(target.System, target.Environment, now);
        var held = lease is null ? null : $"{lease.Holder} is changing the service";
        var seen = new ScalingObservation(policy, service.Replicas, workload.Desired, [], held, state, now) { Ready = workload.Ready + workload.Old, Frozen = freeze?.Text() };
        return await readings.AddToAsync(seen, target.System, environment, cancellationToken);
    }
}
