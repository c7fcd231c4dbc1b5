using Microsoft.Extensions.Logging.Abstractions;
using Slipway.Domain;
using Slipway.Domain.Notifications;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Functions;
using Slipway.Functions.Notices;
using Slipway.Local.Account;
using Slipway.Local.Events;
using Slipway.Local.Hosting;

namespace Slipway.Tests.EndToEnd;

/// <summary>Notices on their way to people, in the embedded account: written down first, told once, taken over when a channel is out, and never lost.</summary>
public sealed class NoticeTests
{
    private const string Topic = "NOTICES_TOPIC_ARN";
    private static readonly Channel Oncall = new("oncall", ChannelKind.PagerDuty, "shop/pagerduty");
    private static readonly Channel Team = new("team", ChannelKind.Slack, "shop/slack") { Conversation = "C0123456789", Fallback = Oncall };
    private static readonly Channel Mail = new("mail", ChannelKind.Email, "team@shop.example");

    [Fact]
    public void A_channel_that_is_out_keeps_neither_the_release_nor_the_other_channels_waiting()
    {
        using var account = new Account(manifest: text => text.Replace("info: [application]", "info: [application, oncall]", StringComparison.Ordinal));
        account.Push("cv-hub-api");
        account.RunUntil(() => account.Releases.Any(release => release.Environment.Value == "development" && release.Status == ReleaseStatus.Verified));
        account.Slipway.Account.Channels.TakeOut("application", TimeSpan.FromMinutes(3));
        account.Run(TimeSpan.FromSeconds(20));

        Assert.Contains(account.Releases, release => release.Environment.Value == "production");
        Assert.Equal(["oncall"], Told(account).Select(told => told.Channel));
        account.Settle();
        Assert.Equal(2, Told(account).Count(told => told.Channel == "application"));
        Assert.All(Told(account).GroupBy(told => (told.Notice.Id, told.Channel)), same => Assert.Single(same));
        account.AssertNothingIsLeft();
    }

    [Fact]
    public async Task A_channel_is_asked_again_with_backoff_and_then_the_next_one_takes_over()
    {
        using var account = new Account();
        account.Slipway.Account.Channels.TakeOut("mail", TimeSpan.FromDays(1));
        await HandOverAsync(account, AlarmSeverity.Info, Mail);
        account.Run(TimeSpan.FromMinutes(7));
        Assert.Equal(4, account.Slipway.Account.Channels.Asked);
        Assert.Empty(Told(account));

        account.Run(TimeSpan.FromMinutes(1));
        var told = Assert.Single(Told(account));
        Assert.Equal((Topic, "text\n\nThe notice n-1 did not reach 1 channel: mail: The channel mail did not answer in time."), (told.Channel, told.Notice.Text));
        Assert.Equal(6, account.Slipway.Account.Channels.Asked);
        account.Settle();
        Assert.Single(Told(account));
    }

    [Fact]
    public async Task A_channel_that_answers_again_in_time_is_told_itself()
    {
        using var account = new Account();
        account.Slipway.Account.Channels.TakeOut("mail", TimeSpan.FromMinutes(1));
        await HandOverAsync(account, AlarmSeverity.Info, Mail);
        account.Settle();

        Assert.Equal([("mail", "text")], Told(account).Select(told => (told.Channel, told.Notice.Text)));
    }

    [Fact]
    public async Task When_everything_is_out_for_a_day_everything_is_told_after_it()
    {
        using var account = new Account();
        foreach (var channel in new[] { "team", "oncall", "mail", Topic })
        {
            account.Slipway.Account.Channels.TakeOut(channel, TimeSpan.FromDays(1));
        }

        await HandOverAsync(account, AlarmSeverity.Critical, Team, Mail);
        account.Run(TimeSpan.FromHours(25));

        var told = Assert.Single(Told(account));
        Assert.Equal(Topic, told.Channel);
        Assert.Equal(3, account.Slipway.Memory.Outbox.All.Single().Deliveries[^1].StandsInFor.Count);
    }

