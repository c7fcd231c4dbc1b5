using Microsoft.Extensions.Logging;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Systems;
using Slipway.Functions.Releases;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Images;

/// <summary>Makes releases of a push, or records why it makes none. Whatever is repeated, there is one release for each digest and environment.</summary>
public sealed class PushIntake(SystemCatalog systems, Promotions promotions, IPushes pushes, TimeProvider clock, ILogger logger)
{
    public async Task TakeAsync(Push push, CancellationToken cancellationToken)
    {
        if (await pushes.FindAsync(push.Id, cancellationToken) is { Outcome: not PushOutcome.Rejected })
        {
            return;
        }

        var catalog = await systems.ReadAsync(cancellationToken);
        var route = PushRouting.Decide(catalog.Systems, push);
        var opened = new List<Release>();
        foreach (var entry in route.Entries)
        {
            var system = catalog.Systems.Single(system => system.Name == entry.System);
            opened.Add(await promotions.StartAsync(system, system.Environment(entry.Environment), push, cancellationToken));
        }

        await RecordAsync(Outcome(push, route, opened, catalog.Problems), cancellationToken);
    }

    public async Task RecordAsync(PushRecord record, CancellationToken cancellationToken)
    {
        await pushes.SaveAsync(record, cancellationToken);
        logger.PushDecided(record.Id, record.Outcome, record.Reason);
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
