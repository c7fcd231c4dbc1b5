using Microsoft.Extensions.Logging;
using Slipway.Domain.Approvals;
using Slipway.Domain.Interventions;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;
using Slipway.Functions.Interventions;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Approvals;

/// <summary>
/// What a signed link shows, and what it does when its reader says so.
/// <list type="table">
/// <item><term>not made with the key</term><description>403</description></item>
/// <item><term>used already, or expired</term><description>410</description></item>
/// <item><term>no such release</term><description>404</description></item>
/// <item><term>the release does not wait any more, or the person may not decide</term><description>409</description></item>
/// <item><term>a decision without a word, or without a reason</term><description>400, and the page again</description></item>
/// <item><term>otherwise</term><description>200</description></item>
/// </list>
/// </summary>
public sealed class LinkPages(IReleases releases, ILastKnownGood lastKnownGood, IInterventions interventions, SystemCatalog systems, ISecrets secrets, Approving approving, Settings settings, TimeProvider clock, ILogger logger)
{
    private const int MostCharacters = 500;

    public async Task<UrlResponse> ShowAsync(UrlRequest request, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(request.Query("t"), cancellationToken);
        return opened.Refusal ?? UrlResponse.Page(200, opened.Page!.Html());
    }

    public async Task<UrlResponse> DecideAsync(UrlRequest request, CancellationToken cancellationToken)
    {
        var token = request.Form("t");
        var opened = await OpenAsync(token, cancellationToken);
        if (opened.Refusal is { } refusal)
        {
            return refusal;
        }

        var reason = request.Form("reason")?.Trim() ?? "";
        var kind = request.Form("decision") switch { "approve" => InterventionKind.Approve, "reject" => InterventionKind.Reject, _ => (InterventionKind?)null };
        if (kind is not { } decided || reason.Length is 0 or > MostCharacters)
        {
            return UrlResponse.Page(400, opened.Page!.Html(kind is null ? "Press one of the buttons." : $"Say why, in 1 to {MostCharacters} characters: whoever reads this later wants to know."));
        }

        var asked = new Intervention(DecisionLink.UseOf(token!), decided, opened.Link!.Person, reason) { Release = opened.Link.Release, Via = "page", From = request.From };
        var answered = await approving.DecideAsync(asked, cancellationToken);
        if (answered.Outcome == InterventionOutcome.Done)
        {
            await interventions.SaveAsync(answered, cancellationToken);
        }

        logger.Intervened(answered.Id, answered.Kind, answered.By, answered.Outcome, answered.Answer);
        return UrlResponse.Page(answered.Outcome == InterventionOutcome.Done ? 200 : 409, ApprovalPage.Message(answered.Answer!));
    }

    private async Task<Opened> OpenAsync(string? token, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (DecisionLink.Read(token, await secrets.ReadOwnAsync(settings.ApprovalKeySecret, cancellationToken)) is not { } link)
        {
            return Opened.Not(403, "This link is not valid. Open it as it stands in the e-mail, whole.");
        }

        if (await interventions.FindAsync(DecisionLink.UseOf(token!), cancellationToken) is { } used)
        {
            return Opened.Not(410, $"This link was used on {used.At?.UtcDateTime:yyyy-MM-dd HH:mm} UTC, and works once. {used.Answer}");
        }

        if (now >= link.Expires)
        {
            return Opened.Not(410, $"This link ended on {link.Expires.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Nothing was decided with it.");
        }

        if (await releases.FindAsync(link.Release, cancellationToken) is not { } release)
        {
            return Opened.Not(404, $"There is no release {link.Release} any more.");
        }

        var system = await systems.TryFindAsync(release.System, cancellationToken);
        if (system?.Find(release.Environment) is not { } environment)
        {
            return Opened.Not(409, $"No manifest that is right describes {release.System}/{release.Environment}: nobody can decide now.");
        }

        return Entitlement.Against(release, environment.Approval, system.People, link.Person, approves: false, now) is { } reason
            ? Opened.Not(409, reason)
            : new(link, new(release, system, environment, link.Person, token!) { Before = await BeforeAsync(release, cancellationToken) }, null);
    }

    private async Task<IReadOnlyList<LastKnownGood>> BeforeAsync(Release release, CancellationToken cancellationToken)
    {
        var goods = await Task.WhenAll(release.Services.Select(change => lastKnownGood.FindAsync(release.System, release.Environment, change.Service, cancellationToken)));
        return [.. goods.OfType<LastKnownGood>()];
    }

    private sealed record Opened(DecisionLink? Link, ApprovalPage? Page, UrlResponse? Refusal)
    {
        public static Opened Not(int status, string sentence) => new(null, null, UrlResponse.Page(status, ApprovalPage.Message(sentence)));
    }
}