    [Fact]
    public async Task An_open_breaker_lets_nobody_wait_and_sends_what_is_critical_elsewhere_at_once()
    {
        using var account = new Account();
        account.Slipway.Account.Channels.TakeOut("team", TimeSpan.FromMinutes(30));
        for (var number = 0; number < Breaker.MostFailures; number++)
        {
            await HandOverAsync(account, AlarmSeverity.Info, $"early-{number}", Team);
        }

        account.Run(TimeSpan.FromSeconds(5));
        var asked = account.Slipway.Account.Channels.Asked;
        Assert.Equal(Breaker.MostFailures, asked);

        await HandOverAsync(account, AlarmSeverity.Critical, "critical", Team);
        await HandOverAsync(account, AlarmSeverity.Info, "later", Team);
        account.Run(TimeSpan.FromSeconds(5));
        Assert.Equal([("oncall", "critical")], Told(account).Select(told => (told.Channel, told.Notice.Id)));
        Assert.Equal(asked + 1, account.Slipway.Account.Channels.Asked);

        account.Settle();
        Assert.Equal(Breaker.MostFailures + 2, Told(account).Select(told => told.Notice.Id).Distinct().Count());
        Assert.Equal(Breaker.MostFailures + 2, Told(account).Count);
    }

    [Fact]
    public async Task A_breaker_that_is_half_open_lets_one_trial_through_and_closes_when_it_succeeds()
    {
        using var account = new Account();
        account.Slipway.Account.Channels.TakeOut("mail", TimeSpan.FromMinutes(2));
        for (var number = 0; number < 20; number++)
        {
            await HandOverAsync(account, AlarmSeverity.Info, $"n-{number}", Mail);
        }

        account.Settle();
        Assert.Equal(20, Told(account).Count);
        Assert.All(Told(account), told => Assert.Equal("mail", told.Channel));
        Assert.Equal(Breaker.MostFailures + 20, account.Slipway.Account.Channels.Asked);
        Assert.Equal((0, null), (account.Slipway.Memory.Breakers.Find(Mail.Service)!.Failures, account.Slipway.Memory.Breakers.Find(Mail.Service)!.OpenUntil));
    }

    [Fact]
    public async Task Notices_of_one_release_stand_in_one_thread_whatever_the_channel_did_meanwhile_and_its_first_message_shows_the_newest()
    {
        using var account = new Account();
        account.Slipway.Account.Channels.TakeOut("team", TimeSpan.FromMinutes(1));
        await HandOverAsync(account, Notice("approval-1", AlarmSeverity.Warning, Team) with { Thread = "shop-1" });
        account.Run(TimeSpan.FromSeconds(45));
        await HandOverAsync(account, Notice("verified", AlarmSeverity.Info, Team) with { Thread = "shop-1" });
        await HandOverAsync(account, Notice("other", AlarmSeverity.Info, Team) with { Thread = "shop-2" });
        account.Settle();

        var first = Assert.Single(Told(account), told => told is { Notice.Thread: "shop-1", Under: null });
        Assert.Equal(first.Id, Assert.Single(Told(account), told => told is { Notice.Thread: "shop-1", Under: not null }).Under);
        Assert.Equal("verified", account.Slipway.Account.Channels.Shown(first.Id!)!.Id);
        Assert.Null(Assert.Single(Told(account), told => told.Notice.Thread == "shop-2").Under);
    }

    [Fact]
    public async Task Who_would_begin_a_thread_while_another_does_waits_for_it()
    {
        using var account = new Account();
        var threads = account.Slipway.Memory.NoticeThreads;
        await threads.SaveAsync(NoticeThread.Of("shop-1", Team).Opening(account.Slipway.Clock.GetUtcNow()), TestContext.Current.CancellationToken);
        await HandOverAsync(account, Notice("n-1", AlarmSeverity.Info, Team) with { Thread = "shop-1" });
        account.Run(TimeSpan.FromSeconds(40));
        Assert.Empty(Told(account));

        var opening = await threads.ReadAsync("shop-1", Team, TestContext.Current.CancellationToken);
        await threads.SaveAsync(opening.Showing("1.1", account.Slipway.Clock.GetUtcNow()), TestContext.Current.CancellationToken);
        account.Settle();
        Assert.Equal("1.1", Assert.Single(Told(account)).Under);
    }

    [Theory]
    [InlineData(Fault.DiesBefore)]
    [InlineData(Fault.DiesAfter)]
    public async Task A_delivery_that_dies_is_repeated_and_tells_nobody_twice(Fault fault)
    {
        using var account = new Account(settings: settings => settings with { Faults = (call, earlier) => call.Function.LogicalId == nameof(DeliverNotices) && earlier < 2 ? fault : Fault.None });
        await HandOverAsync(account, AlarmSeverity.Info, Mail, Oncall);
        account.Settle();

        Assert.Equal(["mail", "oncall"], Told(account).Select(told => told.Channel));
    }

