using Slipway.Domain.Approvals;
using Slipway.Domain.Gates;
using Slipway.Domain.Notifications;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Systems;
using Slipway.Functions.Notices;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Approvals;

/// <summary>Tells people that a release waits for them, and reminds them: all by the manifest's routes, and each who may decide and has an address by a link of her own.</summary>
public sealed class ApprovalNotices(Notifying notifications, ISecrets secrets, Settings settings)
{
    /// <summary>The release with the note that people were told; as it was when there is nothing to tell.</summary>
    public async Task<Release> TellAsync(ReleaseInContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (release, system, environment) = context;
        if (release is not { Verdict: { Kind: VerdictKind.Wait, Rule: ApprovalGate.Rule } wait, Approval: { } approval } || !approval.IsToTell(environment.Approval, now))
        {
            return release;
        }

        var title = $"{system.DisplayName} {release.Environment}: {release.Push.Title} waits for approval{(approval.Told == 0 ? "" : " still")}";
        var id = release.Id.Named("notice", $"approval-{approval.Told + 1}", 200);
        var text = $"{wait.Reason} slipway approve {release.Id} --reason TEXT lets it go on, slipway reject ends it.";
        var all = system.Notifications.Notice(id, AlarmSeverity.Warning, title, text);
        await notifications.SendAsync(ReleaseNotices.Offering(all, release, settings), cancellationToken);
        foreach (var person in ToAsk(approval, environment.Approval, system.People))
        {
            var link = await LinkAsync(release, approval, person, cancellationToken);
            await notifications.SendAsync(
                new($"{id}-{person.Name}", AlarmSeverity.Warning, title, $"{wait.Reason}\n\nSee what changes and decide, once: {link}", [new(person.Name, ChannelKind.Email, person.Email!)]) { IsPersonal = true },
                cancellationToken);
        }

        return release with { Approval = approval with { ToldAt = now, Told = approval.Told + 1 } };
    }

    private IEnumerable<Person> ToAsk(Approval approval, ApprovalPolicy policy, People people) => settings.ApprovalUrl.Length == 0
        ? []
        : people.EntitledBy(policy).Where(person => person.Email is not null && approval.Decisions.All(said => said.Person != person.Name));

    private async Task<string> LinkAsync(Release release, Approval approval, Person person, CancellationToken cancellationToken)
    {
        var key = await secrets.ReadOwnAsync(settings.ApprovalKeySecret, cancellationToken);
        return $"{settings.ApprovalUrl.TrimEnd('/')}/?t={new DecisionLink(release.Id, person.Name, approval.ExpiresAt).Sign(key)}";
    }
}
