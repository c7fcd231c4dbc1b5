using System.Text.Json.Serialization;

namespace Slipway.Domain.Notifications;

[JsonConverter(typeof(CamelCase<ChannelKind>))]
public enum ChannelKind
{
    Email,
    Sns,
    Slack,
    PagerDuty,
    Webhook,
}

/// <summary>Where notices can go: an address, topic or secret by the channel's kind.</summary>
public sealed record Channel(string Name, ChannelKind Kind, string Target)
{
    /// <summary>Of Slack with a bot's token the conversation by its id, such as C0123456789; null for an incoming webhook, whose address says it.</summary>
    public string? Conversation { get; init; }

    /// <summary>The secret with the key that a webhook's messages are signed with; null where they are not.</summary>
    public string? SigningSecret { get; init; }

    /// <summary>What takes over when this one takes nothing; null for the installation's own topic.</summary>
    public Channel? Fallback { get; init; }

    /// <summary>The service behind it: channels of one service are out together, whatever systems call them.</summary>
    [JsonIgnore]
    public string Service => $"{Kind}/{Target}".ToLowerInvariant();

    /// <summary>Whether its messages stand in threads, of which the first one must be known.</summary>
    [JsonIgnore]
    public bool HasThreads => Kind == ChannelKind.Slack && Conversation is not null;
}
