using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;

namespace Slipway.Functions.Releases;

/// <summary>A release whose scan is not complete, and the task that waits for it.</summary>
public sealed record ScanWait(Release Release, string Token);

/// <summary>Leaves the waiting task's token under the image's digest, so that the scan's event ends the wait at once.</summary>
public sealed class AwaitScan(IScanWaits waits, TimeProvider clock)
{
    [LambdaFunction]
    public async Task AwaitScanAsync(ScanWait wait, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        await waits.KeepAsync(wait.Release.Image.Digest, wait.Release.Id, wait.Token, deadline.Token);
    }
}
