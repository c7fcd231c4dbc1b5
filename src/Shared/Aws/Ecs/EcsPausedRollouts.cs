using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Pauses;

namespace Slipway.Aws.Ecs;

/// <summary>Deployments of ECS that wait at a pause hook of their service; nothing else holds a rollout.</summary>
public sealed class EcsPausedRollouts(AwsClients clients) : IPausedRollouts
{
    public async Task ContinueAsync(WorkloadAddress workload, RolloutPause pause, CancellationToken cancellationToken)
    {
        var cluster = EcsCluster.Open(clients, workload);
        var deployment = await cluster.FindDeploymentAsync(await cluster.ServiceAsync(cancellationToken), cancellationToken);
        if (deployment?.Pause?.Hook != pause.Hook)
        {
            throw new UnavailableException($"The deployment of {workload.Name} is not held at {pause.Stage} any longer.");
        }

        await cluster.ContinueAsync(deployment, pause.Hook, cancellationToken);
    }
}