    [Fact]
    public async Task Messages_that_come_twice_and_late_tell_nobody_twice()
    {
        using var account = new Account(settings: settings => settings with { Turbulence = new Turbulence { Duplicate = 1, Late = 0.5 } });
        account.Slipway.Account.Channels.TakeOut("mail", TimeSpan.FromMinutes(2));
        await HandOverAsync(account, AlarmSeverity.Info, Mail, Oncall);
        account.Settle();

        Assert.Equal(["mail", "oncall"], Told(account).Select(told => told.Channel).Order());
    }

    [Fact]
    public async Task A_notice_whose_message_was_lost_is_found_by_the_sweep()
    {
        using var account = new Account();
        await account.Slipway.Memory.Outbox.AddAsync(OutboxEntry.Of(Notice("n-1", AlarmSeverity.Info, Mail), account.Slipway.Clock.GetUtcNow()), TestContext.Current.CancellationToken);
        account.Run(TimeSpan.FromMinutes(9));
        Assert.Empty(Told(account));

        account.Slipway.Deployment.StartSchedules();
        account.Run(TimeSpan.FromMinutes(20));
        Assert.Single(Told(account));
    }

    [Fact]
    public async Task An_id_that_is_handed_over_twice_is_told_once_and_a_claim_of_a_dead_process_ends()
    {
        using var account = new Account();
        await HandOverAsync(account, AlarmSeverity.Info, Mail);
        account.Settle();
        await HandOverAsync(account, AlarmSeverity.Info, Mail);
        account.Settle();
        Assert.Single(Told(account));

        var entry = OutboxEntry.Of(Notice("n-2", AlarmSeverity.Info, Mail), account.Slipway.Clock.GetUtcNow());
        await account.Slipway.Memory.Outbox.AddAsync(entry.Claimed(account.Slipway.Clock.GetUtcNow()), TestContext.Current.CancellationToken);
        await HandOverAsync(account, AlarmSeverity.Info, "n-2", Mail);
        account.Run(TimeSpan.FromSeconds(80));
        Assert.Single(Told(account));
        account.Run(TimeSpan.FromSeconds(20));
        Assert.Equal(2, Told(account).Count);
    }

    [Fact]
    public async Task That_a_channel_was_told_is_kept_before_anything_else_can_fail()
    {
        using var account = new Account();
        var (memory, clock) = (account.Slipway.Memory, account.Slipway.Clock);
        var threads = new ChannelThreads(account.Slipway.Account.Channels, memory.NoticeThreads, clock);
        var delivering = new Delivering(memory.Outbox, new ChannelBreakers(new UnwritableBreakers(), clock), threads, new Settings(name => name), clock, NullLogger.Instance);
        var entry = await memory.Outbox.AddAsync(OutboxEntry.Of(Notice("n-1", AlarmSeverity.Info, Mail), clock.GetUtcNow()), TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<UnavailableException>(() => delivering.DeliverAsync(entry, TestContext.Current.CancellationToken));
        Assert.Single(Told(account));
        Assert.True(Assert.Single(memory.Outbox.All).IsDone);
    }

    private static IReadOnlyList<ToldNotice> Told(Account account) => account.Slipway.Account.Channels.Told;

    private static Notice Notice(string id, AlarmSeverity severity, params IReadOnlyList<Channel> channels) => new(id, severity, "title", "text", channels);

    private static Task HandOverAsync(Account account, AlarmSeverity severity, params IReadOnlyList<Channel> channels) => HandOverAsync(account, severity, "n-1", channels);

    private static Task HandOverAsync(Account account, AlarmSeverity severity, string id, params IReadOnlyList<Channel> channels) => HandOverAsync(account, Notice(id, severity, channels));

    private static Task HandOverAsync(Account account, Notice notice) =>
        new Notifying(account.Slipway.Memory.Outbox, new Queue(account), account.Slipway.Clock).SendAsync(notice, TestContext.Current.CancellationToken);

    /// <summary>The table, once a service has failed and nothing can be written any more.</summary>
    private sealed class UnwritableBreakers : IBreakers
    {
        public Task<Breaker> ReadAsync(string service, CancellationToken cancellationToken) => Task.FromResult(new Breaker(service) { Failures = 1, Version = 1 });

        public Task<Breaker> SaveAsync(Breaker breaker, CancellationToken cancellationToken) => throw new UnavailableException("The table does not answer.");
    }

    /// <summary>The queue of the template, as a function would reach it.</summary>
    private sealed class Queue(Account account) : IDeliveryQueue
    {
        public Task SendAsync(string notice, TimeSpan delay, CancellationToken cancellationToken)
        {
            account.Slipway.Deployment.Queue("Deliveries").Send(notice, delay: delay);
            return Task.CompletedTask;
        }
    }
}
