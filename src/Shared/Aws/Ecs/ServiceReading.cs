using Amazon.ECS;
using Amazon.ECS.Model;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;

namespace Slipway.Aws.Ecs;

/// <summary>
/// How far a service is. Updated are the tasks of its primary deployment, old those of all others. An updated task is ready when it runs
/// and its health checks, if it has any, say that it is healthy. Whether a load balancer sends it requests ECS tells by completing the
/// deployment alone, or by shifting the requests where it deploys by a strategy of its own: until then one task counts as not ready. A deployment that is in progress again
/// after it was complete is therefore waited for, and never taken for a failure.
/// </summary>
internal sealed class ServiceReading(EcsCluster cluster, WorkloadAddress address, TimeProvider clock)
{
    public async Task<WorkloadState> ReadAsync(CancellationToken cancellationToken)
    {
        var service = await cluster.ServiceAsync(cancellationToken);
        var deployment = EcsService.DeploysByItself(service) || EcsService.HasPauseHooks(service) ? await cluster.FindDeploymentAsync(service, cancellationToken) : null;
        var own = EcsService.DeploysByItself(service) ? deployment : null;
        var primary = EcsService.Wanted(service, own);
        var revision = TaskRevision.Of(await cluster.RevisionAsync(primary.TaskDefinition, cancellationToken));
        var running = OfDeployment(await cluster.TasksAsync(OfService, DesiredStatus.RUNNING, cancellationToken), primary);
        var stopped = OfDeployment(await cluster.TasksAsync(OfService, DesiredStatus.STOPPED, cancellationToken), primary);
        var desired = EcsService.Desired(service);
        var updated = Tasks(primary);
        return new(
            ImageOf(revision, running),
            desired,
            updated,
            Math.Min(updated, Ready(service, primary, deployment, revision, running, desired)),
            own?.HasShifted == true ? 0 : service.Deployments.Where(deployment => deployment != primary).Sum(Tasks),
            [.. new TaskTroubles(service, primary, address, clock.GetUtcNow()).Of(stopped, isComplete: (primary.RunningCount ?? 0) >= desired), .. Abandoned(service, primary, own)])
        {
            WentBack = own?.IsGoingBack == true ? own.Reason : service.Deployments.FirstOrDefault(deployment => deployment != primary && deployment.RolloutState == DeploymentRolloutState.FAILED) is { } failed
                ? failed.RolloutStateReason ?? "ECS gave the deployment up."
                : null,
            Template = TaskTemplate.Of(revision).Fingerprint,
            IsOldSideKept = own is { HasShifted: true, IsOnTheWay: true },
            HasTimedOut = deployment?.HasTimedOut == true,
            Pause = deployment?.Pause,
        };
    }

    private void OfService(ListTasksRequest filter) => filter.ServiceName = address.Name;

    private static List<Amazon.ECS.Model.Task> OfDeployment(IEnumerable<Amazon.ECS.Model.Task> tasks, Deployment deployment) =>
        [.. tasks.Where(task => task.StartedBy == deployment.Id)];

    private static int Tasks(Deployment deployment) => (deployment.RunningCount ?? 0) + (deployment.PendingCount ?? 0);

    /// <summary>ECS goes back from a revision that is still asked for.</summary>
    private static IEnumerable<PodTrouble> Abandoned(Service service, Deployment wanted, EcsDeployment? own) =>
        own?.IsGoingBack == true && service.Deployments.MaxBy(deployment => deployment.CreatedAt) == wanted && service.Deployments.Count > 1 ? [new(wanted.Id, "CrashLoopBackOff", own.Reason)] : [];

    /// <summary>While ECS holds the deployment its tasks are as ready as they show; it sends them requests later, and holds nothing back for that.</summary>
    private static int Ready(Service service, Deployment primary, EcsDeployment? deployment, TaskRevision revision, List<Amazon.ECS.Model.Task> running, int desired)
    {
        var isChecked = revision.Definition.ContainerDefinitions.Any(container => container.HealthCheck is not null && container.Essential != false);
        var ready = running.Count(task => task.LastStatus == "RUNNING" && (isChecked ? task.HealthStatus == HealthStatus.HEALTHY : task.HealthStatus != HealthStatus.UNHEALTHY));
        var isAwaited = deployment?.Pause is null && (deployment is not null && EcsService.DeploysByItself(service) ? !deployment.HasShifted : service.LoadBalancers is { Count: > 0 } && primary.RolloutState is { } state && state != DeploymentRolloutState.COMPLETED);
        return isAwaited ? Math.Min(ready, Math.Max(0, desired - 1)) : ready;
    }

    /// <summary>What the revision asks for; what a tag stood for when its tasks pulled it.</summary>
    private Image ImageOf(TaskRevision revision, List<Amazon.ECS.Model.Task> running)
    {
        var asked = ImageReference.Parse(revision.ContainerNamed(address.Container).Image);
        if (asked.Image is { } image)
        {
            return image;
        }

        var digests = running.Select(task => Digest.TryParse(EcsTask.Container(task, address.Container)?.ImageDigest, null, out var digest) ? digest : (Digest?)null).OfType<Digest>().Distinct().ToList();
        return digests is [var pulled]
            ? new(asked.Registry, asked.Repository, pulled)
            : throw new RejectedException(
                $"The service {address.Name} in the cluster {address.Cluster} asks for {asked.Repository}:{asked.Tag ?? "latest"}, and "
                + (digests.Count == 0 ? "no task of it says which image that is" : $"its tasks pulled {digests.Count} different images under that tag")
                + ": deploy it by digest once.");
    }
}
