using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Templates;
using Slipway.Domain.Systems;

namespace Slipway.Aws;

/// <summary>The templates of the workloads of all clusters: which of the two asks follows from the workload's kind.</summary>
public sealed class WorkloadTemplates(IWorkloadTemplates kubernetes, IWorkloadTemplates ecs) : IWorkloadTemplates
{
    public Task<WorkloadTemplate> ReadAsync(WorkloadAddress workload, CancellationToken cancellationToken) => Of(workload).ReadAsync(workload, cancellationToken);

    public Task RestoreAsync(WorkloadAddress workload, WorkloadTemplate template, Image image, long fencingToken, CancellationToken cancellationToken) =>
        Of(workload).RestoreAsync(workload, template, image, fencingToken, cancellationToken);

    private IWorkloadTemplates Of(WorkloadAddress workload) => workload.Kind == WorkloadKind.EcsService ? ecs : kubernetes;
}
