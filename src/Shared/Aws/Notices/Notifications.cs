using System.Collections.Concurrent;
using Slipway.Domain;
using Slipway.Domain.Notifications;

namespace Slipway.Aws.Notices;

/// <summary>
/// Sends a notice to all its channels. One that fails keeps none of the others from it; when all were tried, the failures are one.
/// What a channel will never take, because its address or its secret is wrong, goes to the installation's own topic with the reason:
/// a mistake in a manifest neither stops a release nor silences it.
/// What was told is remembered for as long as the process lives, so that a retry tells only those who did not hear.
/// </summary>
public sealed class Notifications(SnsNotifications sns, SesNotifications ses, HttpNotifications http, NoticeOptions options) : INotifications
{
    private const int Remembered = 1000;
    private readonly ConcurrentDictionary<(string Notice, string Channel), bool> _told = new();

    public async Task SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        var failures = new List<(Channel Channel, Exception Failure)>();
        foreach (var channel in notice.Channels.Where(channel => !_told.ContainsKey((notice.Id, channel.Name))))
        {
            if (await TrySendAsync(notice, channel, cancellationToken) is { } failure)
            {
                failures.Add((channel, failure));
            }
        }

        if (failures.Exists(failed => failed.Failure is UnavailableException))
        {
            throw new UnavailableException(Together(notice, failures), failures[0].Failure);
        }

        if (failures.Count > 0)
        {
            await sns.SendAsync(notice with { Text = notice.IsPersonal ? Together(notice, failures) : $"{notice.Text}\n\n{Together(notice, failures)}" }, new("NOTICES_TOPIC_ARN", ChannelKind.Sns, options.Topic), cancellationToken);
            failures.ForEach(failed => Remember(notice, failed.Channel));
        }
    }

    private async Task<Exception?> TrySendAsync(Notice notice, Channel channel, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(notice, channel, cancellationToken);
            Remember(notice, channel);
            return null;
        }
        catch (Exception failure) when (failure is RejectedException or UnavailableException)
        {
            return failure;
        }
    }

    private Task SendAsync(Notice notice, Channel channel, CancellationToken cancellationToken) => channel.Kind switch
    {
        ChannelKind.Sns => sns.SendAsync(notice, channel, cancellationToken),
        ChannelKind.Email => ses.SendAsync(notice, channel, cancellationToken),
        _ => http.SendAsync(notice, channel, cancellationToken),
    };

    private void Remember(Notice notice, Channel channel)
    {
        if (_told.Count >= Remembered)
        {
            _told.Clear();
        }

        _told[(notice.Id, channel.Name)] = true;
    }

    private static string Together(Notice notice, List<(Channel Channel, Exception Failure)> failures) =>
        $"The notice {notice.Id} did not reach {failures.Count} of {notice.Channels.Count} channels: "
        + string.Join(" ", failures.Select(failed => $"{failed.Channel.Name}: {failed.Failure.Message}"));
}
