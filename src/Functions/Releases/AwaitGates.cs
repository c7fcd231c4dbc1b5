using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;

namespace Slipway.Functions.Releases;

/// <summary>A release that waits at a gate, and the task that waits for it.</summary>
public sealed record GateWait(Release Release, string Token);

/// <summary>Leaves the waiting task's token under the digest of each image, so that what it waits for ends the wait at once: a scan's event, or what a person says.</summary>
public sealed class AwaitGates(IReleases releases, IGateWaits waits, WaitEnding ending, TimeProvider clock)
{
    [LambdaFunction]
    public async Task AwaitGatesAsync(GateWait wait, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        foreach (var image in wait.Release.Push.Images)
        {
            await waits.KeepAsync(image.Digest, wait.Release.Id, wait.Token, deadline.Token);
        }

        var isPassed = await releases.FindAsync(wait.Release.Id, deadline.Token) is { } release && release.Version != wait.Release.Version;
        if (isPassed)
        {
            // Somebody wrote it after its gates were asked and found no token to answer.
            await ending.EndAsync(wait.Release, deadline.Token);
        }
    }
}
