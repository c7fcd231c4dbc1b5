using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;

namespace Slipway.Aws;

/// <summary>The workloads of all clusters: which of the two asks follows from the workload's kind.</summary>
public sealed class Workloads(IWorkloads kubernetes, IWorkloads ecs) : IWorkloads
{
    public Task<ReplicaCount> CountAsync(WorkloadAddress workload, CancellationToken cancellationToken) => Of(workload).CountAsync(workload, cancellationToken);

    public Task<WorkloadState> ReadAsync(WorkloadAddress workload, CancellationToken cancellationToken) => Of(workload).ReadAsync(workload, cancellationToken);

    public Task ChangeImageAsync(WorkloadAddress workload, Image image, long fencingToken, CancellationToken cancellationToken) =>
        Of(workload).ChangeImageAsync(workload, image, fencingToken, cancellationToken);

    public Task ScaleAsync(WorkloadAddress workload, int replicas, CancellationToken cancellationToken) => Of(workload).ScaleAsync(workload, replicas, cancellationToken);

    public Task RestartAsync(WorkloadAddress workload, string restartId, CancellationToken cancellationToken) => Of(workload).RestartAsync(workload, restartId, cancellationToken);

    private IWorkloads Of(WorkloadAddress workload) => workload.Kind == WorkloadKind.EcsService ? ecs : kubernetes;
}
