using Slipway.Domain.Images;

namespace Slipway.Domain.Rollouts.Templates;

/// <summary>The templates of workloads as their clusters have them.</summary>
public interface IWorkloadTemplates
{
    Task<WorkloadTemplate> ReadAsync(WorkloadAddress workload, CancellationToken cancellationToken);

    /// <summary>Asks for replicas by this template, as a whole, and of this image. A token older than the last one seen is refused (<see cref="ConflictException"/>).</summary>
    Task RestoreAsync(WorkloadAddress workload, WorkloadTemplate template, Image image, long fencingToken, CancellationToken cancellationToken);
}

/// <summary>Remembers templates outside of the clusters, each once: what was verified there, and what a release met.</summary>
public interface IKeptTemplates
{
    Task<WorkloadTemplate?> FindAsync(WorkloadAddress workload, string fingerprint, CancellationToken cancellationToken);

    Task SaveAsync(WorkloadAddress workload, WorkloadTemplate template, CancellationToken cancellationToken);
}
