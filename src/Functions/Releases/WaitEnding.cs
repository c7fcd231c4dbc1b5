using Slipway.Domain.Executions;
using Slipway.Domain.Releases;

namespace Slipway.Functions.Releases;

/// <summary>Has the gates of a waiting release asked again now: what it waits for may be there.</summary>
public sealed class WaitEnding(IGateWaits waits, IStateMachines stateMachines)
{
    /// <summary>All releases of the digest are asked again: who still has to wait then waits on.</summary>
    public async Task EndAsync(Release release, CancellationToken cancellationToken)
    {
        foreach (var token in (await waits.FindAsync([release.Image.Digest], cancellationToken))[release.Image.Digest])
        {
            await stateMachines.SucceedAsync(token, "{}", cancellationToken);
        }
    }
}
