using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Systems;

namespace Slipway.Aws;

/// <summary>The canaries of all clusters: which of the two is asked follows from the workload's kind.</summary>
public sealed class Canaries(ICanaries kubernetes, ICanaries ecs) : ICanaries
{
    public Task<bool> TakesRequestsAsync(WorkloadAddress workload, CancellationToken cancellationToken) => Of(workload).TakesRequestsAsync(workload, cancellationToken);

    public Task<bool> TakesAllAsync(WorkloadAddress workload, CancellationToken cancellationToken) => Of(workload).TakesAllAsync(workload, cancellationToken);

    public Task RunAsync(WorkloadAddress workload, Image image, int replicas, CanaryTraffic traffic, long fencingToken, CancellationToken cancellationToken) =>
        Of(workload).RunAsync(workload, image, replicas, traffic, fencingToken, cancellationToken);

    public Task<bool> IsGoneAsync(WorkloadAddress workload, CancellationToken cancellationToken) => Of(workload).IsGoneAsync(workload, cancellationToken);

    public Task EndAsync(WorkloadAddress workload, long fencingToken, CancellationToken cancellationToken) => Of(workload).EndAsync(workload, fencingToken, cancellationToken);

    private ICanaries Of(WorkloadAddress workload) => workload.Kind == WorkloadKind.EcsService ? ecs : kubernetes;
}
