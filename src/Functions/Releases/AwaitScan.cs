using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;

namespace Slipway.Functions.Releases;

/// <summary>A release whose scan is not complete, and the task that waits for it.</summary>
public sealed record ScanWait(Release Release, string Token);

/// <summary>Leaves the waiting task's token with the release, so that the scan's event ends the wait at once.</summary>
public sealed class AwaitScan(ReleaseReader reader, IReleases releases, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> AwaitScanAsync(ScanWait wait, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var release = await reader.ReadAsync(wait.Release, deadline.Token);
        return await releases.SaveAsync(release with { ScanToken = wait.Token }, deadline.Token);
    }
}
