using System.Text.Json;
using Microsoft.Extensions.Logging;
using Slipway.Domain;
using Slipway.Domain.Executions;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Systems;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Images;

/// <summary>Makes releases of a push, or records why it makes none. Whatever is repeated, there is one release for each digest and environment.</summary>
public sealed class PushIntake(
    SystemCatalog systems, IReleases releases, IPushes pushes, IStateMachines stateMachines, Settings settings, TimeProvider clock, ILogger logger)
{
    private readonly string _promotion = settings.PromotionStateMachineArn;

    public async Task TakeAsync(Push push, CancellationToken cancellationToken)
    {
        if (await pushes.FindAsync(push.Id, cancellationToken) is { Outcome: not PushOutcome.Rejected })
        {
            return;
        }

        var catalog = await systems.ReadAsync(cancellationToken);
        var route = PushRouting.Decide(catalog.Systems, push);
        var opened = new List<Release>();
        foreach (var promotion in route.Promotions)
        {
            var system = catalog.Systems.Single(system => system.Name == promotion.System);
            opened.Add(await StartAsync(system, promotion, cancellationToken));
        }

        await RecordAsync(Outcome(push, route, opened, catalog.Problems), cancellationToken);
    }

    public async Task RecordAsync(PushRecord record, CancellationToken cancellationToken)
    {
        await pushes.SaveAsync(record, cancellationToken);
        logger.PushDecided(record.Id, record.Outcome, record.Reason);
    }

    /// <summary>The release that is recorded already decides the execution's input: two tags of one digest start one execution.</summary>
    private async Task<Release> StartAsync(SystemManifest system, Promotion promotion, CancellationToken cancellationToken)
    {
        var environment = system.Environment(promotion.Environments[0]);
        var release = Release.Open(system, environment, environment.ServicesOf(promotion.Push.Image.Repository), promotion.Push, clock.GetUtcNow());
        release = await releases.FindAsync(release.Id, cancellationToken) ?? await releases.SaveAsync(release, cancellationToken);
        if (release.Status == ReleaseStatus.Waiting)
        {
            var input = JsonSerializer.Serialize(promotion with { Push = release.Push, Release = release }, DomainJson.Default.Promotion);
            await stateMachines.StartAsync(_promotion, release.Id.Value, input, cancellationToken);
        }

        return release;
    }

    private PushRecord Outcome(Push push, Route route, List<Release> opened, IReadOnlyList<ManifestProblem> problems)
    {
        var now = clock.GetUtcNow();
        PushRecord record = (opened, problems) switch
        {
            ([], [_, ..]) => new(push.Id, PushOutcome.Rejected, $"{route.Reason} But not every manifest can be read: {string.Join("; ", problems)}", now),
            ([], _) => new(push.Id, PushOutcome.Ignored, route.Reason, now),
            _ when opened.All(release => release.Push.Id != push.Id) => new(push.Id, PushOutcome.Duplicate, $"This digest has its release already: {string.Join(", ", opened.Select(release => release.Id))}.", now),
            _ => new(push.Id, PushOutcome.Accepted, route.Reason, now),
        };
        return record with { Push = push, Releases = [.. opened.Select(release => release.Id)] };
    }
}
