using System.Text.Json.Serialization;
using Slipway.Domain.Remediation;

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

/// <summary>Where notices can go: an address, topic or hook by the channel's kind.</summary>
public sealed record Channel(string Name, ChannelKind Kind, string Target);

/// <summary>Which channels hear of what.</summary>
public sealed record NotificationPolicy(IReadOnlyList<Channel> Channels, IReadOnlyDictionary<AlarmSeverity, IReadOnlyList<string>> Routes)
{
    public static NotificationPolicy Silent { get; } = new([], new Dictionary<AlarmSeverity, IReadOnlyList<string>>());

    public IReadOnlyList<string> ChannelsFor(AlarmSeverity severity) => Routes.TryGetValue(severity, out var channels) ? channels : [];

    /// <summary>A notice to those whom the routes name for its severity.</summary>
    public Notice Notice(string id, AlarmSeverity severity, string title, string text)
    {
        var names = ChannelsFor(severity);
        return new(id, severity, title, text, [.. Channels.Where(channel => names.Contains(channel.Name))]);
    }
}
