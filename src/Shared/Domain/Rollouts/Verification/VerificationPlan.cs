using System.Globalization;
using Slipway.Domain.Releases;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Rollouts.Verification;

/// <summary>
/// Which jobs verify a release: once each time it is verified, beside the service whose image they run.
/// <list type="table">
/// <item><term>the job runs an image that the release brings</term><description>run it with that image</description></item>
/// <item><term>it runs an image of its own, by digest</term><description>run it, beside the first service</description></item>
/// <item><term>it runs an image that another release brings</term><description>leave it out: its turn comes then</description></item>
/// </list>
/// </summary>
public static class VerificationPlan
{
    public static IReadOnlyList<JobRun> Of(Release release, EnvironmentManifest environment, DateTimeOffset now)
    {
        var time = release.Times(ReleaseStatus.Verifying) is > 1 and var times ? string.Create(CultureInfo.InvariantCulture, $"verify-{times}") : "verify";
        return
        [
            .. environment.Rollout.Jobs.SelectMany(name => environment.Jobs.Where(job => job.Name == name))
                .Where(job => job.Image is not null || release.Push.Images.Any(image => image.Repository == job.Repository))
                .Select(job => new JobRun(job.Name, new(Like(release, job).Workload, release.Id.Named(job.Name, time)), job.Timeout, now)
                {
                    Run = job.Run,
                    Repository = job.Image is not null || release.Push.Others is null ? null : job.Repository,
                    Image = job.Image,
                }),
        ];
    }

    private static ServiceChange Like(Release release, Job job) => release.Services.FirstOrDefault(change => change.Repository is { } repository && repository == job.Repository) ?? release.Services[0];
}
