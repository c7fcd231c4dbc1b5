using System.Text.Json.Serialization;
using Slipway.Domain.Costs;
using Slipway.Domain.Gates;
using Slipway.Domain.Images;
using Slipway.Domain.Interventions;
using Slipway.Domain.Notifications;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Restraints;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Canary;
using Slipway.Domain.Rollouts.Capacity;
using Slipway.Domain.Rollouts.Pauses;
using Slipway.Domain.Rollouts.Templates;
using Slipway.Domain.Scaling;
using Slipway.Domain.Snapshots;

namespace Slipway.Domain;

/// <summary>The one JSON form of the domain: in state machines, in the table, in the journal and on the command line.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DictionaryKeyPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Release))]
[JsonSerializable(typeof(PushRecord))]
[JsonSerializable(typeof(SweepMark))]
[JsonSerializable(typeof(LastKnownGood))]
[JsonSerializable(typeof(WorkloadTemplate))]
[JsonSerializable(typeof(Notice))]
[JsonSerializable(typeof(OutboxEntry))]
[JsonSerializable(typeof(Breaker))]
[JsonSerializable(typeof(NoticeThread))]
[JsonSerializable(typeof(ReleaseEvent))]
[JsonSerializable(typeof(ScalingState))]
[JsonSerializable(typeof(ScalingObservation))]
[JsonSerializable(typeof(Incident))]
[JsonSerializable(typeof(CostReport))]
[JsonSerializable(typeof(QueueInputs))]
[JsonSerializable(typeof(Restraint))]
[JsonSerializable(typeof(IReadOnlyList<Restraint>))]
[JsonSerializable(typeof(Intervention))]
[JsonSerializable(typeof(FreezeInputs))]
[JsonSerializable(typeof(HoldInputs))]
[JsonSerializable(typeof(QuarantineInputs))]
[JsonSerializable(typeof(WindowInputs))]
[JsonSerializable(typeof(ApprovalInputs))]
[JsonSerializable(typeof(UpstreamInputs))]
[JsonSerializable(typeof(ScanInputs))]
[JsonSerializable(typeof(SignatureInputs))]
[JsonSerializable(typeof(PreflightInputs))]
[JsonSerializable(typeof(CapacityInputs))]
[JsonSerializable(typeof(LeaseInputs))]
[JsonSerializable(typeof(SnapshotInputs))]
[JsonSerializable(typeof(MigrationInputs))]
[JsonSerializable(typeof(ReturnInputs))]
[JsonSerializable(typeof(PauseInputs))]
[JsonSerializable(typeof(WayBackInputs))]
[JsonSerializable(typeof(RolloutInputs))]
[JsonSerializable(typeof(CanaryInputs))]
[JsonSerializable(typeof(VerificationInputs))]
[JsonSerializable(typeof(RetryInputs))]
[JsonSerializable(typeof(WordInputs))]
[JsonSerializable(typeof(RemediationInputs))]
[JsonSerializable(typeof(UndoInputs))]
[JsonSerializable(typeof(TurnInputs))]
[JsonSerializable(typeof(QuietInputs))]
public sealed partial class DomainJson : JsonSerializerContext;
