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
        Must("to", Scalars.Text("my-alerts"), "An e-mail address, an SNS topic, or the name of the secret that holds the address of a webhook, the integration key of pagerduty, or for slack with a channel the token of a bot."),
        May("channel", Scalars.Pattern("the id of a conversation in Slack", "C0123456789", "^[CDG][A-Z0-9]{7,20}$"), "Where in Slack the bot writes: one thread for each release, whose first message shows how it stands. Without it, to names an incoming webhook, whose notices stand alone."),
        May("signingSecret", Scalars.Text("shop/webhook-key"), "The secret with the key that notices to a webhook are signed with, in the header Slipway-Signature."),
        May("fallback", Scalars.NameIn("notifications.channels", "oncall"), "The channel that takes over when this one takes nothing; without it, the installation's own topic."),
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

    /// <summary>What the shapes cannot say: which keys go with which kind, and that every fallback comes to an end.</summary>
    public static void Check(ManifestNode notifications, Problems problems)
    {
        var channels = notifications["channels"];
        foreach (var channel in channels.Entries.Select(entry => entry.Value))
        {
            foreach (var (key, kind) in new[] { ("channel", "slack"), ("signingSecret", "webhook") })
            {
                if (channel.Find(key) is { } there && channel["kind"].Text != kind)
                {
                    problems.Add(there, $"goes with kind: {kind} only; remove it");
                }
            }
        }

        foreach (var cycle in new Sequence(channels.Entries.Select(entry => KeyValuePair.Create<string, IReadOnlyList<string>>(entry.Key, entry.Value["fallback"].OneOrMore))).Cycles)
        {
            problems.Add(channels[cycle[^2]]["fallback"], $"{string.Join(" → ", cycle)} is a circle in which nothing would arrive; remove one of these fallbacks");
        }
    }

    public static NotificationPolicy Read(ManifestNode notifications)
    {
        if (notifications is AbsentNode)
        {
            return NotificationPolicy.Silent;
        }

        var channels = notifications["channels"].Entries.Select(entry => ReadChannel(notifications["channels"], entry.Key));
        var routes = AlarmSection.Severities.All.ToDictionary(pair => pair.Value, pair => notifications["routes"][pair.Word].Texts);
        return new([.. channels], routes);
    }

    private static Channel ReadChannel(ManifestNode channels, string name)
    {
        var channel = channels[name];
        return new(name, Kinds.Find(channel["kind"].Text) ?? default, channel["to"].Text ?? "")
        {
            Conversation = channel["channel"].Text,
            SigningSecret = channel["signingSecret"].Text,
            Fallback = channel["fallback"].Text is { } fallback ? ReadChannel(channels, fallback) : null,
        };
    }
}
