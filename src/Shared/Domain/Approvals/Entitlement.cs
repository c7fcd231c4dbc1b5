using System.Globalization;
using Slipway.Domain.Releases;

namespace Slipway.Domain.Approvals;

/// <summary>
/// Whether a person may decide on a release now; who asks again for what she said already is told so.
/// <list type="table">
/// <item><term>the release no longer waits</term><description>no</description></item>
/// <item><term>nobody was asked about it, or not yet</term><description>no</description></item>
/// <item><term>the time to decide is up</term><description>no</description></item>
/// <item><term>nobody knows the person, or she is neither approver nor in a group that is</term><description>no, and who may</description></item>
/// <item><term>she approved it already and approves it again</term><description>no: it counts once</description></item>
/// <item><term>otherwise</term><description>yes</description></item>
/// </list>
/// </summary>
public static class Entitlement
{
    /// <summary>Why not, in a sentence; null when the person may.</summary>
    public static string? Against(Release release, ApprovalPolicy policy, People people, string by, bool approves, DateTimeOffset now)
    {
        if (release.Status != ReleaseStatus.Waiting)
        {
            return $"{release.Id} does not wait any more: {release.Reason.TrimEnd('.')}.";
        }

        if (!policy.Required || release.Approval is not { } approval)
        {
            return policy.Required && release.Verdict is { } verdict
                ? $"Nobody is asked about {release.Id} yet: {verdict.Reason.TrimEnd('.')}."
                : $"Nobody is asked about {release.Id}: {(policy.Required ? "its gates were not asked yet" : $"{release.Environment} needs no approval")}.";
        }

        if (now >= approval.ExpiresAt)
        {
            return $"The time to decide on {release.Id} ended on {Time(approval.ExpiresAt)} UTC.";
        }

        return people.Find(by) switch
        {
            null => $"Nobody in the manifest of {release.System} is known as '{by}': {May(people, policy)}",
            var person when !policy.Entitles(person.Name, person.Groups) => $"{person.Name} may not decide on {release.Environment}: {May(people, policy)}",
            var person when approves && approval.Decisions.LastOrDefault(decision => decision.Person == person.Name) is { Approves: true } before =>
                $"{person.Name} approved {release.Id} already on {Time(before.At)} UTC: it counts once.",
            _ => null,
        };
    }

    /// <summary>
    /// Why a person may not turn a release back or freeze its environment by a button, in a sentence; null when she may.
    /// <list type="table">
    /// <item><term>the manifest names no people, or not this one</term><description>no</description></item>
    /// <item><term>the environment has approvers, and she is none of them</term><description>no, and who may</description></item>
    /// <item><term>otherwise</term><description>yes</description></item>
    /// </list>
    /// </summary>
    public static string? AgainstButton(Release release, ApprovalPolicy policy, People people, string by)
    {
        if (people.All.Count == 0)
        {
            return $"The manifest of {release.System} names no people, so nobody may do that by a button: write them into people, with their ids in Slack.";
        }

        return people.Find(by) switch
        {
            null => $"Nobody in the manifest of {release.System} is known as '{by}': write that id into people.",
            var person when policy.Approvers.Count + policy.Groups.Count > 0 && !policy.Entitles(person.Name, person.Groups) => $"{person.Name} may not change {release.Environment}: {May(people, policy)}",
            _ => null,
        };
    }

    private static string May(People people, ApprovalPolicy policy) => $"{string.Join(", ", people.EntitledBy(policy).Select(person => person.Name))} may.";

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
