using Slipway.Domain.Notifications;

namespace Slipway.Aws.Notices;

/// <summary>Each kind of channel by what speaks to it.</summary>
public sealed class Channels(SnsNotifications sns, SesNotifications ses, SlackBot slack, HttpNotifications http) : IChannels
{
    public async Task<string?> SendAsync(Notice notice, Channel channel, string? under, bool showsState, CancellationToken cancellationToken)
    {
        if (channel is { Kind: ChannelKind.Slack, Conversation: { } conversation })
        {
            return await slack.SendAsync(notice, channel, conversation, under, showsState, cancellationToken);
        }

        await (channel.Kind switch
        {
            ChannelKind.Sns => sns.SendAsync(notice, channel, cancellationToken),
            ChannelKind.Email => ses.SendAsync(notice, channel, cancellationToken),
            _ => http.SendAsync(notice, channel, cancellationToken),
        });
        return null;
    }
}
