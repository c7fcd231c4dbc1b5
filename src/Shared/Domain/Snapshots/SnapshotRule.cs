using Slipway.Domain.Releases;

namespace Slipway.Domain.Snapshots;

/// <summary>A snapshot on its way, and the time it has had.</summary>
public sealed record SnapshotProgress(string Id, string Database, SnapshotStatus Status, int Percent, TimeSpan Waited, TimeSpan Within)
{
    /// <summary>The region that it is a copy in; null for a snapshot itself.</summary>
    public string? CopyIn { get; init; }

    /// <summary>What RDS says of it once it is available; null until then.</summary>
    public SnapshotFacts? Facts { get; init; }
}

/// <summary>What is compared of a snapshot: with what the manifest wants, with its release, and with the one before of the same database.</summary>
public sealed record SnapshotFacts(bool IsEncrypted, bool MustBeEncrypted, int? StorageGiB, int? StorageBeforeGiB, DateTimeOffset? CreatedAt, DateTimeOffset ReleasedAt);

public sealed record SnapshotInputs(IReadOnlyList<SnapshotProgress> Snapshots);

/// <summary>
/// A deploy goes on only when every snapshot that its policy asks for is available, sound, and younger than the release.
/// <list type="table">
/// <item><term>one failed or vanished</term><description>refuse</description></item>
/// <item><term>one is not encrypted where the manifest wants it</term><description>refuse</description></item>
/// <item><term>one is less than half as large as the one before of its database</term><description>refuse</description></item>
/// <item><term>one was made before the release was opened</term><description>refuse</description></item>
/// <item><term>one is later than its limit</term><description>refuse</description></item>
/// <item><term>one is still being made, waits for its turn, or is available and RDS does not say more of it yet</term><description>wait</description></item>
/// <item><term>all are available, or none is asked for</term><description>pass</description></item>
/// </list>
/// </summary>
public static class SnapshotRule
{
    public static Answer Decide(SnapshotInputs inputs)
    {
        var open = inputs.Snapshots.Where(snapshot => snapshot.Status != SnapshotStatus.Available || snapshot.Facts is null).ToList();
        return inputs.Snapshots.FirstOrDefault(snapshot => snapshot.Status is SnapshotStatus.Failed or SnapshotStatus.Missing) is { } failed
                ? Answer.Refuse($"The snapshot {failed.Id} of {failed.Database} {(failed.Status == SnapshotStatus.Failed ? "failed" : "is gone")}: nothing is deployed without it.")
            : inputs.Snapshots.Select(Problem).FirstOrDefault(problem => problem is not null) is { } problem
                ? Answer.Refuse(problem)
            : open.FirstOrDefault(snapshot => snapshot.Waited >= snapshot.Within) is { } late
                ? Answer.Refuse($"The snapshot {late.Id} of {late.Database} is at {late.Percent} % after {late.Waited.Text()}; at most {late.Within.Text()} are allowed.")
            : open.Count > 0
                ? Answer.Wait(string.Join("; ", open.Select(Text)))
            : Answer.Pass(inputs.Snapshots.Count == 0
                ? "The manifest asks for no snapshot here."
                : string.Join(" ", inputs.Snapshots.Select(snapshot => $"{snapshot.Id} is available{(snapshot.CopyIn is { } region ? $" in {region} too" : "")}.")));
    }

    private static string Text(SnapshotProgress snapshot) => snapshot switch
    {
        { Status: SnapshotStatus.Waiting, CopyIn: { } region } => $"the copy to {region} waits for its snapshot",
        { Status: SnapshotStatus.Waiting } => $"{snapshot.Database} is busy with another snapshot",
        { CopyIn: { } region } => $"{snapshot.Database} in {region} {snapshot.Percent} %",
        _ => $"{snapshot.Database} {snapshot.Percent} %",
    };

    private static string? Problem(SnapshotProgress snapshot) => snapshot.Facts switch
    {
        null => null,
        { MustBeEncrypted: true, IsEncrypted: false } =>
            $"The snapshot {snapshot.Id} of {snapshot.Database} is not encrypted, though the manifest says encrypted: true: restore the database from an encrypted copy of a snapshot, or write encrypted: false.",
        { StorageGiB: { } now, StorageBeforeGiB: { } before } when 2 * now < before =>
            $"The snapshot {snapshot.Id} of {snapshot.Database} has {now} GiB, and the one before it {before} GiB: it can hardly be of the same database.",
        { CreatedAt: { } at, ReleasedAt: var opened } when at < opened =>
            $"The snapshot {snapshot.Id} of {snapshot.Database} was made on {at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, before the release: it does not hold what was written since.",
        _ => null,
    };

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
