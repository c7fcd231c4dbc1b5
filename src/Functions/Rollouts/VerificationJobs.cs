using Slipway.Domain;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Verification;
using Slipway.Domain.Systems;

namespace Slipway.Functions.Rollouts;

/// <summary>Runs the jobs that verify a release beside what was rolled out: each once, whatever is repeated, and none longer than the release needs it.</summary>
public sealed class VerificationJobs(IReleases releases, IJobs jobs)
{
    /// <summary>Starts what is to be started, once it stands in the record; the release with what the cluster has taken. Whoever dies before that is saved starts it again under the same name.</summary>
    public async Task<Release> StartAsync(Release release, EnvironmentManifest environment, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (release.Verifications.Count == 0 && VerificationPlan.Of(release, environment, now) is { Count: > 0 } planned)
        {
            release = await releases.SaveAsync(release with { Verifications = planned }, cancellationToken);
        }

        var started = new List<JobRun>();
        foreach (var run in release.Verifications)
        {
            if (run.IsStarted is null)
            {
                await jobs.StartAsync(new(run.Address, run.Image ?? release.ImageOf(run.Repository), run.Run, run.Timeout), cancellationToken);
            }

            started.Add(run with { IsStarted = true });
        }

        return release with { Verifications = started };
    }

    /// <summary>How far they are, and the release with what is known then.</summary>
    public async Task<(Release Release, IReadOnlyList<JobProgress> Progress)> ReadAsync(Release release, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (seen, progress) = await jobs.SeeAsync(release.Verifications, now, cancellationToken);
        return (release with { Verifications = seen }, progress);
    }

    /// <summary>What they asked was not what the release wants: they run again when it is verified again.</summary>
    public async Task<Release> ForgetAsync(Release release, CancellationToken cancellationToken)
    {
        await StopAsync(release, cancellationToken);
        return release with { Verifications = [] };
    }

    /// <summary>Ends what a release left running; what has ended keeps how it ended. One that may not be stopped ends by its own limit, and keeps no way back from being gone.</summary>
    public async Task StopAsync(Release release, CancellationToken cancellationToken)
    {
        foreach (var run in release.Verifications.Where(run => run is { Outcome: null, IsStarted: true }))
        {
            try
            {
                await jobs.StopAsync(run.Address, cancellationToken);
            }
            catch (RejectedException)
            {
            }
        }
    }
}
