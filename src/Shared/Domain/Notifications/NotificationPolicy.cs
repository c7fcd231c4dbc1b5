using Slipway.Domain.Remediation;

namespace Slipway.Domain.Notifications;

/// <summary>Which channels hear of what.</summary>
public sealed record NotificationPolicy(IReadOnlyList<Channel> Channels, IReadOnlyDictionary<AlarmSeverity, IReadOnlyList<string>> Routes)
{
    public static NotificationPolicy Silent { get; } = new([], new Dictionary<AlarmSeverity, IReadOnlyList<string>>());

    public IReadOnlyList<string> ChannelsFor(AlarmSeverity severity) => Routes.TryGetValue(severity, out var channels) ? channels : [];

    /// <summary>A notice to those whom the routes name for its severity.</summary>
    public Notice Notice(string id, AlarmSeverity severity, string title, string text) => new(id, severity, title, text, To(name => ChannelsFor(severity).Contains(name)));

    /// <summary>A notice that something ended well: whom any route pages hears it too, since an earlier notice may have paged him.</summary>
    public Notice Resolving(string id, AlarmSeverity severity, string title, string text)
    {
        var paged = Channels.Where(channel => channel.Kind == ChannelKind.PagerDuty && Routes.Values.Any(names => names.Contains(channel.Name))).Select(channel => channel.Name).ToHashSet();
        return new(id, severity, title, text, To(name => paged.Contains(name) || ChannelsFor(severity).Contains(name))) { Resolves = true };
    }

    private IReadOnlyList<Channel> To(Func<string, bool> isMeant) => [.. Channels.Where(channel => isMeant(channel.Name))];
}
