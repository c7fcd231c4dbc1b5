using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;

namespace Slipway.Functions.Rollouts;

/// <summary>The canaries of a release's services: begun, brought to a step's replicas, looked at, ended. It needs the record alone.</summary>
public sealed class CanaryChanges(ICanaries canaries, IWorkloads workloads)
{
    /// <summary>Notes, before the first write, which services get one and how many replicas its step asks for there.</summary>
    public async Task<Release> NoteAsync(Release release, CanaryProgress progress, CancellationToken cancellationToken)
    {
        var noted = release with { Canary = progress };
        foreach (var change in release.Services.Where(change => CanaryAddress.IsPossible(change.Workload.Kind)))
        {
            var count = await workloads.CountAsync(change.Workload, cancellationToken);
            noted = noted.Changed(change with { CanaryReplicas = progress.Beside(count.Desired) is var beside and > 0 ? beside : change.CanaryReplicas });
        }

        return noted;
    }

    public async Task ApplyAsync(Release release, CancellationToken cancellationToken)
    {
        foreach (var change in release.CanaryServices)
        {
            await canaries.RunAsync(change.Workload, release.ImageOf(change), change.CanaryReplicas ?? 0, release.FencingToken, cancellationToken);
        }
    }

    /// <summary>How far the canaries are on their way to the replicas of their step.</summary>
    public async Task<RolloutInputs> ReadAsync(Release release, TimeSpan within, TimeSpan since, CancellationToken cancellationToken)
    {
        var progress = new List<WorkloadProgress>();
        foreach (var change in release.CanaryServices)
        {
            progress.Add(new(change.Service, release.ImageOf(change), await workloads.ReadAsync(CanaryAddress.Of(change.Workload), cancellationToken), since));
        }

        return new(progress, within);
    }

    public async Task EndAsync(Release release, CancellationToken cancellationToken)
    {
        foreach (var change in release.CanaryServices)
        {
            await canaries.EndAsync(change.Workload, release.FencingToken, cancellationToken);
        }
    }
}
