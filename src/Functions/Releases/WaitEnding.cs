using Slipway.Domain.Executions;
using Slipway.Domain.Releases;

namespace Slipway.Functions.Releases;

/// <summary>Has the gates of a waiting release asked again now: what it waits for may be there.</summary>
public sealed class WaitEnding(IGateWaits waits, IStateMachines stateMachines)
{
    /// <summary>All releases of its images are asked again: who still has to wait then waits on.</summary>
    public async Task EndAsync(Release release, CancellationToken cancellationToken)
    {
        var digests = release.Push.Images.Select(image => image.Digest).ToList();
        var tokens = await waits.FindAsync(digests, cancellationToken);
        foreach (var token in digests.SelectMany(digest => tokens[digest]).Distinct())
        {
            await stateMachines.SucceedAsync(token, "{}", cancellationToken);
        }
    }
}
