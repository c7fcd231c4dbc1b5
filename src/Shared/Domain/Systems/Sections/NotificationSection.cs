using Slipway.Domain.Notifications;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about who hears of what.</summary>
internal static class NotificationSection
{
    private static readonly Words<ChannelKind> Kinds = new(
        ("email", ChannelKind.Email),
        ("sns", ChannelKind.Sns),
        ("slack", ChannelKind.Slack),
        ("pagerduty", ChannelKind.PagerDuty),
        ("webhook", ChannelKind.Webhook));

    private static MapShape Channel { get; } = new("{kind: sns, to: my-alerts}",
    [
        Must("kind", Kinds.Shape, "How notices travel."),
        Must("to", Scalars.Text("my-alerts"), "An e-mail address, an SNS topic, or for slack, pagerduty and webhook the name of the secret that holds the address."),
    ]);

    private static ListShape Route { get; } = new("[oncall]", Scalars.NameIn("notifications.channels", "oncall"), Distinct: true);

    private static MapShape Routes { get; } = new("{critical: [oncall]}",
    [
        .. AlarmSection.Severities.All.Select(pair => May(pair.Word, Route, $"The channels that hear of what is {pair.Word}.")),
    ]);

    public static MapShape Shape { get; } = new("{channels: {oncall: {kind: sns, to: my-alerts}}, routes: {critical: [oncall]}}",
    [
        Must("channels", new NamedShape($"{{oncall: {Channel.Example}}}", Channel), "Where notices can go."),
        Must("routes", Routes, "Which channels hear of what."),
    ]);

    public static NotificationPolicy Read(ManifestNode notifications)
    {
        if (notifications is AbsentNode)
        {
            return NotificationPolicy.Silent;
        }

        var channels = notifications["channels"].Entries.Select(entry => new Channel(entry.Key, Kinds.Find(entry.Value["kind"].Text) ?? default, entry.Value["to"].Text ?? ""));
        var routes = AlarmSection.Severities.All.ToDictionary(pair => pair.Value, pair => notifications["routes"][pair.Word].Texts);
        return new([.. channels], routes);
    }
}
