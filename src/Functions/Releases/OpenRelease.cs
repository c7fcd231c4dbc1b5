using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Microsoft.Extensions.Logging;
using Slipway.Domain;
using Slipway.Domain.Releases;
using Slipway.Domain.Systems;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Releases;

/// <summary>Opens the release of the next environment and settles which of the waiting ones is the newest.</summary>
public sealed class OpenRelease(IReleases releases, SystemCatalog systems, TimeProvider clock, ILogger logger)
{
    [LambdaFunction]
    public async Task<Promotion> OpenReleaseAsync(Promotion promotion, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var system = await systems.FindAsync(promotion.System, deadline.Token);
        var environment = system.Environment(promotion.Environments[0]);
        var release = await FindOrOpenAsync(system, environment, promotion, deadline.Token);
        if (release.Status == ReleaseStatus.Waiting)
        {
            release = await QueueAsync(release, deadline.Token);
        }

        return promotion with { Environments = [.. promotion.Environments.Skip(1)], Release = release };
    }

    private async Task<Release> FindOrOpenAsync(SystemManifest system, EnvironmentManifest environment, Promotion promotion, CancellationToken cancellationToken)
    {
        var services = environment.ServicesOf(promotion.Push.Image.Repository);
        if (services.Count == 0)
        {
            throw new RejectedException($"No service of {system.Name} in {environment.Name} runs images of {promotion.Push.Image.Repository} any more.");
        }

        var release = Release.Open(system, environment, services, promotion.Push, clock.GetUtcNow());
        return await releases.FindAsync(release.Id, cancellationToken) ?? await releases.SaveAsync(release, cancellationToken);
    }

    private async Task<Release> QueueAsync(Release release, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var others = (await releases.ListAsync(release.System, release.Environment, cancellationToken))
            .Where(other => other.Id != release.Id && other.Services.Any(change => release.Services.Any(own => own.Service == change.Service)))
            .ToList();
        var inputs = new QueueInputs(release.Id, release.Push.PushedAt, [.. others.Select(other => new QueuedRelease(other.Id, other.Status, other.Push.PushedAt))]);
        var verdict = Rules.Judge(inputs, now);
        if (verdict.Kind == VerdictKind.Refuse)
        {
            return await releases.SaveAsync(release.Judged(verdict).MoveTo(ReleaseStatus.Superseded, verdict.Reason, now), cancellationToken);
        }

        foreach (var older in QueueRule.Overtaken(inputs).Select(overtaken => others.Single(other => other.Id == overtaken.Id)))
        {
            var superseded = older.MoveTo(ReleaseStatus.Superseded, $"Superseded by {release.Id}, which was pushed later.", now);
            await releases.SaveAsync(superseded, cancellationToken);
            logger.ReleaseMoved(older.System, older.Environment, older.Id, superseded.Status, superseded.Reason);
        }

        return await releases.SaveAsync(release.Judged(verdict), cancellationToken);
    }
}
