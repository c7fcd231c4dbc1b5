using Slipway.Domain.Rollouts;
using Slipway.Local.Account;

namespace Slipway.Tests.Local.Account;

public sealed class ImageBehaviourTests
{
    private static readonly JobAddress Migration = new(Shop.Address("api"), "migrate-1");

    [Fact]
    public async Task A_crashing_image_restarts_its_container_ever_later_and_says_its_last_line()
    {
        var run = new AccountRun();
        await run.Deploy("api", ImageBehaviour.CrashLoop);
        run.Pass(TimeSpan.FromMinutes(5));

        var pod = run.Account.Cluster.Pods(Shop.Address("api")).First(pod => pod.Restarts > 0);
        Assert.InRange(pod.Restarts, 4, 7);
        Assert.Contains("exit code 1, last line: Error: DATABASE_URL is not set", pod.Message ?? (await run.Read(Shop.Address("api"))).Troubles[0].Message);
    }

    [Fact]
    public async Task A_missing_image_is_held_until_a_workload_pulls_it_and_then_backs_off()
    {
        var run = new AccountRun();
        var image = await run.Deploy("api", ImageBehaviour.Missing);
        Assert.NotNull(await run.Account.Registry.FindAsync(image, AccountRun.Token));

        Assert.True(run.Clock.RunUntil(() => run.Account.Cluster.Pods(Shop.Address("api")).Any(pod => pod.Reason == "ErrImagePull"), AccountRun.Start.AddMinutes(1)));
        Assert.True(run.Clock.RunUntil(() => run.Account.Cluster.Pods(Shop.Address("api")).Any(pod => pod.Reason == "ImagePullBackOff"), AccountRun.Start.AddMinutes(1)));
        Assert.Null(await run.Account.Registry.FindAsync(image, AccountRun.Token));
    }

    [Fact]
    public async Task A_slow_image_is_ready_only_after_the_manifests_limit()
    {
        var run = new AccountRun();
        await run.Deploy("worker", ImageBehaviour.Slow);

        run.Pass(TimeSpan.FromMinutes(5));
        var state = await run.Read(Shop.Address("worker"));
        Assert.Equal((1, 0, 1), (state.Updated, state.Ready, state.Old));
        Assert.Empty(state.Troubles);
        Assert.True(run.Settle(TimeSpan.FromMinutes(6)));
    }

    [Fact]
    public async Task An_unhealthy_image_is_ready_but_answers_smoke_requests_with_503()
    {
        var run = new AccountRun();
        await run.Deploy("api", ImageBehaviour.Unhealthy);
        Assert.True(run.Settle(TimeSpan.FromMinutes(10)));

        Assert.Equal(503, (await run.Account.Traffic.SendAsync(Shop.ApiCheck, AccountRun.Token)).Status);
        Assert.Equal(200, (await run.Account.Traffic.SendAsync(Shop.WebCheck, AccountRun.Token)).Status);
        Assert.Equal(200, (await run.Account.Traffic.SendAsync(Shop.StagingCheck, AccountRun.Token)).Status);
    }

    [Fact]
    public async Task Smoke_requests_meet_503_without_ready_pods_and_no_answer_at_an_unknown_host()
    {
        var run = new AccountRun();
        await run.Account.Cluster.ScaleAsync(Shop.Address("api"), 0, AccountRun.Token);

        Assert.Equal(503, (await run.Account.Traffic.SendAsync(Shop.ApiCheck, AccountRun.Token)).Status);
        var unknown = await run.Account.Traffic.SendAsync(new SmokeCheck("https://elsewhere.example/", 200), AccountRun.Token);
        Assert.Null(unknown.Status);
        Assert.NotNull(unknown.Error);
    }

    [Fact]
    public async Task An_image_with_errors_answers_smoke_requests_and_sets_off_the_5xx_alarm()
    {
        var run = new AccountRun();
        await run.Deploy("api", ImageBehaviour.Errors);
        Assert.True(run.Settle(TimeSpan.FromMinutes(10)));
        run.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(200, (await run.Account.Traffic.SendAsync(Shop.ApiCheck, AccountRun.Token)).Status);
        var alarm = Assert.Single(await run.Account.Alarms.ReadAsync(Shop.Location, ["shop-production-alb-5xx", "shop-production-none"], AccountRun.Token));
        Assert.Equal(Domain.Remediation.AlarmState.Alarm, alarm.State);
    }

    [Theory]
    [InlineData(ImageBehaviour.Healthy, JobStatus.Succeeded, "All migrations")]
    [InlineData(ImageBehaviour.Migration, JobStatus.Failed, "ERROR: column")]
    [InlineData(ImageBehaviour.CrashLoop, JobStatus.Succeeded, "All migrations")]
    public async Task A_job_ends_within_a_minute_as_its_image_behaves(ImageBehaviour behaviour, JobStatus end, string log)
    {
        var run = new AccountRun();
        var job = Job(run, behaviour);
        await run.Account.Jobs.StartAsync(job, AccountRun.Token);
        await run.Account.Jobs.StartAsync(job, AccountRun.Token);
        Assert.Equal(["migrate-1"], run.Account.Jobs.Running);
        Assert.Equal(["job migrate-1"], run.Account.Unsettled);

        run.Pass(TimeSpan.FromSeconds(19));
        Assert.Equal(JobStatus.Running, (await run.Account.Jobs.ReadAsync(Migration, AccountRun.Token)).Status);
        run.Pass(TimeSpan.FromSeconds(41));

        var state = await run.Account.Jobs.ReadAsync(Migration, AccountRun.Token);
        Assert.Equal(end, state.Status);
        Assert.Contains(log, state.LogTail);
        Assert.Empty(run.Account.Jobs.Running);
    }

    [Fact]
    public async Task A_stopped_job_has_failed_and_a_late_start_does_not_run_it_again()
    {
        var run = new AccountRun();
        var job = Job(run, ImageBehaviour.Healthy);
        await run.Account.Jobs.StartAsync(job, AccountRun.Token);
        await run.Account.Jobs.StopAsync(Migration, AccountRun.Token);
        await run.Account.Jobs.StartAsync(job, AccountRun.Token);
        run.Pass(TimeSpan.FromMinutes(5));

        Assert.Equal(JobStatus.Failed, (await run.Account.Jobs.ReadAsync(Migration, AccountRun.Token)).Status);
        Assert.Equal(JobStatus.Missing, (await run.Account.Jobs.ReadAsync(Migration with { Name = "other" }, AccountRun.Token)).Status);
    }

    private static JobRequest Job(AccountRun run, ImageBehaviour behaviour) =>
        new(Migration, run.Account.Registry.Push("shop/api", "v2", behaviour), ["migrate"], TimeSpan.FromMinutes(10));
}
