using Slipway.Domain.Interventions;
using Slipway.Domain.Notifications;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Snapshots;
using Slipway.Functions.Notices;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Releases;

/// <summary>Tells people how a release ended, once.</summary>
public sealed class ReleaseNotices(Notifying notifications, SystemCatalog systems, Settings settings)
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
        var plan = release.Status == ReleaseStatus.Frozen && release.IsIrreversible() ? string.Concat(RestorePlan.Of(release).Select((step, number) => $"\n{number + 1}. {step}")) : "";
        var policy = system?.Notifications ?? NotificationPolicy.Silent;
        var (id, text) = (release.Id.Named("notice", Ending(release), 200), (remark is null ? release.Reason : $"{release.Reason} {remark}") + plan);
        var notice = severity == AlarmSeverity.Info ? policy.Resolving(id, severity, title, text) : policy.Notice(id, severity, title, text);
        await notifications.SendAsync(Offering(notice, release, settings), cancellationToken);
    }

    /// <summary>The notice in the thread of its release, with what its readers may decide where it stands now; nothing where no Slack app would bring it back.</summary>
    public static Notice Offering(Notice notice, Release release, Settings settings)
    {
        IReadOnlyList<InterventionKind> offers = release.Status switch
        {
            _ when settings.SlackSigningSecret.Length == 0 => [],
            ReleaseStatus.Waiting => [InterventionKind.Approve, InterventionKind.Reject],
            ReleaseStatus.Verified => [InterventionKind.RollBack, InterventionKind.Freeze],
            ReleaseStatus.RolledBack or ReleaseStatus.Failed => [InterventionKind.Freeze],
            _ => [],
        };
        return notice with { Thread = release.Id.Value, Decides = offers.Count == 0 ? null : release.Id, Offers = offers.Count == 0 ? null : offers };
    }

    /// <summary>Each end is told, also one that it had before.</summary>
    private static string Ending(Release release) => release.Times(release.Status) is var times and > 1 ? $"{release.Status}-{times}" : release.Status.ToString();

    private static string Text(ReleaseStatus status) => status switch
    {
        ReleaseStatus.RolledBack => "rolled back",
        _ => status.ToString().ToLowerInvariant(),
    };
}
