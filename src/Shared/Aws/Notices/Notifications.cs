using System.Collections.Concurrent;
using Slipway.Domain;
using Slipway.Domain.Notifications;

namespace Slipway.Aws.Notices;

/// <summary>
/// Sends a notice to all its channels. One that fails keeps none of the others from it; when all were tried, the failures are one.
/// What was told is remembered for as long as the process lives, so that a retry tells only those who did not hear.
/// </summary>
public sealed class Notifications(SnsNotifications sns, SesNotifications ses, HttpNotifications http) : INotifications
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

        if (failures.Count > 0)
        {
            throw Together(notice, failures);
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

    /// <summary>Worth a retry when one of them is.</summary>
    private static Exception Together(Notice notice, List<(Channel Channel, Exception Failure)> failures)
    {
        var message = $"The notice {notice.Id} did not reach {failures.Count} of {notice.Channels.Count} channels: "
            + string.Join(" ", failures.Select(failed => $"{failed.Channel.Name}: {failed.Failure.Message}"));
        return failures.Exists(failed => failed.Failure is UnavailableException)
            ? new UnavailableException(message, failures[0].Failure)
            : new RejectedException(message, failures[0].Failure);
    }
}
