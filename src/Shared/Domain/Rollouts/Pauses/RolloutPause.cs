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

    /// <summary>Requests go to them share by share.</summary>
    Shifting,

    /// <summary>They take all requests; the old ones are kept.</summary>
    AfterRequests,
}

/// <summary>A rollout that its cluster holds until somebody continues it: a deployment of ECS at a pause hook.</summary>
/// <param name="Hook">Names this one pause of this one rollout.</param>
/// <param name="Stage">Where it is held, in the cluster's own words.</param>
/// <param name="Until">When the cluster goes on, or back, by itself; null where it does not say.</param>
public sealed record RolloutPause(string Hook, string Stage, PausePlace Place, DateTimeOffset? Until);

/// <summary>A pause as a release has seen it.</summary>
/// <param name="Since">When it was seen first.</param>
/// <param name="SeenAt">When it was seen last.</param>
/// <param name="Before">How long the pauses before it took.</param>
public sealed record NotedPause(string Hook, DateTimeOffset Since, DateTimeOffset SeenAt, TimeSpan Before)
{
    /// <summary>How long all of them took so far.</summary>
    [JsonIgnore]
    public TimeSpan Together => Before + (SeenAt - Since);

    /// <summary>What is known once a pause is seen, after what was known before.</summary>
    public static NotedPause See(NotedPause? known, RolloutPause pause, DateTimeOffset at) =>
        known is null ? new(pause.Hook, at, at, TimeSpan.Zero)
        : known.Hook == pause.Hook ? known with { SeenAt = at }
        : new(pause.Hook, at, at, known.Together);
}

/// <summary>The rollouts that a cluster holds.</summary>
public interface IPausedRollouts
{
    /// <summary>Lets a rollout go on from where it is held.</summary>
    /// <exception cref="UnavailableException">It is not held there any longer: look again.</exception>
    Task ContinueAsync(WorkloadAddress workload, RolloutPause pause, CancellationToken cancellationToken);
}
