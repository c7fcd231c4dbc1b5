using Slipway.Domain.Notifications;
using Slipway.Domain.Remediation;

namespace Slipway.Tests.Ports.Services;

/// <summary>What holds for notices to people, however they travel.</summary>
public abstract class ChannelsContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_notice_arrives_at_its_channel_with_its_title_and_its_text()
    {
        var (channels, known) = await OpenAsync();
        var notice = new Notice("shop-1-verified", AlarmSeverity.Info, "Shop: api v2 is live", "Verified in 4 minutes.", known);
        foreach (var channel in known)
        {
            Assert.Null(await channels.SendAsync(notice, channel, under: null, showsState: false, Token));
        }

        Assert.Equal([.. known.Select(channel => (channel.Name, "Shop: api v2 is live", "Verified in 4 minutes."))], await ReceivedAsync());
    }

    protected abstract Task<(IChannels Channels, IReadOnlyList<Channel> Known)> OpenAsync();

    /// <summary>What arrived, by the channel's name.</summary>
    protected abstract Task<IReadOnlyList<(string Channel, string Title, string Text)>> ReceivedAsync();
}

public sealed class SimulatedChannelsTests : ChannelsContract
{
    private readonly Slipway.Local.Account.Channels _channels = new(TimeProvider.System);

    protected override Task<(IChannels Channels, IReadOnlyList<Channel> Known)> OpenAsync() =>
        Task.FromResult<(IChannels, IReadOnlyList<Channel>)>((_channels, [new("oncall", ChannelKind.Sns, "shop-oncall"), new("audit", ChannelKind.Sns, "shop-audit")]));

    protected override Task<IReadOnlyList<(string Channel, string Title, string Text)>> ReceivedAsync() => Task.FromResult<IReadOnlyList<(string, string, string)>>(
        [.. _channels.Told.Select(told => (told.Channel, told.Notice.Title, told.Notice.Text))]);
}
