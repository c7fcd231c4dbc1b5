using System.Security.Cryptography;
using System.Text;
using Amazon.ECS;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;

namespace Slipway.Aws.Ecs;

/// <summary>
/// Services of ECS with rolling updates, or with another strategy of their own, which ECS then conducts and turns back. An image comes to a service by a new revision of its task definition, in which nothing but that
/// container's image is another; who holds the lease and which restarts were made stands in the service's tags.
/// </summary>
public sealed class EcsWorkloads(AwsClients clients, TimeProvider clock) : IWorkloads
{
    private const string Restarts = "slipway:restart-ids";

    /// <summary>How many restarts a service remembers, as many as its tag holds: an id that comes again after as many others restarts it again.</summary>
    private const int RememberedRestarts = 16;

    public async Task<ReplicaCount> CountAsync(WorkloadAddress workload, CancellationToken cancellationToken)
    {
        var service = await EcsCluster.Open(clients, workload).ServiceAsync(cancellationToken);
        var (running, pending) = (service.RunningCount ?? 0, service.PendingCount ?? 0);
        return new(EcsService.Desired(service), running + pending, running, service.Deployments.Count > 1);
    }

    public Task<WorkloadState> ReadAsync(WorkloadAddress workload, CancellationToken cancellationToken) =>
        new ServiceReading(EcsCluster.Open(clients, workload), workload, clock).ReadAsync(cancellationToken);

    public Task ChangeImageAsync(WorkloadAddress workload, Image image, long fencingToken, CancellationToken cancellationToken) =>
        new ImageChange(EcsCluster.Open(clients, workload), workload, image, fencingToken).ApplyAsync(cancellationToken);

    public async Task ScaleAsync(WorkloadAddress workload, int replicas, CancellationToken cancellationToken)
    {
        if (replicas < 0)
        {
            throw new RejectedException($"{workload.Name} cannot have {replicas} replicas.");
        }

        var cluster = EcsCluster.Open(clients, workload);
        var service = await cluster.ServiceAsync(cancellationToken);
        if (service.SchedulingStrategy == SchedulingStrategy.DAEMON)
        {
            throw new RejectedException($"{workload.Name} is a daemon service: it has one task on each instance and cannot be scaled.");
        }

        if (service.DesiredCount != replicas)
        {
            await cluster.ChangeServiceAsync(new() { DesiredCount = replicas }, isRepeatable: true, cancellationToken);
        }
    }

    /// <summary>The id is noted after the deployment has begun: when the note fails, a repetition restarts once more, which harms less than none.</summary>
    public async Task RestartAsync(WorkloadAddress workload, string restartId, CancellationToken cancellationToken)
    {
        var cluster = EcsCluster.Open(clients, workload);
        var service = await cluster.ServiceAsync(cancellationToken);
        var known = EcsService.Tag(service, Restarts)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var id = Abbreviate(restartId);
        if (!known.Contains(id, StringComparer.Ordinal))
        {
            if (EcsService.HasPauseHooks(service))
            {
                throw new RejectedException($"The service {workload.Name} in the cluster {workload.Cluster} has pause hooks, at which a restart would wait for somebody: restart it by hand.");
            }

            await cluster.ChangeServiceAsync(new() { ForceNewDeployment = true }, isRepeatable: false, cancellationToken);
            await cluster.TagServiceAsync(service, Restarts, string.Join(' ', known.Append(id).TakeLast(RememberedRestarts)), cancellationToken);
        }
    }

    /// <summary>A tag takes 256 of certain characters, so ids stand there by their hash.</summary>
    private static string Abbreviate(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..12];
}
