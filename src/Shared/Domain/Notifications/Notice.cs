using Slipway.Domain.Remediation;

namespace Slipway.Domain.Notifications;

/// <summary>A message to people. The id makes sending it safe to repeat.</summary>
public sealed record Notice(string Id, AlarmSeverity Severity, string Title, string Text, IReadOnlyList<Channel> Channels);

/// <summary>Where notices leave for people.</summary>
public interface INotifications
{
    Task SendAsync(Notice notice, CancellationToken cancellationToken);
}
