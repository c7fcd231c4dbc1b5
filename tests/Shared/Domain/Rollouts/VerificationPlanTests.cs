using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Verification;
using Slipway.Domain.Systems;

namespace Slipway.Tests.Shared.Domain.Rollouts;

public sealed class VerificationPlanTests
{
    private static readonly Image Curl = new("public.ecr.aws", "curl/curl", Any.Digest());
    private static readonly WorkloadAddress Api = new(new("us-east-1"), "c", "n", WorkloadKind.Deployment, "api", "api");
    private static readonly WorkloadAddress Web = Api with { Name = "web", Container = "web" };

    [Fact]
    public void A_job_of_the_releases_image_runs_with_it_under_the_releases_name()
    {
        var release = Of("shop-api");

        var run = Assert.Single(VerificationPlan.Of(release, Environment(["smoke"], Job("smoke", "shop-api"), Job("migrate", "shop-api")), Any.Time));

        Assert.Equivalent(new JobRun("smoke", new(Api, release.Id.Named("smoke", "verify")), TimeSpan.FromMinutes(15), Any.Time) { Run = ["run", "smoke"] }, run);
        Assert.NotEqual(release.Id.Named("smoke"), run.Address.Name);
    }

    [Fact]
    public void A_job_of_another_releases_image_is_left_out() => Assert.Empty(VerificationPlan.Of(Of("shop-api"), Environment(["smoke"], Job("smoke", "shop-web")), Any.Time));

    [Fact]
    public void A_job_with_an_image_of_its_own_runs_with_every_release() =>
        Assert.Equal((Curl, null, Api), VerificationPlan.Of(Of("shop-api"), Environment(["smoke"], new Job { Name = "smoke", Image = Curl, Run = ["curl"] }), Any.Time).Select(run => (run.Image, run.Repository, run.Address.Like)).Single());

    [Fact]
    public void Of_several_images_a_job_takes_its_own_beside_the_service_that_runs_it() => Assert.Equal(
        [("smoke", "shop-web", Web), ("load", "shop-api", Api)],
        VerificationPlan.Of(Of("shop-api", "shop-web"), Environment(["smoke", "load"], Job("load", "shop-api"), Job("smoke", "shop-web")), Any.Time).Select(run => (run.Job, run.Repository!, run.Address.Like)));

    private static Job Job(string name, string repository) => new() { Name = name, Repository = repository, Run = ["run", name] };

    private static EnvironmentManifest Environment(IReadOnlyList<string> verify, params IReadOnlyList<Job> jobs) =>
        new() { Name = new("production"), Location = new("us-east-1"), Cluster = "c", Namespace = "n", Services = [], Jobs = jobs, Rollout = RolloutPolicy.Standard with { Jobs = verify } };

    private static Release Of(params IReadOnlyList<string> repositories)
    {
        var images = repositories.Select(repository => new Image("r", repository, Any.Digest())).ToList();
        return Any.Release() with
        {
            Push = new Push("p", images[0], "v1", Any.Time) { Others = images.Count > 1 ? [.. images.Skip(1)] : null },
            Services = [.. repositories.Select(repository => new ServiceChange(new(repository[5..]), repository == "shop-web" ? Web : Api) { Repository = images.Count > 1 ? repository : null })],
        };
    }
}
