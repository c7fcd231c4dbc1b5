using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;

namespace Slipway.Aws;

/// <summary>The jobs of all clusters: which of the two asks follows from the kind of the workload that a job is like.</summary>
public sealed class Jobs(IJobs kubernetes, IJobs ecs) : IJobs
{
    public Task StartAsync(JobRequest job, CancellationToken cancellationToken) => Of(job.Address).StartAsync(job, cancellationToken);

    public Task<JobState> ReadAsync(JobAddress job, CancellationToken cancellationToken) => Of(job).ReadAsync(job, cancellationToken);

    public Task StopAsync(JobAddress job, CancellationToken cancellationToken) => Of(job).StopAsync(job, cancellationToken);

    private IJobs Of(JobAddress job) => job.Like.Kind == WorkloadKind.EcsService ? ecs : kubernetes;
}
