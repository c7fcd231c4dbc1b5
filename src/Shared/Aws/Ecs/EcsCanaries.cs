using Amazon.ECS;
using Amazon.ECS.Model;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;
using Task = System.Threading.Tasks.Task;

namespace Slipway.Aws.Ecs;

/// <summary>
/// Canaries of services of ECS: services beside them, behind the same target groups. They run the revision that the service itself gets
/// afterwards. What finds tasks by Cloud Map or Service Connect does not find them: one registration belongs to one service.
/// </summary>
public sealed class EcsCanaries(AwsClients clients) : ICanaries
{
    /// <summary>Names the service on its canary.</summary>
    private const string CanaryOf = "slipway:canary-of";

    /// <summary>ECS switches requests itself, where a service deploys blue/green; what no load balancer sends requests to has none to switch.</summary>
    public async Task<bool> TakesRequestsAsync(WorkloadAddress workload, CancellationToken cancellationToken)
    {
        var source = await EcsCluster.Open(clients, workload).ServiceAsync(cancellationToken);
        return source.LoadBalancers is { Count: > 0 } && !EcsService.DeploysByItself(source)
            ? throw new RejectedException(
                $"The service {workload.Name} in the cluster {workload.Cluster} is behind a load balancer and replaces its tasks one after another: give it the deployment strategy BLUE_GREEN with an alternate target group, or write strategy: rolling.")
            : false;
    }

    public Task<bool> TakesAllAsync(WorkloadAddress workload, CancellationToken cancellationToken) => Task.FromResult(false);

    public async Task RunAsync(WorkloadAddress workload, Image image, int replicas, CanaryTraffic traffic, long fencingToken, CancellationToken cancellationToken)
    {
        if (traffic != CanaryTraffic.Shared)
        {
            throw new RejectedException($"{workload.Name} is a service of ECS: its requests are switched by its own deployment strategy.");
        }

        var address = CanaryAddress.Of(workload);
        var source = await EcsCluster.Open(clients, workload).ServiceAsync(cancellationToken);
        FencingMark.RefuseNewer(source, workload, fencingToken);
        if (EcsService.DeploysByItself(source))
        {
            throw new RejectedException($"{workload.Name} is deployed by ECS's own strategy {source.DeploymentConfiguration.Strategy}, beside which no canary can be compared: write strategy: rolling or blueGreen.");
        }

        if (source.SchedulingStrategy == SchedulingStrategy.DAEMON)
        {
            throw new RejectedException($"{workload.Name} is a daemon service, which has no canary: it has one task on each instance.");
        }

        var cluster = EcsCluster.Open(clients, address);
        var current = await cluster.FindServiceAsync(cancellationToken);
        if (current is null)
        {
            var asked = TaskRevision.Of(await cluster.RevisionAsync(EcsService.Asked(source), cancellationToken));
            var revision = asked.Runs(workload.Container, image) ? asked.OwnName : await RevisionWith.ImageAsync(cluster, asked, workload.Container, image, fencingToken, cancellationToken);
            await cluster.CreateServiceAsync(Request(address, source, revision, replicas, fencingToken), cancellationToken);
            return;
        }

        FencingMark.RefuseNewer(current, address, fencingToken);
        if (EcsService.Tag(current, CanaryOf) is null)
        {
            throw new RejectedException($"There is a service {address.Name} in the cluster {address.Cluster} already, which is no canary of {workload.Name}: give it another name.");
        }

        if (current.Status == "DRAINING")
        {
            throw new UnavailableException($"The service {address.Name} in the cluster {address.Cluster} is still leaving.");
        }

        await new ImageChange(cluster, address, image, fencingToken).ApplyAsync(cancellationToken);
        if (current.DesiredCount != replicas)
        {
            await cluster.ChangeServiceAsync(new() { DesiredCount = replicas }, isRepeatable: true, cancellationToken);
        }
    }

    public async Task<bool> IsGoneAsync(WorkloadAddress workload, CancellationToken cancellationToken) =>
        await EcsCluster.Open(clients, CanaryAddress.Of(workload)).FindServiceAsync(cancellationToken) is not { } found || EcsService.Tag(found, CanaryOf) is null;

    public async Task EndAsync(WorkloadAddress workload, long fencingToken, CancellationToken cancellationToken)
    {
        var cluster = EcsCluster.Open(clients, CanaryAddress.Of(workload));
        if (await cluster.FindServiceAsync(cancellationToken) is { Status: "ACTIVE" } found && EcsService.Tag(found, CanaryOf) is not null && FencingMark.Of(found).Token <= fencingToken)
        {
            await cluster.DeleteServiceAsync(cancellationToken);
        }
    }

    private static CreateServiceRequest Request(WorkloadAddress address, Service source, string revision, int replicas, long token)
    {
        var mark = new FencingMark(token, revision);
        return new()
        {
            ServiceName = address.Name,
            TaskDefinition = revision,
            DesiredCount = replicas,
            LaunchType = source.CapacityProviderStrategy is { Count: > 0 } ? null : source.LaunchType,
            CapacityProviderStrategy = source.CapacityProviderStrategy,
            PlatformVersion = source.PlatformVersion,
            NetworkConfiguration = source.NetworkConfiguration,
            LoadBalancers = source.LoadBalancers,
            HealthCheckGracePeriodSeconds = source.LoadBalancers is { Count: > 0 } ? source.HealthCheckGracePeriodSeconds : null,
            PlacementConstraints = source.PlacementConstraints,
            PlacementStrategy = source.PlacementStrategy,
            EnableExecuteCommand = source.EnableExecuteCommand,
            PropagateTags = source.PropagateTags,
            EnableECSManagedTags = source.EnableECSManagedTags,
            AvailabilityZoneRebalancing = source.AvailabilityZoneRebalancing,
            VolumeConfigurations = EcsService.Primary(source).VolumeConfigurations,
            Tags = [.. (source.Tags ?? []).Where(tag => !tag.Key.StartsWith("aws:", StringComparison.Ordinal) && !tag.Key.StartsWith("slipway:", StringComparison.Ordinal)), new() { Key = CanaryOf, Value = source.ServiceName }, new() { Key = mark.Key, Value = mark.ToString() }],
        };
    }
}
