using Slipway.Domain.Approvals;
using Slipway.Domain.Gates;
using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Functions.Releases;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Interventions;

/// <summary>Takes what a person says of a release that waits for people, and has its gates asked again at once. However it comes, it is checked here.</summary>
public sealed class Approving(SystemCatalog systems, IReleases releases, WaitEnding waits, TimeProvider clock)
{
    public async Task<Intervention> DecideAsync(Intervention asked, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (asked.Release is not { } id || await releases.FindAsync(id, cancellationToken) is not { } release)
        {
            return asked.Refused(asked.Release is null ? "Name the release." : $"There is no release '{asked.Release}'.", now);
        }

        if (await systems.TryFindAsync(release.System, cancellationToken) is not { } system || system.Find(release.Environment) is not { } environment)
        {
            return asked.Refused($"No manifest that is right describes {release.System}/{release.Environment}: nobody knows who may decide.", now);
        }

        var approves = asked.Kind == InterventionKind.Approve;
        var isRepeated = release.Approval?.Decisions.Any(said => said.Id == asked.Id) == true;
        if (!isRepeated)
        {
            if (Entitlement.Against(release, environment.Approval, system.People, asked.By, approves, now) is { } reason)
            {
                return asked.Refused(reason, now);
            }

            var person = system.People.Find(asked.By)!;
            release = await releases.SaveAsync(
                release.Decided(new(asked.Id, person.Name, person.Groups, approves, asked.Reason, now, asked.Via, asked.From)), cancellationToken);
        }

        await waits.EndAsync(release, cancellationToken);
        return asked.Done(Text(release, new(environment.Approval, release.Approval, system.People.NamesOf(release.Push.Authors), now)), now);
    }

    private static string Text(Release release, ApprovalInputs inputs)
    {
        var answer = ApprovalGate.Decide(inputs);
        return answer.Kind switch
        {
            VerdictKind.Pass => $"{release.Id} is approved and goes on.",
            VerdictKind.Refuse => $"{release.Id} is rejected: {answer.Reason}",
            _ => $"{release.Id} still waits. {answer.Reason}",
        };
    }
}
