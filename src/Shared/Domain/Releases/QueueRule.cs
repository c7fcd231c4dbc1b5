namespace Slipway.Domain.Releases;

/// <summary>Another release of the same services in the same environment, as far as the order of releases goes.</summary>
public sealed record QueuedRelease(ReleaseId Id, ReleaseStatus Status, DateTimeOffset PushedAt);

public sealed record QueueInputs(ReleaseId Id, DateTimeOffset PushedAt, IReadOnlyList<QueuedRelease> Others);

/// <summary>
/// Newest wins, by the time of the push and not of the event's arrival; what runs is never killed.
/// <list type="table">
/// <item><term>a newer one waits, runs or was verified</term><description>refuse: this one is superseded</description></item>
/// <item><term>otherwise</term><description>pass; older ones that wait are superseded by <see cref="Overtaken"/></description></item>
/// </list>
/// </summary>
public static class QueueRule
{
    public static Answer Decide(QueueInputs inputs)
    {
        var newer = inputs.Others
            .Where(other => IsNewer(other, inputs) && (!other.Status.IsFinal() || other.Status == ReleaseStatus.Verified))
            .MaxBy(other => (other.PushedAt, other.Id.Value));
        return newer is null
            ? Answer.Pass("No newer push of these services is on its way here.")
            : Answer.Refuse($"Superseded by {newer.Id}, which was pushed later.");
    }

    /// <summary>The older releases that still wait: they are superseded once this one is open.</summary>
    public static IEnumerable<QueuedRelease> Overtaken(QueueInputs inputs) =>
        inputs.Others.Where(other => !IsNewer(other, inputs) && other.Status.CanBeSuperseded());

    private static bool IsNewer(QueuedRelease other, QueueInputs inputs) =>
        (other.PushedAt, string.CompareOrdinal(other.Id.Value, inputs.Id.Value)) is var (pushedAt, order)
        && (pushedAt > inputs.PushedAt || (pushedAt == inputs.PushedAt && order > 0));
}
