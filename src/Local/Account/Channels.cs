using System.Globalization;
using Slipway.Domain;
using Slipway.Domain.Notifications;

namespace Slipway.Local.Account;

/// <summary>A message as a channel got it.</summary>
/// <param name="Under">The message that it stands under; null where it stands alone.</param>
public sealed record ToldNotice(string Channel, Notice Notice, DateTimeOffset At, string? Id, string? Under);

/// <summary>Where notices end in the account: kept in order. A channel may be out for a while, or refuse everything.</summary>
public sealed class Channels(TimeProvider clock) : IChannels
{
    private readonly List<ToldNotice> _told = [];
    private readonly Dictionary<string, DateTimeOffset> _outUntil = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _refusals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Notice> _shown = new(StringComparer.Ordinal);

    /// <summary>Every message that arrived.</summary>
    public IReadOnlyList<ToldNotice> Told => _told;

    /// <summary>How often a channel was asked, whether it answered or not.</summary>
    public int Asked { get; private set; }

    /// <summary>What the first message of a thread shows now.</summary>
    public Notice? Shown(string first) => _shown.GetValueOrDefault(first);

    /// <summary>Nothing arrives at the channel for a time, and it says nothing.</summary>
    public void TakeOut(string channel, TimeSpan time) => _outUntil[channel] = clock.GetUtcNow() + time;

    /// <summary>The channel takes nothing any more, and says why.</summary>
    public void Refuse(string channel, string reason) => _refusals[channel] = reason;

    public Task<string?> SendAsync(Notice notice, Channel channel, string? under, bool showsState, CancellationToken cancellationToken)
    {
        Asked++;
        if (_refusals.TryGetValue(channel.Name, out var reason))
        {
            throw new RejectedException(reason);
        }

        if (_outUntil.TryGetValue(channel.Name, out var until) && clock.GetUtcNow() < until)
        {
            throw new UnavailableException($"The channel {channel.Name} did not answer in time.");
        }

        var id = channel.HasThreads ? string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow().ToUnixTimeSeconds()}.{_told.Count:000000}") : null;
        _told.Add(new(channel.Name, notice, clock.GetUtcNow(), id, under));
        if ((showsState ? under : under is null ? id : null) is { } first)
        {
            _shown[first] = notice;
        }

        return Task.FromResult(id);
    }
}
