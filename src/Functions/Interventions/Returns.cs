using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Interventions;

/// <summary>A return to an earlier release, as the record of all of them has it.</summary>
/// <param name="Turned">What serves, with where its services go, also those to which it did not come; nothing of it is saved.</param>
/// <param name="LeftBehind">The digests of what came between, which serve no more either.</param>
public sealed record Return(Verdict Verdict, Release Turned, IReadOnlyList<Digest> LeftBehind);

/// <summary>Reads what a return to an earlier release has to reckon with: whatever became of it elsewhere, whether or not its tag or the manifest is there.</summary>
public sealed class Returns(IReleases releases, Quarantines quarantines, TimeProvider clock)
{
    public async Task<Return> PlanAsync(Release serving, Release target, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var since = await SinceAsync(serving, target, cancellationToken);
        var returning = serving.Services.Where(change => ChangeOf(target, change) is not null).Select(change => change with { ReturnsTo = Good(target, change), ChangedAt = change.ChangedAt ?? now }).ToList();
        var kept = returning.Select(change => change.WayBack!.Digest).ToHashSet();
        var between = since.Where(later => later.Id != serving.Id && later.Status == ReleaseStatus.Verified && ImagesOf(later, serving).Any()).ToList();
        var isLastGood = serving.ChangedServices.All(change => change.Good?.Release == target.Id);
        var inputs = new ReturnInputs(serving.Id, target.Id, target.Status, target.Entered(ReleaseStatus.Verified))
        {
            Elsewhere = target.System == serving.System && target.Environment == serving.Environment ? null : $"{target.System}/{target.Environment}",
            IsServing = target.Id == serving.Id || (returning.Count == serving.Services.Count && returning.All(change => change.WayBack!.Digest == serving.ImageOf(change).Digest)),
            IsNewer = target.Entered(ReleaseStatus.Verified) > serving.Entered(ReleaseStatus.Verified),
            IsLastGood = isLastGood,
            Missing = [.. serving.Services.Where(change => ChangeOf(target, change) is null).Select(change => change.Service)],
            Quarantined = await quarantines.StandingAsync(kept, cancellationToken),
            Since = [.. since.Select(later => new LaterRelease(later.Id, later.Migrated, later.Id == serving.Id || between.Contains(later)))],
        };
        var verdict = Rules.Judge(inputs, now);
        var turned = returning.Aggregate(serving, (release, change) => release.Changed(change)).Judged(verdict);
        return new(
            verdict,
            isLastGood ? turned : turned with { Reverts = [] },
            [.. between.SelectMany(later => ImagesOf(later, serving)).Select(image => image.Digest).Where(digest => !kept.Contains(digest)).Distinct()]);
    }

    /// <summary>
    /// What changed something in the environment after the target was verified, the oldest first. A listing forgets what ended long
    /// ago; of what was verified on the services, each release keeps which was there before it.
    /// </summary>
    private async Task<IReadOnlyList<Release>> SinceAsync(Release serving, Release target, CancellationToken cancellationToken)
    {
        var verified = target.Entered(ReleaseStatus.Verified);
        var listed = (await releases.ListAsync(serving.System, serving.Environment, cancellationToken)).Where(release => Began(release) > verified);
        var known = listed.Append(serving).DistinctBy(release => release.Id).ToDictionary(release => release.Id);
        var open = new Queue<Release>([serving]);
        var seen = new HashSet<ReleaseId> { serving.Id, target.Id };
        while (open.TryDequeue(out var release))
        {
            foreach (var id in release.Services.Select(change => change.Good?.Release).OfType<ReleaseId>().Where(seen.Add))
            {
                var before = known.GetValueOrDefault(id) ?? await releases.FindAsync(id, cancellationToken);
                if (before is not null && Began(before) > verified)
                {
                    known[id] = before;
                    open.Enqueue(before);
                }
            }
        }

        return [.. known.Values.OrderBy(Began).ThenBy(release => release.Id.Value, StringComparer.Ordinal)];
    }

    /// <summary>Every release migrates, if only nothing, before it changes anything.</summary>
    private static DateTimeOffset? Began(Release release) => release.Entered(ReleaseStatus.Migrating);

    private static ServiceChange? ChangeOf(Release release, ServiceChange change) => release.Services.FirstOrDefault(own => own.Service == change.Service);

    private static LastKnownGood Good(Release target, ServiceChange change) => change.Good is { } good && good.Release == target.Id
        ? good
        : new(target.System, target.Environment, change.Service, target.ImageOf(ChangeOf(target, change)!), target.Push.Tag, target.Id, target.Entered(ReleaseStatus.Verified) ?? target.Stages[0].At) { Template = ChangeOf(target, change)!.Applied };

    /// <summary>The images of a release on the services of another.</summary>
    private static IEnumerable<Image> ImagesOf(Release release, Release other) =>
        release.Services.Where(change => ChangeOf(other, change) is not null).Select(release.ImageOf);
}
