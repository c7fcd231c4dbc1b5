using Slipway.Domain.Notifications;
using Slipway.Domain.Remediation;

namespace Slipway.Tests.Ports.Services;

/// <summary>What holds for notices to people, however they travel.</summary>
public abstract class NotificationsContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_notice_arrives_once_at_each_of_its_channels_with_its_title_and_its_text()
    {
        var (notifications, channels) = await OpenAsync();
        var notice = new Notice("shop-1-verified", AlarmSeverity.Info, "Shop: api v2 is live", "Verified in 4 minutes.", channels);
        await notifications.SendAsync(notice, Token);
        await notifications.SendAsync(notice, Token);

        Assert.Equal([.. channels.Select(channel => (channel.Name, "Shop: api v2 is live", "Verified in 4 minutes."))], await ReceivedAsync());
    }

    [Fact]
    public async Task A_notice_for_nobody_is_no_failure()
    {
        var (notifications, _) = await OpenAsync();
        await notifications.SendAsync(new Notice("shop-1-verified", AlarmSeverity.Info, "title", "text", []), Token);
    }

    protected abstract Task<(INotifications Notifications, IReadOnlyList<Channel> Channels)> OpenAsync();

    /// <summary>What arrived, by the channel's name.</summary>
    protected abstract Task<IReadOnlyList<(string Channel, string Title, string Text)>> ReceivedAsync();
}

public sealed class SimulatedNotificationsTests : NotificationsContract
{
    private readonly Slipway.Local.Account.Notifications _notifications = new();

    protected override Task<(INotifications Notifications, IReadOnlyList<Channel> Channels)> OpenAsync() =>
        Task.FromResult<(INotifications, IReadOnlyList<Channel>)>((_notifications, [new("oncall", ChannelKind.Sns, "shop-oncall"), new("audit", ChannelKind.Sns, "shop-audit")]));

    protected override Task<IReadOnlyList<(string Channel, string Title, string Text)>> ReceivedAsync() => Task.FromResult<IReadOnlyList<(string, string, string)>>(
        [.. _notifications.Sent.SelectMany(notice => notice.Channels.Select(channel => (channel.Name, notice.Title, notice.Text)))]);
}
