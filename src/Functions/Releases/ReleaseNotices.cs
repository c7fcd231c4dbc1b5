using Slipway.Domain.Notifications;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Snapshots;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Releases;

/// <summary>Tells people how a release ended, once.</summary>
public sealed class ReleaseNotices(INotifications notifications, SystemCatalog systems)
{
    public async Task SendAsync(Release release, string? remark, CancellationToken cancellationToken)
    {
        var system = await systems.TryFindAsync(release.System, cancellationToken);
        var severity = release.Status switch
        {
            ReleaseStatus.Verified or ReleaseStatus.Superseded => AlarmSeverity.Info,
            ReleaseStatus.Rejected => AlarmSeverity.Warning,
            _ => AlarmSeverity.Critical,
        };
        var title = $"{system?.DisplayName ?? release.System.Value} {release.Environment}: {release.Push.Title} {Text(release.Status)}";
        var plan = release.Status == ReleaseStatus.Frozen ? string.Concat(RestorePlan.Of(release).Select((step, number) => $"\n{number + 1}. {step}")) : "";
        var policy = system?.Notifications ?? NotificationPolicy.Silent;
        await notifications.SendAsync(policy.Notice(release.Id.Named("notice", release.Status.ToString(), 200), severity, title, (remark is null ? release.Reason : $"{release.Reason} {remark}") + plan), cancellationToken);
    }

    private static string Text(ReleaseStatus status) => status switch
    {
        ReleaseStatus.RolledBack => "rolled back",
        _ => status.ToString().ToLowerInvariant(),
    };
}
