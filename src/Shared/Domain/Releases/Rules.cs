using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Slipway.Domain.Remediation;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Snapshots;

namespace Slipway.Domain.Releases;

/// <summary>Every rule that a release or an incident meets, by name: asks it, stamps its answer, and asks it again from the record.</summary>
public static class Rules
{
    public static Verdict Judge(QueueInputs inputs, DateTimeOffset at) => Judge("queue", inputs, QueueRule.Decide, DomainJson.Default.QueueInputs, at);

    public static Verdict Judge(ApprovalInputs inputs, DateTimeOffset at) => Judge("approval", inputs, ApprovalGate.Decide, DomainJson.Default.ApprovalInputs, at);

    public static Verdict Judge(UpstreamInputs inputs, DateTimeOffset at) => Judge("upstream", inputs, UpstreamGate.Decide, DomainJson.Default.UpstreamInputs, at);

    public static Verdict Judge(ScanInputs inputs, DateTimeOffset at) => Judge("scan", inputs, ScanGate.Decide, DomainJson.Default.ScanInputs, at);

    public static Verdict Judge(LeaseInputs inputs, DateTimeOffset at) => Judge("lease", inputs, LeaseRule.Decide, DomainJson.Default.LeaseInputs, at);

    public static Verdict Judge(SnapshotInputs inputs, DateTimeOffset at) => Judge("snapshot", inputs, SnapshotRule.Decide, DomainJson.Default.SnapshotInputs, at);

    public static Verdict Judge(MigrationInputs inputs, DateTimeOffset at) => Judge("migration", inputs, MigrationRule.Decide, DomainJson.Default.MigrationInputs, at);

    public static Verdict Judge(RolloutInputs inputs, DateTimeOffset at) => Judge("rollout", inputs, RolloutRule.Decide, DomainJson.Default.RolloutInputs, at);

    public static Verdict Judge(VerificationInputs inputs, DateTimeOffset at) => Judge("verification", inputs, VerificationRule.Decide, DomainJson.Default.VerificationInputs, at);

    public static Verdict Judge(RemediationInputs inputs, DateTimeOffset at) => Judge("remediation", inputs, RemediationRule.Decide, DomainJson.Default.RemediationInputs, at);

    public static Verdict Judge(UndoInputs inputs, DateTimeOffset at) => Judge("undo", inputs, UndoRule.Decide, DomainJson.Default.UndoInputs, at);

    public static Verdict Judge(TurnInputs inputs, DateTimeOffset at) => Judge("turn", inputs, TurnRule.Decide, DomainJson.Default.TurnInputs, at);

    public static Verdict Judge(QuietInputs inputs, DateTimeOffset at) => Judge("quiet", inputs, QuietRule.Decide, DomainJson.Default.QuietInputs, at);

    /// <summary>The answer that today's rule gives to a recorded verdict's inputs; null for a rule that no longer exists.</summary>
    public static Answer? Replay(Verdict verdict) => verdict.Rule switch
    {
        "queue" => QueueRule.Decide(Inputs(verdict, DomainJson.Default.QueueInputs)),
        "approval" => ApprovalGate.Decide(Inputs(verdict, DomainJson.Default.ApprovalInputs)),
        "upstream" => UpstreamGate.Decide(Inputs(verdict, DomainJson.Default.UpstreamInputs)),
        "scan" => ScanGate.Decide(Inputs(verdict, DomainJson.Default.ScanInputs)),
        "lease" => LeaseRule.Decide(Inputs(verdict, DomainJson.Default.LeaseInputs)),
        "snapshot" => SnapshotRule.Decide(Inputs(verdict, DomainJson.Default.SnapshotInputs)),
        "migration" => MigrationRule.Decide(Inputs(verdict, DomainJson.Default.MigrationInputs)),
        "rollout" => RolloutRule.Decide(Inputs(verdict, DomainJson.Default.RolloutInputs)),
        "verification" => VerificationRule.Decide(Inputs(verdict, DomainJson.Default.VerificationInputs)),
        "remediation" => RemediationRule.Decide(Inputs(verdict, DomainJson.Default.RemediationInputs)),
        "undo" => UndoRule.Decide(Inputs(verdict, DomainJson.Default.UndoInputs)),
        "turn" => TurnRule.Decide(Inputs(verdict, DomainJson.Default.TurnInputs)),
        "quiet" => QuietRule.Decide(Inputs(verdict, DomainJson.Default.QuietInputs)),
        _ => null,
    };

    private static Verdict Judge<T>(string rule, T inputs, Func<T, Answer> decide, JsonTypeInfo<T> type, DateTimeOffset at)
    {
        var answer = decide(inputs);
        return new(answer.Kind, rule, answer.Reason, JsonSerializer.SerializeToElement(inputs, type), at);
    }

    private static T Inputs<T>(Verdict verdict, JsonTypeInfo<T> type) =>
        verdict.Inputs.Deserialize(type) ?? throw new RejectedException($"The record of the rule '{verdict.Rule}' has no inputs.");
}
