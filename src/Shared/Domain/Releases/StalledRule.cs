namespace Slipway.Domain.Releases;

/// <summary>
/// Finds the releases that nobody takes on: their execution was never started, died, or came to the end of its time.
/// <list type="table">
/// <item><term>not waiting for gates or leases</term><description>no: what changes something is not begun twice</description></item>
/// <item><term>a rule was asked about it within two hours</term><description>no: an execution is at it</description></item>
/// <item><term>otherwise</term><description>yes</description></item>
/// </list>
/// </summary>
public static class StalledRule
{
    /// <summary>Twice as long as any wait for a gate.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2 * Rules.LongestWait);

    public static bool IsStalled(Release release, DateTimeOffset now) =>
        release.Status is ReleaseStatus.Waiting or ReleaseStatus.Gated && now - Last(release) >= Quiet;

    private static DateTimeOffset Last(Release release) =>
        release.Verdict is { } verdict && verdict.At > release.Stages[^1].At ? verdict.At : release.Stages[^1].At;
}
