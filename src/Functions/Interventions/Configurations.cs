using Slipway.Domain;
using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts.Templates;
using Slipway.Functions.Rollouts;

namespace Slipway.Functions.Interventions;

/// <summary>What a rollback is told of the configuration that stays: it may have been changed on purpose since, or be what is wrong.</summary>
public sealed class Configurations(IReleases releases, TemplateChanges templates)
{
    /// <summary>The answer, and with it where the configuration is not the one that was verified. A cluster that does not answer keeps nobody from rolling back.</summary>
    public async Task<Intervention> RemarkedAsync(Intervention answered, CancellationToken cancellationToken)
    {
        if (answered is not { Outcome: InterventionOutcome.Done, Configuration: null, Release: { } id } || await releases.FindAsync(id, cancellationToken) is not { Status: ReleaseStatus.RollingBack } turned)
        {
            return answered;
        }

        var remarks = new List<string>();
        try
        {
            foreach (var change in turned.ChangedServices)
            {
                if (turned.TemplateBack(change) is null && change.KnownTemplate is { } template && await templates.DifferencesAsync(change.Workload, template, cancellationToken) is { } fields)
                {
                    remarks.Add($"{Drift.Text(fields)} of {change.Service}");
                }
            }
        }
        catch (Exception failure) when (failure is UnavailableException or RejectedException)
        {
            return answered;
        }

        return remarks.Count == 0
            ? answered
            : answered with { Answer = $"{answered.Answer} The configuration is not as it was when that was verified, and stays: {string.Join("; ", remarks)}. slipway rollback --configuration brings it back, too." };
    }
}
