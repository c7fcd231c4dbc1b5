using Slipway.Domain.Notifications;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Releases;

/// <summary>Tells people how a release ended, once.</summary>
public sealed class ReleaseNotices(INotifications notifications)
{
    public Task SendAsync(Release release, SystemManifest system, CancellationToken cancellationToken)
    {
        var severity = release.Status switch
        {
            ReleaseStatus.Verified or ReleaseStatus.Superseded => AlarmSeverity.Info,
            ReleaseStatus.Rejected => AlarmSeverity.Warning,
            _ => AlarmSeverity.Critical,
        };
        var title = $"{system.DisplayName} {release.Environment}: {release.Push.Image.Repository}:{release.Push.Tag} {Text(release.Status)}";
        var channels = system.Notifications.ChannelsFor(severity);
        return notifications.SendAsync(
            new(
                release.Id.Named("notice", release.Status.ToString(), 200),
                severity,
                title,
                release.Reason,
                [.. system.Notifications.Channels.Where(channel => channels.Contains(channel.Name))]),
            cancellationToken);
    }

    private static string Text(ReleaseStatus status) => status switch
    {
        ReleaseStatus.RolledBack => "rolled back",
        _ => status.ToString().ToLowerInvariant(),
    };
}
