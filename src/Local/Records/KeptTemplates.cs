using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Templates;

namespace Slipway.Local.Records;

/// <summary>A template as the journal keeps it.</summary>
public sealed record TemplateEntry(WorkloadAddress Workload, WorkloadTemplate Template);

/// <summary>The templates of the account's workloads that releases met.</summary>
public sealed class KeptTemplates(Journal journal) : IKeptTemplates
{
    private readonly Dictionary<string, WorkloadTemplate> _byKey = new(StringComparer.Ordinal);

    public Task<WorkloadTemplate?> FindAsync(WorkloadAddress workload, string fingerprint, CancellationToken cancellationToken) =>
        Task.FromResult(_byKey.GetValueOrDefault(Kinds.KeyOf(workload, fingerprint)));

    public Task SaveAsync(WorkloadAddress workload, WorkloadTemplate template, CancellationToken cancellationToken)
    {
        var entry = new TemplateEntry(workload, template);
        if (_byKey.GetValueOrDefault(Kinds.KeyOf(workload, template.Fingerprint)) != template)
        {
            journal.Write(Kinds.Template, entry, RecordsJson.Default.TemplateEntry);
            Keep(entry);
        }

        return Task.CompletedTask;
    }

    internal void Keep(TemplateEntry entry) => _byKey[Kinds.KeyOf(entry.Workload, entry.Template.Fingerprint)] = entry.Template;
}
