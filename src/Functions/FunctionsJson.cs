using System.Text.Json.Serialization;
using Amazon.Lambda.SQSEvents;
using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Functions.Approvals;
using Slipway.Functions.Costs;
using Slipway.Functions.Images;
using Slipway.Functions.Releases;
using Slipway.Functions.Remediation;
using Slipway.Functions.Scaling;
using Slipway.Functions.Snapshots;

namespace Slipway.Functions;

/// <summary>The events that functions take and the answers that they give.</summary>
[JsonSerializable(typeof(SQSEvent))]
[JsonSerializable(typeof(SQSBatchResponse))]
[JsonSerializable(typeof(Intervention))]
[JsonSerializable(typeof(Release))]
[JsonSerializable(typeof(UrlRequest))]
[JsonSerializable(typeof(UrlResponse))]
[JsonSerializable(typeof(GateWait))]
[JsonSerializable(typeof(SweepRound))]
[JsonSerializable(typeof(Incident))]
[JsonSerializable(typeof(UndoneRelease))]
[JsonSerializable(typeof(ScalingMinute))]
[JsonSerializable(typeof(ScalingChange))]
[JsonSerializable(typeof(CostRequest))]
[JsonSerializable(typeof(CostRound))]
[JsonSerializable(typeof(CostSummary))]
[JsonSerializable(typeof(TidyRound))]
[JsonSerializable(typeof(TidyTarget))]
[JsonSerializable(typeof(TidySummary))]
public sealed partial class FunctionsJson : JsonSerializerContext;
