using System.Globalization;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Systems;
using Slipway.Functions.Releases;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Images;

/// <summary>What a sweep found: pushes whose events were lost, and environments into which nothing was sent on.</summary>
public sealed record SweepRound(int Lost, int Unopened);

/// <summary>Compares the registries with the record, and makes good what was lost in between: whatever an event brings later finds its release there already.</summary>
public sealed class SweepRegistries(
    SystemCatalog systems, IImageRegistry registry, ISweeps sweeps, IReleases releases, PushIntake intake, Companions companions, Promotions promotions, SweepReports reports, Settings settings, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<SweepRound> SweepRegistriesAsync(SweepRound request, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var catalog = (await systems.ReadAsync(deadline.Token)).Systems;
        var lost = 0;
        foreach (var (host, repository) in Repositories(catalog))
        {
            lost += await SweepAsync(catalog, host, repository, deadline.Token);
        }

        var unopened = 0;
        foreach (var system in catalog)
        {
            unopened += await SendOnAsync(system, deadline.Token);
        }

        await reports.CountAsync(lost, unopened, deadline.Token);
        return new(lost, unopened);
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
        foreach (var system in catalog.Where(system => route.Entries.Any(entry => entry.System == system.Name)))
        {
            if ((await companions.FindAsync(system, push, cancellationToken)).Whole is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An execution of its own takes up what the first one left: it opens what is not open, and ends the release.</summary>
    private async Task<int> SendOnAsync(SystemManifest system, CancellationToken cancellationToken)
    {
        var sent = 0;
        foreach (var environment in system.Environments)
        {
            var now = clock.GetUtcNow();
            foreach (var verified in UnopenedRule.Candidates(await releases.ListAsync(system.Name, environment.Name, cancellationToken), now))
            {
                if (UnopenedRule.Unopened(system, verified, await releases.ListAsync(verified.Push.Image.Digest, cancellationToken)).Any())
                {
                    await promotions.GoOnAsync(verified, verified.Id.Named("sweep", now.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture), 80), cancellationToken);
                    sent++;
                }
            }
        }

        return sent;
    }
}
