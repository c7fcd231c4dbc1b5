using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Systems;
using Slipway.Functions.Notices;
using Slipway.Functions.Releases;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Images;

/// <summary>What a sweep found: pushes whose events were lost, environments into which nothing was sent on, releases that nobody took on, and notices.</summary>
public sealed record SweepRound(int Lost, int Unopened, int Stalled)
{
    /// <summary>Notices whose message was lost, which nobody would tell any more.</summary>
    public int Untold { get; init; }
}

/// <summary>Compares the registries with the record, and makes good what was lost in between: whatever an event brings later finds its release there already.</summary>
public sealed class SweepRegistries(
    SystemCatalog systems, IImageRegistry registry, ISweeps sweeps, IReleases releases, IRestraints restraints, PushIntake intake, Companions companions, Promotions promotions, Onward onward, Notifying notifications, SweepReports reports, Settings settings, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<SweepRound> SweepRegistriesAsync(SweepRound request, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var catalog = (await systems.ReadAsync(deadline.Token)).Systems;
        var (round, failures) = (new SweepRound(0, 0, 0) { Untold = await notifications.SweepAsync(deadline.Token) }, new List<RejectedException>());
        foreach (var (host, repository) in Repositories(catalog))
        {
            try
            {
                round = round with { Lost = round.Lost + await SweepAsync(catalog, host, repository, deadline.Token) };
            }
            catch (RejectedException failure)
            {
                failures.Add(failure);
            }
        }

        foreach (var system in catalog)
        {
            round = await TakeOnAsync(system, round, deadline.Token);
        }

        await reports.CountAsync(round, deadline.Token);
        return failures.Count == 0 ? round : throw new RejectedException($"Everything else was swept: {string.Join(" ", failures.Select(failure => failure.Message))}", failures[0]);
    }

    private IEnumerable<(string Host, string Repository)> Repositories(IReadOnlyList<SystemManifest> catalog) => catalog
        .SelectMany(system => system.Environments.SelectMany(environment => environment.Services).Where(service => service.Registry is null)
            .Select(service => ($"{settings.AccountId}.dkr.ecr.{system.Region}.amazonaws.com", service.Repository)))
        .Distinct();

    private async Task<int> SweepAsync(IReadOnlyList<SystemManifest> catalog, string host, string repository, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await sweeps.FindAsync(host, repository, cancellationToken) is not { } mark)
        {
            await sweeps.SaveAsync(SweepRule.Begin(host, repository, now), cancellationToken);
            return 0;
        }

        var lost = new List<(Push Push, Route Route)>();
        foreach (var push in SweepRule.Pushes(await registry.ListAsync(host, repository, SweepRule.Since(mark), cancellationToken)))
        {
            var route = PushRouting.Decide(catalog, push);
            var known = route.Entries.Count == 0 ? [] : await releases.ListAsync(push.Image.Digest, cancellationToken);
            if (SweepRule.Decide(mark, push, route, known, now) == SweepFinding.Lost && await CanBeReleasedAsync(catalog, push, route, cancellationToken))
            {
                lost.Add((push, route));
            }
        }

        await reports.TellAsync(catalog, lost, cancellationToken);
        foreach (var (push, _) in lost)
        {
            await intake.TakeAsync(push, cancellationToken);
        }

        await sweeps.SaveAsync(SweepRule.Advance(mark, now), cancellationToken);
        return lost.Count;
    }

    /// <summary>False while images that are released with it aren't there: nothing was lost then.</summary>
    private async Task<bool> CanBeReleasedAsync(IReadOnlyList<SystemManifest> catalog, Push push, Route route, CancellationToken cancellationToken)
    {
        foreach (var system in route.Of(catalog))
        {
            if ((await companions.FindAsync(system, push, cancellationToken)).Whole is not null)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<SweepRound> TakeOnAsync(SystemManifest system, SweepRound round, CancellationToken cancellationToken)
    {
        var freezes = await restraints.ListAsync(RestraintKind.Freeze, cancellationToken);
        foreach (var environment in system.Environments)
        {
            var now = clock.GetUtcNow();
            var known = await releases.ListAsync(system.Name, environment.Name, cancellationToken);
            round = round with { Unopened = round.Unopened + await onward.SendAsync(system, known, freezes, cancellationToken) };
            foreach (var stalled in known.Where(release => StalledRule.IsStalled(release, now)))
            {
                await promotions.TakeUpAsync(stalled, cancellationToken);
                round = round with { Stalled = round.Stalled + 1 };
            }
        }

        return round;
    }
}
