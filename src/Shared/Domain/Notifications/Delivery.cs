using System.Text.Json.Serialization;

namespace Slipway.Domain.Notifications;

[JsonConverter(typeof(CamelCase<DeliveryState>))]
public enum DeliveryState
{
    Waiting,
    Delivered,

    /// <summary>Another channel tells it instead.</summary>
    TakenOver,
}

/// <summary>What became of a notice at one channel.</summary>
/// <param name="DueAt">When it is to be tried; of one that has ended, when that was.</param>
public sealed record Delivery(Channel Channel, DeliveryState State, DateTimeOffset DueAt)
{
    /// <summary>How many attempts failed.</summary>
    public int Failures { get; init; }

    /// <summary>Why the last attempt failed, in one sentence without secrets.</summary>
    public string? Problem { get; init; }

    /// <summary>The channel that tells it instead.</summary>
    public string? TakenOverBy { get; init; }

    /// <summary>The channels that it stands in for, each with its reason: told with the notice.</summary>
    public IReadOnlyList<string> StandsInFor { get; init; } = [];
}
