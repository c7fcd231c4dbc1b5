using Slipway.Domain.Notifications;
using Slipway.Domain.Remediation;

namespace Slipway.Tests.Shared.Domain.Notifications;

/// <summary>What becomes of a notice when channels fail.</summary>
public sealed class OutboxEntryTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly Channel Topic = new("NOTICES_TOPIC_ARN", ChannelKind.Sns, "arn");
    private static readonly Channel Mail = new("mail", ChannelKind.Email, "team@shop.example");
    private static readonly Channel Pager = new("pager", ChannelKind.PagerDuty, "shop/pagerduty");
    private static readonly Channel Slack = new("slack", ChannelKind.Slack, "shop/slack") { Fallback = Mail };

    [Fact]
    public void What_one_channel_rejects_the_next_tells_with_the_reason_and_after_that_the_topic_of_the_installation()
    {
        var entry = Rejected(Rejected(Of(Slack), "slack", "Its token is wrong."), "mail", "SES is closed.");

        Assert.Equal([("slack", DeliveryState.TakenOver, "mail"), ("mail", DeliveryState.TakenOver, Topic.Name), (Topic.Name, DeliveryState.Waiting, null)], entry.Deliveries.Select(delivery => (delivery.Channel.Name, delivery.State, delivery.TakenOverBy)));
        Assert.Equal("text\n\nThe notice n-1 did not reach 2 channels: slack: Its token is wrong. mail: SES is closed.", entry.For(entry.Deliveries[^1]).Text);
        Assert.False(entry.IsDone);
        Assert.True(entry.Told(entry.Deliveries[^1], Now).IsDone);
    }

    [Fact]
    public void Channels_that_end_in_one_place_are_told_there_once()
    {
        var entry = Rejected(Rejected(Of(Slack, Mail), "slack", "No."), "mail", "No, too.");
        Assert.Equal("mail: No, too. slack: No.", string.Join(" ", Assert.Single(entry.Deliveries, delivery => delivery.Channel == Topic).StandsInFor.Order()));

        var told = Of(Slack, Mail);
        told = Rejected(told.Told(told.Deliveries[1], Now), "slack", "No.");
        Assert.True(told.IsDone);
    }

    [Fact]
    public void The_last_channel_is_tried_for_ever()
    {
        var entry = Rejected(Of(Mail), "mail", "No.");
        for (var attempt = 0; attempt < 100; attempt++)
        {
            entry = Rejected(entry, Topic.Name, "No.");
        }

        Assert.Equal(Now + DeliveryRule.Longest, entry.DueAt);
    }

    [Fact]
    public void What_is_personal_goes_nowhere_else_and_is_forgotten_once_it_is_told()
    {
        var entry = OutboxEntry.Of(Notice(Mail) with { IsPersonal = true }, Now);
        Assert.Equal("", entry.Told(entry.Deliveries[0], Now).Notice.Text);

        var elsewhere = Rejected(entry, "mail", "No.");
        Assert.Equal("The notice n-1 did not reach 1 channel: mail: No.", elsewhere.For(elsewhere.Deliveries[^1]).Text);
        Assert.Equal("", elsewhere.Told(elsewhere.Deliveries[^1], Now).Notice.Text);
    }

    [Fact]
    public void Nobody_is_paged_to_hear_that_all_is_well()
    {
        var entry = OutboxEntry.Of(Notice(Mail with { Fallback = Pager }) with { Resolves = true }, Now);
        Assert.Equal(Topic.Name, Rejected(entry, "mail", "No.").Deliveries[0].TakenOverBy);
        Assert.Equal("pager", Rejected(Of(Mail with { Fallback = Pager }), "mail", "No.").Deliveries[0].TakenOverBy);
    }

    [Fact]
    public void Neither_what_is_told_nor_why_it_was_not_tells_a_secret()
    {
        var entry = Rejected(OutboxEntry.Of(Notice(Mail) with { Title = "password=hunter2", Text = "postgres://shop:hunter2@db/shop" }, Now), "mail", "token=hunter2 is wrong.");
        Assert.DoesNotContain("hunter2", System.Text.Json.JsonSerializer.Serialize(entry, Slipway.Domain.DomainJson.Default.OutboxEntry), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_asked_for_again_when_nobody_delivers_it_any_more()
    {
        var entry = Of(Mail);
        Assert.False(entry.IsStalled(Now + OutboxEntry.StalledAfter));
        Assert.True(entry.IsStalled(Now + OutboxEntry.StalledAfter + TimeSpan.FromSeconds(1)));
        Assert.False(entry.Claimed(Now + OutboxEntry.StalledAfter).IsStalled(Now + OutboxEntry.StalledAfter + TimeSpan.FromSeconds(1)));
        Assert.False(entry.Told(entry.Deliveries[0], Now).IsStalled(Now.AddDays(1)));
    }

    private static Notice Notice(params IReadOnlyList<Channel> channels) => new("n-1", AlarmSeverity.Info, "title", "text", channels);

    private static OutboxEntry Of(params IReadOnlyList<Channel> channels) => OutboxEntry.Of(Notice(channels), Now);

    private static OutboxEntry Rejected(OutboxEntry entry, string channel, string problem) =>
        entry.Failed(entry.Deliveries.Single(delivery => delivery.Channel.Name == channel), Attempt.Rejected, problem, TimeSpan.Zero, Topic, Now);
}
