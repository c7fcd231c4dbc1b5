using System.Text.Json;
using Slipway.Domain;
using Slipway.Domain.Notifications;
using Slipway.Domain.Remediation;
using Slipway.Local;
using Slipway.Local.Records;

namespace Slipway.Tests.Ports.Records;

/// <summary>What holds for the notices that wait to be told, wherever they are kept.</summary>
public abstract class OutboxContract
{
    private static readonly Channel Oncall = new("oncall", ChannelKind.PagerDuty, "shop/pagerduty");
    private static readonly Channel Slack = new("slack", ChannelKind.Slack, "shop/slack") { Conversation = "C0123456789", Fallback = Oncall };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected VirtualClock Clock { get; } = new(RecordSamples.Start);

    [Fact]
    public async Task Of_two_notices_of_an_id_the_first_stays_and_is_what_both_are_told()
    {
        var outbox = await OpenAsync();
        var first = await outbox.AddAsync(Entry("n-1", "first"), Token);
        var second = await outbox.AddAsync(Entry("n-1", "second"), Token);

        Assert.Equal(("first", "first"), (first.Notice.Text, second.Notice.Text));
        Assert.Equal(Json(first), Json((await outbox.FindAsync("n-1", Token))!));
        Assert.Null(await outbox.FindAsync("n-2", Token));
    }

    [Fact]
    public async Task What_became_of_it_is_written_only_over_the_version_that_was_read()
    {
        var outbox = await OpenAsync();
        var entry = await outbox.AddAsync(Entry("n-1", "text"), Token);
        var claimed = await outbox.SaveAsync(entry.Claimed(RecordSamples.Start), Token);

        await Assert.ThrowsAsync<ConflictException>(() => outbox.SaveAsync(entry.Claimed(RecordSamples.Start), Token));
        var told = await outbox.SaveAsync(claimed.Told(claimed.Deliveries[0], RecordSamples.Start), Token);
        Assert.Equal(Json(told), Json((await outbox.FindAsync("n-1", Token))!));
    }

    [Fact]
    public async Task A_notice_is_listed_until_everybody_was_told()
    {
        var outbox = await OpenAsync();
        var entry = await outbox.AddAsync(Entry("n-1", "text"), Token);
        await outbox.AddAsync(Entry("n-2", "text"), Token);
        await outbox.AddAsync(OutboxEntry.Of(new("for nobody", AlarmSeverity.Info, "title", "text", []), RecordSamples.Start), Token);
        Assert.Equal(["n-1", "n-2"], await ListAsync(outbox));

        entry = await outbox.SaveAsync(entry.Told(entry.Deliveries[0], RecordSamples.Start), Token);
        Assert.Equal(["n-1", "n-2"], await ListAsync(outbox));

        await outbox.SaveAsync(entry.Told(entry.Deliveries[1], RecordSamples.Start), Token);
        Assert.Equal(["n-2"], await ListAsync(outbox));
    }

    [Fact]
    public async Task Of_sixteen_processes_at_once_one_delivers()
    {
        var outbox = await OpenAsync();
        var entry = await outbox.AddAsync(Entry("n-1", "text"), Token);
        Assert.Equal(1, await Race.WinnersAsync(16, () => outbox.SaveAsync(entry.Claimed(RecordSamples.Start), Token)));
    }

    [Fact]
    public async Task A_notice_that_sixteen_hand_over_at_once_is_one()
    {
        var outbox = await OpenAsync();
        var kept = await Race.RunAsync(16, () => outbox.AddAsync(Entry("n-1", Guid.NewGuid().ToString()), Token));
        Assert.Single(kept.Select(entry => entry.Notice.Text).Distinct());
    }

    protected abstract Task<IOutbox> OpenAsync();

    private static async Task<IEnumerable<string>> ListAsync(IOutbox outbox) => (await outbox.ListUndeliveredAsync(Token)).Select(entry => entry.Notice.Id).Order();

    private static OutboxEntry Entry(string id, string text) => OutboxEntry.Of(new(id, AlarmSeverity.Critical, "title", text, [Slack, Oncall]) { Thread = "shop-1", Decides = new("shop-1"), Offers = [Domain.Interventions.InterventionKind.RollBack] }, RecordSamples.Start);

    private static string Json(OutboxEntry entry) => JsonSerializer.Serialize(entry, DomainJson.Default.OutboxEntry);
}

public sealed class SimulatedOutboxTests : OutboxContract
{
    protected override Task<IOutbox> OpenAsync() => Task.FromResult<IOutbox>(new Outbox(Journal.InMemory(Clock)));
}
