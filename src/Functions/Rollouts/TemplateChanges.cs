using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Templates;

namespace Slipway.Functions.Rollouts;

/// <summary>The templates of workloads: kept before anybody changes them, compared, and asked for again.</summary>
public sealed class TemplateChanges(IWorkloads workloads, IWorkloadTemplates templates, IKeptTemplates kept)
{
    /// <summary>What is said to differ where the template before is not at hand.</summary>
    private const string Unknown = "its configuration";
    private const int Most = 20;

    /// <summary>Keeps the template that a workload has, and answers its fingerprint.</summary>
    public async Task<string> KeepAsync(WorkloadAddress workload, CancellationToken cancellationToken)
    {
        var template = await templates.ReadAsync(workload, cancellationToken);
        if (template.IsKept)
        {
            await kept.SaveAsync(workload, template, cancellationToken);
        }

        return template.Fingerprint;
    }

    /// <summary>Asks for the image, and with it for the template, where one is named, at hand, and another by now.</summary>
    public async Task AskAsync(WorkloadAddress workload, Image image, string? fingerprint, long fencingToken, CancellationToken cancellationToken)
    {
        if (fingerprint is not null
            && (await templates.ReadAsync(workload, cancellationToken)).Fingerprint != fingerprint
            && await kept.FindAsync(workload, fingerprint, cancellationToken) is { } template)
        {
            await templates.RestoreAsync(workload, template, image, fencingToken, cancellationToken);
        }
        else
        {
            await workloads.ChangeImageAsync(workload, image, fencingToken, cancellationToken);
        }
    }

    /// <summary>They are kept in the record, which takes only so much.</summary>
    private static IReadOnlyList<string> Some(IReadOnlyList<string> fields) => fields.Count <= Most ? fields : [.. fields.Take(Most), $"{fields.Count - Most} more"];

    /// <summary>Where the template of a workload that was just read is not the one that is known; null when it is, or either is not known.</summary>
    public async Task<IReadOnlyList<string>?> ChangedAsync(WorkloadAddress workload, WorkloadState state, string? known, CancellationToken cancellationToken) =>
        known is not null && state.Template is { } template && template != known ? await DifferencesAsync(workload, known, cancellationToken) : null;

    /// <summary>Where the template of a workload is not the one that is named; null when it is.</summary>
    public async Task<IReadOnlyList<string>?> DifferencesAsync(WorkloadAddress workload, string fingerprint, CancellationToken cancellationToken)
    {
        var template = await templates.ReadAsync(workload, cancellationToken);
        return template.Fingerprint == fingerprint ? null
            : await kept.FindAsync(workload, fingerprint, cancellationToken) is not { } before ? [Unknown]
            : Some(TemplateFields.Differences(before.Text, template.Text));
    }
}
