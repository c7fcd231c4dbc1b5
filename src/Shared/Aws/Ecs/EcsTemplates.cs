using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Templates;

namespace Slipway.Aws.Ecs;

/// <summary>The task definitions of services. Revisions never change, so that one is restored by its name, or by a revision that is made of it.</summary>
public sealed class EcsTemplates(AwsClients clients) : IWorkloadTemplates
{
    public async Task<WorkloadTemplate> ReadAsync(WorkloadAddress workload, CancellationToken cancellationToken)
    {
        var cluster = EcsCluster.Open(clients, workload);
        var service = await cluster.ServiceAsync(cancellationToken);
        return TaskTemplate.Of(TaskRevision.Of(await cluster.RevisionAsync(EcsService.Asked(service), cancellationToken)));
    }

    public Task RestoreAsync(WorkloadAddress workload, WorkloadTemplate template, Image image, long fencingToken, CancellationToken cancellationToken) =>
        new ImageChange(EcsCluster.Open(clients, workload), workload, image, fencingToken)
        {
            From = template.Revision ?? throw new RejectedException($"The template of {workload.Name} names no revision of a task definition."),
        }.ApplyAsync(cancellationToken);
}
