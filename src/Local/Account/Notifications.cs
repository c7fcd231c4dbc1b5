using Slipway.Domain.Notifications;
using Slipway.Local.Records;

namespace Slipway.Local.Account;

/// <summary>Where notices end in the account: kept in order, each id once.</summary>
public sealed class Notifications(Journal? journal = null) : INotifications
{
    private readonly List<Notice> _notices = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    public IReadOnlyList<Notice> Sent => _notices;

    public Task SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        if (_ids.Add(notice.Id))
        {
            _notices.Add(notice);
            journal?.Notice(notice);
        }

        return Task.CompletedTask;
    }
}
