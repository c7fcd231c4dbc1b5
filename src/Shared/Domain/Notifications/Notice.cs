using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;

namespace Slipway.Domain.Notifications;

/// <summary>A message to people. The id makes sending it safe to repeat.</summary>
public sealed record Notice(string Id, AlarmSeverity Severity, string Title, string Text, IReadOnlyList<Channel> Channels)
{
    /// <summary>The release that its readers may decide on where they read it; null for none.</summary>
    public ReleaseId? Decides { get; init; }

    /// <summary>Whether its text is for the receiver alone: it is never sent elsewhere instead.</summary>
    public bool IsPersonal { get; init; }
}

/// <summary>Where notices leave for people.</summary>
public interface INotifications
{
    Task SendAsync(Notice notice, CancellationToken cancellationToken);
}
