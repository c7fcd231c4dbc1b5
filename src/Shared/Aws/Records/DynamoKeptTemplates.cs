using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Templates;

namespace Slipway.Aws.Records;

/// <summary>The templates of workloads, each under its fingerprint: written again it is the same but for the revision, of which the last one counts.</summary>
public sealed class DynamoKeptTemplates(DynamoTable table) : IKeptTemplates
{
    public async Task<WorkloadTemplate?> FindAsync(WorkloadAddress workload, string fingerprint, CancellationToken cancellationToken)
    {
        var what = What(workload);
        return (await table.FindAsync(what, RecordKey.OfTemplate(workload, fingerprint), cancellationToken))?.Read(what, DomainJson.Default.WorkloadTemplate);
    }

    public Task SaveAsync(WorkloadAddress workload, WorkloadTemplate template, CancellationToken cancellationToken)
    {
        var what = What(workload);
        return table.WriteAsync(what, Item.Of(what, RecordKey.OfTemplate(workload, template.Fingerprint), template, DomainJson.Default.WorkloadTemplate), Condition.None, [], cancellationToken);
    }

    private static string What(WorkloadAddress workload) => $"template of {workload.Name} in the cluster {workload.Cluster}";
}
