using Microsoft.Extensions.Logging;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Systems;
using Slipway.Functions.Releases;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Images;

/// <summary>Makes releases of a push, or records why it makes none. Whatever is repeated, there is one release for each digest and environment.</summary>
public sealed class PushIntake(SystemCatalog systems, Companions companions, Promotions promotions, IPushes pushes, TimeProvider clock, ILogger logger)
{
    public async Task TakeAsync(Push push, CancellationToken cancellationToken)
    {
        if (await pushes.FindAsync(push.Id, cancellationToken) is { } known && !known.Outcome.MayBeTakenAgain())
        {
            return;
        }

        var catalog = await systems.ReadAsync(cancellationToken);
        var route = PushRouting.Decide(catalog.Systems, push);
        var (opened, incomplete) = (new List<Release>(), new List<string>());
        foreach (var entries in route.Entries.GroupBy(entry => entry.System))
        {
            var system = catalog.Systems.Single(system => system.Name == entries.Key);
            var completion = await companions.FindAsync(system, push, cancellationToken);
            if (completion.Whole is not { } whole)
            {
                incomplete.Add(completion.Reason(system));
                continue;
            }

            foreach (var entry in entries)
            {
                opened.Add(await promotions.StartAsync(system, system.Environment(entry.Environment), whole, cancellationToken));
            }
        }

        await RecordAsync(Outcome(push, route, opened, incomplete, catalog.Problems), cancellationToken);
    }

    public async Task RecordAsync(PushRecord record, CancellationToken cancellationToken)
    {
        await pushes.SaveAsync(record, cancellationToken);
        logger.PushDecided(record.Id, record.Outcome, record.Reason);
    }

    private PushRecord Outcome(Push push, Route route, List<Release> opened, List<string> incomplete, IReadOnlyList<ManifestProblem> problems)
    {
        var now = clock.GetUtcNow();
        var reason = string.Join(' ', [incomplete.Count == 0 ? route.Reason : $"{route.Reason}.", .. incomplete]);
        PushRecord record = (opened, problems) switch
        {
            ([], _) when incomplete.Count > 0 => new(push.Id, PushOutcome.Incomplete, reason, now),
            ([], [_, ..]) => new(push.Id, PushOutcome.Rejected, $"{route.Reason} But not every manifest can be read: {string.Join("; ", problems)}", now),
            ([], _) => new(push.Id, PushOutcome.Ignored, route.Reason, now),
            _ when opened.All(release => release.Push.Id != push.Id) => new(push.Id, PushOutcome.Duplicate, $"This digest has its release already: {string.Join(", ", opened.Select(release => release.Id))}.", now),
            _ => new(push.Id, PushOutcome.Accepted, reason, now),
        };
        return record with { Push = push, Reason = push.BySweep == true ? $"{record.Reason.TrimEnd('.')}. Its event was lost: the sweep found it." : record.Reason, Releases = [.. opened.Select(release => release.Id)] };
    }
}
