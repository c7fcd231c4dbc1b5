using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Slipway.Domain;
using Slipway.Domain.Releases;

namespace Slipway.Cli.Runs;

/// <summary>What must change in a rule's wait until it is worth another line: a quarter of a snapshot, a replica, half of a bake time.</summary>
internal static class Milestones
{
    public static string Of(Verdict wait) => wait.Rule switch
    {
        "snapshot" => $"snapshot {Read(wait, DomainJson.Default.SnapshotInputs).Snapshots.Min(snapshot => snapshot.Percent) / 25}",
        "verification" => $"verification {Halves(Read(wait, DomainJson.Default.VerificationInputs))}",
        "rollout" or "lease" => $"{wait.Rule} {wait.Reason}",
        _ => wait.Rule,
    };

    private static int Halves(Domain.Rollouts.VerificationInputs inputs) => inputs.Bake > TimeSpan.Zero ? (int)(2 * inputs.Since / inputs.Bake) : 0;

    private static T Read<T>(Verdict verdict, JsonTypeInfo<T> type) => verdict.Inputs.Deserialize(type)!;
}
