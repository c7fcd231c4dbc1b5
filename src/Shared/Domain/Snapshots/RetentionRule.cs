using Slipway.Domain.Systems;

namespace Slipway.Domain.Snapshots;

/// <summary>The snapshots of a database, and what decides on those that Slipway made for one environment of one system.</summary>
/// <param name="Needed">The releases whose snapshots something still needs, each with what that is.</param>
/// <param name="Keep">How many of the others are kept, the newest.</param>
public sealed record RetentionInputs(
    SystemName System, EnvironmentName Environment, IReadOnlyList<KeptSnapshot> Snapshots, IReadOnlyDictionary<string, string> Needed, int Keep);

/// <summary>Whether a snapshot is kept, and why.</summary>
public sealed record Retention(string Id, bool IsKept, string Reason);

/// <summary>
/// Which snapshots may go.
/// <list type="table">
/// <item><term>somebody else made it, or for another system or environment</term><description>not decided on here</description></item>
/// <item><term>its release serves, waits, runs or is frozen</term><description>keep</description></item>
/// <item><term>it is being made</term><description>keep</description></item>
/// <item><term>it failed</term><description>delete</description></item>
/// <item><term>it is one of the newest others</term><description>keep</description></item>
/// <item><term>otherwise</term><description>delete</description></item>
/// </list>
/// </summary>
public static class RetentionRule
{
    public static IReadOnlyList<Retention> Decide(RetentionInputs inputs)
    {
        var ours = inputs.Snapshots.Where(snapshot => IsOf(snapshot, inputs)).ToList();
        var newest = ours
            .Where(snapshot => snapshot.Status == SnapshotStatus.Available && !inputs.Needed.ContainsKey(ReleaseOf(snapshot)))
            .OrderByDescending(snapshot => snapshot.CreatedAt ?? DateTimeOffset.MaxValue)
            .ThenByDescending(snapshot => snapshot.Id, StringComparer.Ordinal)
            .Take(inputs.Keep)
            .ToHashSet();
        return [.. ours.Select(snapshot => Decide(snapshot, newest, inputs))];
    }

    private static Retention Decide(KeptSnapshot snapshot, HashSet<KeptSnapshot> newest, RetentionInputs inputs) =>
        inputs.Needed.TryGetValue(ReleaseOf(snapshot), out var why) ? new(snapshot.Id, IsKept: true, why)
        : snapshot.Status is SnapshotStatus.Creating or SnapshotStatus.Waiting ? new(snapshot.Id, IsKept: true, "it is being made")
        : snapshot.Status != SnapshotStatus.Available ? new(snapshot.Id, IsKept: false, "it failed")
        : newest.Contains(snapshot) ? new(snapshot.Id, IsKept: true, $"it is one of the newest {inputs.Keep}")
        : new(snapshot.Id, IsKept: false, $"{inputs.Keep} newer ones are kept, and nothing needs it");

    private static bool IsOf(KeptSnapshot snapshot, RetentionInputs inputs) =>
        snapshot.IsOurs
        && snapshot.Tags.GetValueOrDefault(KeptSnapshot.SystemTag) == inputs.System.Value
        && snapshot.Tags.GetValueOrDefault(KeptSnapshot.EnvironmentTag) == inputs.Environment.Value;

    private static string ReleaseOf(KeptSnapshot snapshot) => snapshot.Tags[KeptSnapshot.ReleaseTag];
}
