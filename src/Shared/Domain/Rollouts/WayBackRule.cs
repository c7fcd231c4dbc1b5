using Slipway.Domain.Releases;

namespace Slipway.Domain.Rollouts;

/// <summary>A release that failed: which of its migrations were begun, what becomes of them, and what it changed.</summary>
public sealed record WayBackInputs(Reversibility Reversibility, IReadOnlyList<string> Migrated, IReadOnlyList<string> Changed, IReadOnlyList<string> Reverts)
{
    /// <summary>The services that another hand changed, where that stands; none otherwise, and in records that are older than this.</summary>
    public IReadOnlyList<string> Yielding { get => field ?? []; init; }

    /// <summary>A release before it with an irreversible migration since which nothing was good there; null when there is none.</summary>
    public ReleaseId? Barrier { get; init; }
}

/// <summary>
/// Whether the code of a release that failed may go back to what ran before.
/// <list type="table">
/// <item><term>another hand changed a service, and the manifest lets that stand</term><description>refuse: the code stays, the environment is frozen, a person must look</description></item>
/// <item><term>a service would go back past the irreversible migration of a release before it</term><description>refuse, in the same way</description></item>
/// <item><term>no migration was begun</term><description>pass: the schema is as it was</description></item>
/// <item><term>reversible, and a job takes it back</term><description>pass: that job runs once the previous code serves</description></item>
/// <item><term>expand-contract, or reversible without such a job</term><description>pass: the schema stays</description></item>
/// <item><term>irreversible, whatever came of the migration</term><description>refuse: the code stays, the environment is frozen, a person must look</description></item>
/// </list>
/// </summary>
public static class WayBackRule
{
    public static Answer Decide(WayBackInputs inputs) => inputs switch
    {
        { Yielding: [_, ..] yielding } => Answer.Refuse($"The manifest lets stand what another hand changed on {string.Join(", ", yielding)}: nothing is brought back. slipway retry or rollback says what becomes of it, slipway unfreeze lets the environment go on."),
        { Barrier: { } barrier, Changed.Count: > 0 } => Answer.Refuse($"The migration of {barrier} is irreversible, and what was last good, before it, does not know its schema: the code stays as it is until a person has looked."),
        { Migrated: [] } => Answer.Pass(inputs.Changed.Count == 0 ? "Nothing was changed." : $"No migration was begun: {Code(inputs)}."),
        { Reversibility: Reversibility.Irreversible } => Answer.Refuse(
            $"The migration ({string.Join(", ", inputs.Migrated)}) is irreversible, and the previous code does not know its schema: the code stays as it is until a person has looked."),
        { Reversibility: Reversibility.Reversible, Reverts.Count: > 0 } when inputs.Changed.Count > 0 =>
            Answer.Pass($"The migration is reversible: {Code(inputs)}, then {string.Join(", ", inputs.Reverts)} takes the schema back."),
        { Changed: [] } => Answer.Pass("No workload was changed: the schema stays as the migration left it."),
        _ => Answer.Pass($"The schema stays, which the previous code knows how to use: {Code(inputs)}."),
    };

    private static string Code(WayBackInputs inputs) => $"{string.Join(", ", inputs.Changed)} {(inputs.Changed.Count == 1 ? "goes" : "go")} back";
}
