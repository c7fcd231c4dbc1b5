using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Microsoft.Extensions.Logging;
using Slipway.Domain.Releases;
using Slipway.Domain.Restraints;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;
using Slipway.Functions.Systems;

namespace Slipway.Functions.Snapshots;

/// <summary>How many of Slipway's snapshots an environment keeps, and which were deleted, each with its region.</summary>
public sealed record TidySummary(SystemName System, EnvironmentName Environment, int Kept, IReadOnlyList<string> Deleted);

/// <summary>Deletes the snapshots and copies of an environment that nothing needs any more; what Slipway did not make it does not touch.</summary>
public sealed class TidySnapshots(SystemCatalog systems, ISnapshots snapshots, IReleases releases, ILastKnownGood lastKnownGood, IRestraints restraints, TimeProvider clock, ILogger logger)
{
    [LambdaFunction]
    public async Task<TidySummary> TidySnapshotsAsync(TidyTarget target, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var environment = (await systems.FindAsync(target.System, deadline.Token)).Environment(target.Environment);
        var (kept, deleted) = (0, new List<string>());
        foreach (var (database, keep) in environment.Databases.SelectMany(database => Places(environment, database)))
        {
            // The snapshots before the releases: one that begins in between has none in this list.
            var all = await snapshots.ListAsync(database, deadline.Token);
            var needed = await NeededAsync(target, environment, deadline.Token);
            foreach (var decided in RetentionRule.Decide(new(target.System, target.Environment, all, needed, keep)))
            {
                if (decided.IsKept)
                {
                    kept++;
                    continue;
                }

                await snapshots.DeleteAsync(database, decided.Id, deadline.Token);
                deleted.Add($"{decided.Id} in {database.Location.Region}");
                logger.SnapshotDeleted(target.System, target.Environment, decided.Id, database.Location.Region, decided.Reason);
            }
        }

        return new(target.System, target.Environment, kept, deleted);
    }

    private static IEnumerable<(DatabaseAddress Database, int Keep)> Places(EnvironmentManifest environment, Database database)
    {
        var address = DatabaseAddress.Of(environment, database);
        yield return (address, database.KeptSnapshots);
        if (database.CopyTo is { } copy)
        {
            yield return (copy.Of(address), database.KeptSnapshots);
        }
    }

    private async Task<Dictionary<string, string>> NeededAsync(TidyTarget target, EnvironmentManifest environment, CancellationToken cancellationToken)
    {
        var needed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var service in environment.Services)
        {
            if (await lastKnownGood.FindAsync(target.System, target.Environment, service.Name, cancellationToken) is { } good)
            {
                needed[good.Release.Value] = $"its release is the last known good of {service.Name}";
                await AddWayBackAsync(good, needed, cancellationToken);
            }
        }

        foreach (var release in (await releases.ListAsync(target.System, target.Environment, cancellationToken)).Where(release => !release.Status.IsFinal() || release.Status == ReleaseStatus.Frozen))
        {
            needed[release.Id.Value] = $"its release is {release.Status.ToString().ToLowerInvariant()}";
        }

        // A freeze may outlast the list of releases.
        var now = clock.GetUtcNow();
        foreach (var freeze in (await restraints.ListAsync(RestraintKind.Freeze, cancellationToken)).Where(freeze => freeze.IsInForce(now)))
        {
            needed[freeze.By] = $"its release froze {freeze.Scope}";
        }

        return needed;
    }

    /// <summary>A rollback of the last known good makes that of before it the last known good again.</summary>
    private async Task AddWayBackAsync(LastKnownGood good, Dictionary<string, string> needed, CancellationToken cancellationToken)
    {
        var release = await releases.FindAsync(good.Release, cancellationToken);
        if (release?.ChangedServices.FirstOrDefault(change => change.Service == good.Service)?.Good is { } before)
        {
            needed.TryAdd(before.Release.Value, $"a rollback of {good.Service} returns to its release");
        }
    }
}
