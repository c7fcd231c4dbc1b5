using System.Text.Json.Serialization;
using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Pauses;
using Slipway.Domain.Rollouts.Templates;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Releases;

/// <summary>What a release does to one service, and where. Kept before the first write, so that the way back is known whatever happens next, also to the manifest.</summary>
public sealed record ServiceChange(ServiceName Service, WorkloadAddress Workload)
{
    /// <summary>The repository whose image it gets; null where the release has one image.</summary>
    public string? Repository { get; init; }

    /// <summary>The image that ran before; null until the service is about to be changed.</summary>
    public Image? Previous { get; init; }

    /// <summary>How many replicas of it were asked for; null until then, and in records that are older than this.</summary>
    public int? PreviousReplicas { get; init; }

    /// <summary>The fingerprint of the template that it had; null until then, and in records that are older than this.</summary>
    public string? Template { get; init; }

    /// <summary>That which it had once the new image was asked for: what writes into it on the way, as admission webhooks do, is no other hand. Null until then, and like that.</summary>
    public string? Applied { get; init; }

    /// <summary>What another hand changed on it since; null when nobody was seen to.</summary>
    public Drift? Drift { get; init; }

    /// <summary>The last pause at which its cluster held it; null when it was not seen to.</summary>
    public NotedPause? Pause { get; init; }

    /// <summary>The last known good before this release; null when none was ever verified.</summary>
    public LastKnownGood? Good { get; init; }

    /// <summary>What a person sends it back to, past the last known good before it; null when nobody did.</summary>
    public LastKnownGood? ReturnsTo { get; init; }

    /// <summary>When the new image was asked for; null until then.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>How many replicas of the new image were asked for beside it, as its canary; null for none.</summary>
    public int? CanaryReplicas { get; init; }

    /// <summary>Since when it is on its way to the new image: since it was asked for the last time, or held the last time.</summary>
    [JsonIgnore]
    public DateTimeOffset? AskedAt => ChangedAt is { } changed ? Latest(Drift?.At > changed ? Drift.At : changed) : null;

    /// <summary>The later of a moment and the last at which its cluster held it: while it does, no time limit runs.</summary>
    public DateTimeOffset Latest(DateTimeOffset moment) => Pause?.SeenAt > moment ? Pause.SeenAt : moment;

    /// <summary>The image that a rollback returns to: what a person chose, the last verified one, or what ran before when none was.</summary>
    [JsonIgnore]
    public Image? WayBack => (ReturnsTo ?? Good)?.Image ?? Previous;

    /// <summary>The template with which that image was verified, or ran before; null when it was not kept.</summary>
    [JsonIgnore]
    public string? KnownTemplate => (ReturnsTo ?? Good) is { } good ? good.Template : Template;

    /// <summary>The replicas to which a rollback returns, when there are fewer; null when none are known, or when it cannot be scaled.</summary>
    [JsonIgnore]
    public int? ReplicasBack => Workload.Kind == WorkloadKind.DaemonSet ? null : PreviousReplicas ?? (ReturnsTo ?? Good)?.Replicas;
}
