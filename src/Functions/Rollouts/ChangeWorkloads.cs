using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Systems;
using Slipway.Functions.Releases;

namespace Slipway.Functions.Rollouts;

/// <summary>Asks for the new image on the next services: those whose dependencies within the release have arrived.</summary>
public sealed class ChangeWorkloads(ReleaseReader reader, IReleases releases, Leaseholder leaseholder, WorkloadChanges changes, ILastKnownGood lastKnownGood, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<Release> ChangeWorkloadsAsync(Release document, ILambdaContext context)
    {
        using var deadline = clock.Deadlines(context);
        var (release, _, environment) = await reader.ReadInContextAsync(document, deadline.Token);
        if (release.Status is not (ReleaseStatus.Migrating or ReleaseStatus.Rolling))
        {
            return release;
        }

        await leaseholder.KeepAsync(release, deadline.Token);
        var noted = await NoteNextAsync(document, release, environment, deadline.Token);
        if (noted != release)
        {
            release = await releases.SaveAsync(noted, deadline.Token);
        }

        var applied = await changes.ApplyAsync(release, deadline.Token);
        return applied == release ? release : await releases.SaveAsync(applied, deadline.Token);
    }

    /// <summary>The next services are those of the document, not of the record: a repeated call must not take the step after.</summary>
    private async Task<Release> NoteNextAsync(Release document, Release release, EnvironmentManifest environment, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var open = document.Services.Where(change => change.ChangedAt is null).Select(change => change.Service).ToHashSet();
        var next = release.Services.Where(change => change.ChangedAt is null && open.Contains(change.Service) && !environment.Service(change.Service).DependsOn.Any(open.Contains));
        var images = next.GroupBy(release.ImageOf).Select(same => $"{string.Join(", ", same.Select(change => change.Service))} to {same.Key.Digest.Abbreviation}");
        var reason = $"Changing {string.Join(" and ", images)}.";
        var noted = release.Status == ReleaseStatus.Migrating ? release.MoveTo(ReleaseStatus.Rolling, reason, now) : release;
        foreach (var change in next)
        {
            var good = await lastKnownGood.FindAsync(release.System, release.Environment, change.Service, cancellationToken);
            noted = noted.Changed(await changes.NoteAsync(change, good, now, cancellationToken));
        }

        return noted;
    }
}
