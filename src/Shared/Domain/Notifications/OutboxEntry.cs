using System.Text.Json.Serialization;

namespace Slipway.Domain.Notifications;

/// <summary>
/// A notice with what became of it at each of its channels: written before anybody is told, and again after each who was, so that no
/// process that dies loses one, and none tells again what another told.
/// </summary>
public sealed record OutboxEntry(Notice Notice, DateTimeOffset At, IReadOnlyList<Delivery> Deliveries)
{
    /// <summary>Longer than a process that delivers it lives.</summary>
    public static readonly TimeSpan ClaimFor = TimeSpan.FromSeconds(90);

    /// <summary>After what time without anybody who delivers it the message about it was lost.</summary>
    public static readonly TimeSpan StalledAfter = TimeSpan.FromMinutes(10);

    /// <summary>Until when one process alone delivers it; null while none does.</summary>
    public DateTimeOffset? ClaimedUntil { get; init; }

    /// <summary>The number of its last write; zero when it was never written.</summary>
    public long Version { get; init; }

    [JsonIgnore]
    public bool IsDone => Deliveries.All(delivery => delivery.State != DeliveryState.Waiting);

    /// <summary>When somebody is to be told next; null when everybody was.</summary>
    [JsonIgnore]
    public DateTimeOffset? DueAt => Deliveries.Where(delivery => delivery.State == DeliveryState.Waiting).Min(delivery => (DateTimeOffset?)delivery.DueAt);

    public static OutboxEntry Of(Notice notice, DateTimeOffset now)
    {
        var redacted = notice with { Title = Redaction.Of(notice.Title), Text = Redaction.Of(notice.Text) };
        return new(redacted, now, [.. notice.Channels.DistinctBy(channel => channel.Name).Select(channel => new Delivery(channel, DeliveryState.Waiting, now))]);
    }

    /// <summary>Whether it should have been delivered long ago: the sweep asks for it again.</summary>
    public bool IsStalled(DateTimeOffset now) => DueAt + StalledAfter < now && !(ClaimedUntil > now);

    public OutboxEntry Claimed(DateTimeOffset now) => this with { ClaimedUntil = now + ClaimFor };

    /// <summary>Whoever has to be told now; null when nobody.</summary>
    public Delivery? Next(DateTimeOffset now) => Deliveries.FirstOrDefault(delivery => delivery.State == DeliveryState.Waiting && delivery.DueAt <= now);

    public OutboxEntry Told(Delivery delivery, DateTimeOffset now) => With(delivery, delivery with { State = DeliveryState.Delivered, DueAt = now });

    /// <summary>Puts it off without counting that as a failure.</summary>
    public OutboxEntry Postponed(Delivery delivery, DateTimeOffset until) => With(delivery, delivery with { DueAt = until });

    /// <param name="lastResort">The installation's own topic.</param>
    /// <param name="asked">How long the channel asked to be left alone.</param>
    public OutboxEntry Failed(Delivery delivery, Attempt attempt, string problem, TimeSpan asked, Channel lastResort, DateTimeOffset now)
    {
        var failed = delivery with { Failures = delivery.Failures + 1, Problem = Redaction.Of(problem) };
        var next = delivery.Channel.Name == lastResort.Name ? null : After(delivery.Channel, lastResort);
        return DeliveryRule.Decide(new(attempt, failed.Failures, Notice.Severity == Remediation.AlarmSeverity.Critical, next is not null) { Asked = asked }) is { } wait
            ? With(delivery, failed with { DueAt = now + wait })
            : With(delivery, failed with { State = DeliveryState.TakenOver, DueAt = now, TakenOverBy = next!.Name }).TakenOver(next, $"{delivery.Channel.Name}: {failed.Problem}", delivery.StandsInFor, now);
    }

    /// <summary>The notice as the channel shall tell it: whoever stands in for others says why, and what is personal says that alone.</summary>
    public Notice For(Delivery delivery)
    {
        if (delivery.StandsInFor.Count == 0)
        {
            return Notice;
        }

        var reasons = $"The notice {Notice.Id} did not reach {delivery.StandsInFor.Count} {(delivery.StandsInFor.Count == 1 ? "channel" : "channels")}: {string.Join(" ", delivery.StandsInFor)}";
        return Notice with { Text = Notice.IsPersonal ? reasons : $"{Notice.Text}\n\n{reasons}" };
    }

    /// <summary>Nobody is paged to hear that all is well.</summary>
    private Channel After(Channel channel, Channel lastResort) => channel.Fallback switch
    {
        null => lastResort,
        { Kind: ChannelKind.PagerDuty } pager when Notice.Resolves => After(pager, lastResort),
        var fallback => fallback,
    };

    /// <summary>A channel that tells the notice anyway tells it once.</summary>
    private OutboxEntry TakenOver(Channel by, string reason, IReadOnlyList<string> reasons, DateTimeOffset now) => Deliveries.FirstOrDefault(delivery => delivery.Channel.Name == by.Name) switch
    {
        null => this with { Deliveries = [.. Deliveries, new(by, DeliveryState.Waiting, now) { StandsInFor = [.. reasons, reason] }] },
        { State: DeliveryState.Waiting } there => With(there, there with { StandsInFor = [.. there.StandsInFor, .. reasons, reason] }),
        _ => this,
    };

    private OutboxEntry With(Delivery before, Delivery after)
    {
        var next = this with { Deliveries = [.. Deliveries.Select(delivery => delivery.Channel.Name == before.Channel.Name ? after : delivery)] };

        // A link by which one person decides is kept no longer than it takes to send it.
        return next.IsDone && Notice.IsPersonal ? next with { Notice = Notice with { Text = "" } } : next;
    }
}
