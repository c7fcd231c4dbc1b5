using Slipway.Domain.Releases;

namespace Slipway.Domain.Snapshots;

/// <summary>A snapshot on its way, and the time it has had.</summary>
public sealed record SnapshotProgress(string Id, string Database, SnapshotStatus Status, int Percent, TimeSpan Waited, TimeSpan Within);

public sealed record SnapshotInputs(IReadOnlyList<SnapshotProgress> Snapshots);

/// <summary>
/// A deploy goes on only when every snapshot that its policy asks for is available.
/// <list type="table">
/// <item><term>one failed or vanished</term><description>refuse</description></item>
/// <item><term>one is later than its limit</term><description>refuse</description></item>
/// <item><term>one is still being made, or waits for its turn</term><description>wait</description></item>
/// <item><term>all are available, or none is asked for</term><description>pass</description></item>
/// </list>
/// </summary>
public static class SnapshotRule
{
    public static Answer Decide(SnapshotInputs inputs)
    {
        var open = inputs.Snapshots.Where(snapshot => snapshot.Status != SnapshotStatus.Available).ToList();
        return inputs.Snapshots.FirstOrDefault(snapshot => snapshot.Status is SnapshotStatus.Failed or SnapshotStatus.Missing) is { } failed
                ? Answer.Refuse($"The snapshot {failed.Id} of {failed.Database} {(failed.Status == SnapshotStatus.Failed ? "failed" : "is gone")}: nothing is deployed without it.")
            : open.FirstOrDefault(snapshot => snapshot.Waited >= snapshot.Within) is { } late
                ? Answer.Refuse($"The snapshot {late.Id} of {late.Database} is at {late.Percent} % after {late.Waited.Text()}; at most {late.Within.Text()} are allowed.")
            : open.Count > 0
                ? Answer.Wait(string.Join("; ", open.Select(Text)))
            : Answer.Pass(inputs.Snapshots.Count == 0
                ? "The manifest asks for no snapshot here."
                : string.Join(" ", inputs.Snapshots.Select(snapshot => $"{snapshot.Id} is available.")));
    }

    private static string Text(SnapshotProgress snapshot) => snapshot.Status == SnapshotStatus.Waiting
        ? $"{snapshot.Database} is busy with another snapshot"
        : $"{snapshot.Database} {snapshot.Percent} %";

    /// <summary>Whether the policy asks for a snapshot before a release of this tag replaces one of the other.</summary>
    public static bool IsAskedFor(SnapshotPolicy policy, string? previousTag, string tag) => policy switch
    {
        SnapshotPolicy.Always => true,
        SnapshotPolicy.Never => false,
        _ => Major(previousTag) is not { } before || Major(tag) is not { } after || before != after,
    };

    private static int? Major(string? tag)
    {
        var digits = tag?.TrimStart('v').Split('.')[0];
        return tag?.Contains('.', StringComparison.Ordinal) == true && int.TryParse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var major) ? major : null;
    }
}
