using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Slipway.Domain.Gates;
using Slipway.Domain.Remediation;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Rollouts.Capacity;
using Slipway.Domain.Rollouts.Pauses;
using Slipway.Domain.Snapshots;

namespace Slipway.Domain.Releases;

/// <summary>Every rule that a release or an incident meets, by name: asks it, stamps its answer, and asks it again from the record.</summary>
public static class Rules
{
    private static readonly IReadOnlyList<Rule> All =
    [
        new Rule<QueueInputs>("queue", QueueRule.Decide, DomainJson.Default.QueueInputs),
        new Rule<FreezeInputs>("freeze", FreezeGate.Decide, DomainJson.Default.FreezeInputs),
        new Rule<HoldInputs>("hold", HoldGate.Decide, DomainJson.Default.HoldInputs),
        new Rule<QuarantineInputs>("quarantine", QuarantineGate.Decide, DomainJson.Default.QuarantineInputs),
        new Rule<UpstreamInputs>(UpstreamGate.Rule, UpstreamGate.Decide, DomainJson.Default.UpstreamInputs),
        new Rule<ScanInputs>("scan", ScanGate.Decide, DomainJson.Default.ScanInputs),
        new Rule<SignatureInputs>("signature", SignatureGate.Decide, DomainJson.Default.SignatureInputs),
        new Rule<ApprovalInputs>(ApprovalGate.Rule, ApprovalGate.Decide, DomainJson.Default.ApprovalInputs),
        new Rule<WindowInputs>("window", WindowGate.Decide, DomainJson.Default.WindowInputs),
        new Rule<PreflightInputs>("preflight", PreflightGate.Decide, DomainJson.Default.PreflightInputs),
        new Rule<CapacityInputs>(CapacityGate.Rule, CapacityGate.Decide, DomainJson.Default.CapacityInputs),
        new Rule<LeaseInputs>("lease", LeaseRule.Decide, DomainJson.Default.LeaseInputs),
        new Rule<SnapshotInputs>("snapshot", SnapshotRule.Decide, DomainJson.Default.SnapshotInputs),
        new Rule<MigrationInputs>("migration", MigrationRule.Decide, DomainJson.Default.MigrationInputs),
        new Rule<ReturnInputs>("return", ReturnRule.Decide, DomainJson.Default.ReturnInputs),
        new Rule<WayBackInputs>("wayBack", WayBackRule.Decide, DomainJson.Default.WayBackInputs),
        new Rule<RolloutInputs>("rollout", RolloutRule.Decide, DomainJson.Default.RolloutInputs),
        new Rule<PauseInputs>("pause", PauseRule.Decide, DomainJson.Default.PauseInputs),
        new Rule<CanaryInputs>("canary", inputs => CanaryRule.Decide(inputs).Answer, DomainJson.Default.CanaryInputs),
        new Rule<VerificationInputs>("verification", VerificationRule.Decide, DomainJson.Default.VerificationInputs),
        new Rule<RetryInputs>("retry", RetryRule.Decide, DomainJson.Default.RetryInputs),
        new Rule<WordInputs>("word", WordRule.Decide, DomainJson.Default.WordInputs),
        new Rule<RemediationInputs>("remediation", RemediationRule.Decide, DomainJson.Default.RemediationInputs),
        new Rule<UndoInputs>("undo", UndoRule.Decide, DomainJson.Default.UndoInputs),
        new Rule<TurnInputs>("turn", TurnRule.Decide, DomainJson.Default.TurnInputs),
        new Rule<QuietInputs>("quiet", QuietRule.Decide, DomainJson.Default.QuietInputs),
    ];

    /// <summary>In seconds: whatever a rule says, its inputs are looked at once an hour.</summary>
    public const int LongestWait = 3600;

    /// <summary>Asks the rule that decides on such inputs.</summary>
    public static Verdict Judge<T>(T inputs, DateTimeOffset at) => All.OfType<Rule<T>>().Single().Judge(inputs, at);

    /// <summary>The answer that today's rule gives to a recorded verdict's inputs; null for a rule that no longer exists.</summary>
    public static Answer? Replay(Verdict verdict) => All.FirstOrDefault(rule => rule.Name == verdict.Rule)?.Replay(verdict);

    private abstract class Rule(string name)
    {
        public string Name => name;

        public abstract Answer Replay(Verdict verdict);
    }

    private sealed class Rule<T>(string name, Func<T, Answer> decide, JsonTypeInfo<T> type) : Rule(name)
    {
        public Verdict Judge(T inputs, DateTimeOffset at)
        {
            var answer = decide(inputs);
            return new(answer.Kind, Name, answer.Reason, JsonSerializer.SerializeToElement(inputs, type), at)
            {
                AskAgainSeconds = answer.AskAgainIn is { } time ? (int)Math.Clamp(Math.Ceiling(time.TotalSeconds), 1, LongestWait) : null,
                Unasked = answer.IsUnasked ? true : null,
                Blameless = answer.IsBlameless ? true : null,
            };
        }

        public override Answer Replay(Verdict verdict) =>
            decide(verdict.Inputs.Deserialize(type) ?? throw new RejectedException($"The record of the rule '{Name}' has no inputs."));
    }
}
