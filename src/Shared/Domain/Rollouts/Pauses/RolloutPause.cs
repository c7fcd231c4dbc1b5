using System.Text.Json.Serialization;

namespace Slipway.Domain.Rollouts.Pauses;

/// <summary>How far a rollout is that its cluster holds: what there is to be judged by then.</summary>
[JsonConverter(typeof(CamelCase<PausePlace>))]
public enum PausePlace
{
    /// <summary>No new replica was begun.</summary>
    BeforeReplicas,

    /// <summary>The new replicas are there, and nothing sends them a request.</summary>
    BeforeTests,

    /// <summary>They take test requests, where there are such; all others go to the old ones.</summary>
    BeforeRequests,

    /// <summary>They take a share of the requests, which is to grow.</summary>
    Shifting,

    /// <summary>They take all requests; the old ones are kept.</summary>
    AfterRequests,
}

/// <summary>A rollout that its cluster holds until somebody continues it: a deployment of ECS at a pause hook.</summary>
/// <param name="Hook">Names this one pause of this one rollout.</param>
/// <param name="Stage">Where it is held, in the cluster's own words.</param>
/// <param name="Until">When the cluster acts by itself; null where it does not say.</param>
/// <param name="GoesOn">Whether it continues the rollout then; it turns it back otherwise.</param>
public sealed record RolloutPause(string Hook, string Stage, PausePlace Place, DateTimeOffset? Until, bool GoesOn)
{
    /// <summary>Whether replicas show all that can be asked of them there.</summary>
    /// <param name="isReady">Whether all new ones are.</param>
    public bool IsMet(bool isReady) => isReady || Place == PausePlace.BeforeReplicas;

    /// <summary>What the cluster does by itself, as the end of a sentence; empty where it does not say.</summary>
    public string Otherwise() => Until is { } until ? $"; at {until:yyyy-MM-dd HH:mm} UTC its cluster {(GoesOn ? "continues it" : "turns it back")} by itself" : "";
}

/// <summary>A pause as a release has seen it.</summary>
/// <param name="SeenAt">When it was seen last.</param>
/// <param name="IsReady">Whether all new replicas were ready then.</param>
/// <param name="SoSince">Since when they were, or were not.</param>
public sealed record NotedPause(string Hook, DateTimeOffset SeenAt, bool IsReady, DateTimeOffset SoSince)
{
    /// <summary>When people were told of it; null until then.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>What is known once a pause is seen, after what was known before.</summary>
    public static NotedPause See(NotedPause? known, RolloutPause pause, bool isReady, DateTimeOffset at) =>
        known?.Hook != pause.Hook ? new(pause.Hook, at, isReady, at)
        : known with { SeenAt = at, IsReady = isReady, SoSince = known.IsReady == isReady ? known.SoSince : at };
}

/// <summary>The rollouts that a cluster holds.</summary>
public interface IPausedRollouts
{
    /// <summary>Lets a rollout go on from where it is held. It needs no fencing token: a pause belongs to one rollout, and whoever lost the lease meets another.</summary>
    /// <exception cref="UnavailableException">It is not held there any longer: look again.</exception>
    Task ContinueAsync(WorkloadAddress workload, RolloutPause pause, CancellationToken cancellationToken);
}
