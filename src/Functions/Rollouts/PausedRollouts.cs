using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Pauses;

namespace Slipway.Functions.Rollouts;

/// <summary>Continues what clusters hold.</summary>
public sealed class PausedRollouts(IPausedRollouts held)
{
    public async Task ContinueAsync(Release release, IEnumerable<WorkloadProgress> workloads, CancellationToken cancellationToken)
    {
        foreach (var workload in workloads)
        {
            await held.ContinueAsync(release.ChangeOf(workload).Workload, workload.State.Pause!, cancellationToken);
        }
    }
}
