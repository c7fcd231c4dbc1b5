using Slipway.Domain.Images;
using Slipway.Domain.Notifications;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Scaling;
using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;
using Slipway.Functions.Systems;

namespace Slipway.Tests.Functions.Systems;

/// <summary>What the five manifests say, by the rows of their requirements.</summary>
public sealed class SystemManifestsTests
{
    public static TheoryData<string> Files => [.. SystemManifests.All.Select(text => text.File)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_manifest_of_the_repository_loads_without_a_problem(string file) =>
        Assert.Empty(YamlManifest.Load(SystemManifests.All.Single(text => text.File == file)).Problems.Select(problem => problem.ToString()));

    [Fact]
    public void There_are_five_systems() =>
        Assert.Equal(["ai-community", "cloud-consulting", "cv-hub", "dougust", "ode"], SystemManifests.All.Select(text => YamlManifest.Load(text).Require().Name.Value));

    [Theory]
    [InlineData("cv-hub", "us-west-2", "development, production")]
    [InlineData("ode", "us-east-1", "production")]
    [InlineData("cloud-consulting", "us-east-1", "production")]
    [InlineData("ai-community", "us-east-1", "dev, staging, prod")]
    [InlineData("dougust", "us-east-1", "development, staging, production")]
    public void Environments_stand_after_those_they_are_promoted_from(string system, string region, string environments)
    {
        var manifest = SystemManifests.Load(system);

        Assert.Equal(region, manifest.Region);
        Assert.Equal(environments, string.Join(", ", manifest.Environments.Select(environment => environment.Name)));
    }

    [Fact]
    public void CvHub_takes_every_push_into_development_and_promotes_it_to_production()
    {
        var manifest = SystemManifests.Load("cv-hub");

        Assert.Equal(["*"], manifest.Environments[0].AcceptedTags);
        Assert.Empty(manifest.Environments[0].PromoteFrom);
        Assert.Empty(manifest.Environments[1].AcceptedTags);
        Assert.Equal([new EnvironmentName("development")], manifest.Environments[1].PromoteFrom);
    }

    [Theory]
    [InlineData("cv-hub", "falkordb, qdrant, api, worker, web")]
    [InlineData("ode", "api, worker, viewer")]
    [InlineData("cloud-consulting", "backend, frontend")]
    [InlineData("ai-community", "backend, jobs-worker, frontend")]
    public void Services_stand_in_the_order_in_which_they_roll_out(string system, string order) =>
        Assert.All(SystemManifests.Load(system).Environments, environment => Assert.Equal(order, string.Join(", ", environment.Services.Select(service => service.Name))));

    [Fact]
    public void CVH_40_and_43_CvHub_runs_three_api_two_web_and_one_to_four_workers()
    {
        var production = Production("cv-hub");

        Assert.Equal(new(3, 3, 3), production.Service(new("api")).Replicas);
        Assert.Equal(new(2, 2, 2), production.Service(new("web")).Replicas);
        Assert.Equal(new(1, 1, 4), production.Service(new("worker")).Replicas);
        Assert.Equal("docker.io", production.Service(new("qdrant")).Registry);
        Assert.Equal((QueueKind.BullMq, new ServiceName("worker")), production.Queues.Select(queue => (queue.Kind, queue.Consumer)).Single());
    }

    [Theory]
    [InlineData("api-cpu", "pod_cpu_utilization", "Average", 80, 1, 5)]
    [InlineData("api-memory", "pod_memory_utilization", "Average", 85, 1, 5)]
    [InlineData("rds-cpu", "CPUUtilization", "Average", 80, 1, 5)]
    [InlineData("rds-connections", "DatabaseConnections", "Average", 360, 1, 5)]
    [InlineData("alb-5xx", "HTTPCode_Target_5XX_Count", "Sum", 10, 1, 1)]
    [InlineData("alb-latency-p99", "TargetResponseTime", "p99", 2, 1, 5)]
    public void CVH_44_to_49_CvHub_is_watched_by_six_alarms(string name, string metric, string statistic, double threshold, int period, int length)
    {
        var alarm = Production("cv-hub").Alarms.Single(alarm => alarm.Name == name);

        Assert.Equal((metric, statistic, threshold, true), (alarm.Metric, alarm.Statistic, Math.Round(alarm.Threshold), alarm.Above));
        Assert.Equal((TimeSpan.FromMinutes(period), TimeSpan.FromMinutes(length)), (alarm.Period, alarm.For));
        Assert.Equal(6, Production("cv-hub").Alarms.Count);
    }

    [Fact]
    [Trait("Requirement", "CVH-33")]
    public void CvHub_waits_for_scans_migrates_before_its_api_and_asks_each_environment_by_its_own_address()
    {
        var manifest = SystemManifests.Load("cv-hub");
        var production = Production("cv-hub");

        Assert.Equal((true, Severity.Critical, TimeSpan.FromMinutes(15)), (production.Rollout.Scan.Required, production.Rollout.Scan.FailOn, production.Rollout.Scan.Within));
        Assert.Equal((TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(5)), (production.Rollout.StableWithin, production.Rollout.Bake));
        Assert.Equal(["https://api.cv-hub.io/health", "https://cv-hub.io/"], production.Rollout.Smoke.Select(smoke => smoke.Url));
        Assert.Equal(["https://api.dev.cv-hub.io/health", "https://dev.cv-hub.io/"], manifest.Environments[0].Rollout.Smoke.Select(smoke => smoke.Url));
        Assert.Equal(("cv-hub-postgres", 100, SnapshotPolicy.Always, "migrate"), Facts(production.Databases.Single()));
        Assert.Equal("cv-hub-dev-postgres", manifest.Environments[0].Databases.Single().Identifier);
        Assert.Equal(["npm", "run", "migrate"], production.Jobs.Single(job => job.Name == "migrate").Run);
        Assert.Equal("cv-hub-api", production.Jobs.Single(job => job.Name == "migrate").Repository);
    }

    [Fact]
    public void ODE_31_to_35_the_worker_scales_on_its_queue()
    {
        var production = Production("ode");
        var worker = production.Service(new("worker"));
        var scaling = worker.Scaling!;

        Assert.Equal(new(2, 2, 20), worker.Replicas);
        Assert.Equal([(MetricKind.QueueDepth, "jobs", 100.0, MetricReading.Total)], scaling.Metrics.Select(metric => (metric.Kind, metric.Queues.Single(), metric.Target, metric.Reading)));
        Assert.Equal([new(null, 100, TimeSpan.FromSeconds(30)), new(4, null, TimeSpan.FromSeconds(30))], scaling.ScaleUp.Policies);
        Assert.Equal((TimeSpan.Zero, PolicySelection.Min), (scaling.ScaleUp.Stabilization, scaling.ScaleUp.Select));
        Assert.Equal([new(null, 50, TimeSpan.FromSeconds(60))], scaling.ScaleDown.Policies);
        Assert.Equal(TimeSpan.FromMinutes(10), scaling.ScaleDown.Stabilization);
        Assert.Equal(TimeSpan.FromSeconds(120), worker.Grace);
        Assert.Equal(new("jobs", QueueKind.RedisList, new("worker")) { UrlSecret = "ode-secrets#redis-url" }, production.Queues.Single());
    }

    [Fact]
    public void ODE_36_to_39_the_api_scales_on_processor_or_memory()
    {
        var api = Production("ode").Service(new("api"));

        Assert.Equal(new(2, 2, 10), api.Replicas);
        Assert.Equal([(MetricKind.Cpu, 70.0), (MetricKind.Memory, 80.0)], api.Scaling!.Metrics.Select(metric => (metric.Kind, metric.Target)));
        Assert.Equal(TimeSpan.FromMinutes(5), api.Scaling.ScaleDown.Stabilization);
    }

    [Fact]
    public void CCP_58_and_60_the_alarms_have_their_names_and_two_periods_of_five_minutes()
    {
        var alarms = Production("cloud-consulting").Alarms;

        Assert.Equal(["HighCPUUtilization", "HighErrorRate", "backend-health"], alarms.Select(alarm => alarm.Name));
        Assert.All(alarms.Take(2), alarm => Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10)), (alarm.Period, alarm.For)));
        Assert.False(alarms[2].Above);
    }

    [Fact]
    public void ACP_11_and_26_to_28_and_38_to_40_workers_follow_two_queues_people_approve_and_severities_have_their_channels()
    {
        var manifest = SystemManifests.Load("ai-community");

        Assert.Equal(["emails", "analytics"], manifest.Environment(new("prod")).Service(new("jobs-worker")).Scaling!.Metrics.SelectMany(metric => metric.Queues));
        Assert.Equal([false, true, true], manifest.Environments.Select(environment => environment.Approval.Required));
        Assert.Equal(["qa", "product"], manifest.Environments[1].Approval.Approvers);
        Assert.Equal(["pagerduty"], manifest.Notifications.ChannelsFor(AlarmSeverity.Critical));
        Assert.Equal(ChannelKind.Slack, manifest.Notifications.Channels.Single(channel => channel.Name == "slack").Kind);
        Assert.Equal(["email"], manifest.Notifications.ChannelsFor(AlarmSeverity.Info));
        Assert.Equal([SnapshotPolicy.Never, SnapshotPolicy.Always, SnapshotPolicy.Always], manifest.Environments.Select(environment => environment.Databases.Single().SnapshotBeforeDeploy));
    }

    [Fact]
    public void DGT_61_to_64_and_79_to_85_and_103_Dougust_scales_by_one_task_and_snapshots_before_major_releases()
    {
        var production = Production("dougust");
        var api = production.Service(new("api"));

        Assert.Equal((WorkloadKind.EcsService, new ReplicaRange(2, 4, 10)), (api.Kind, api.Replicas));
        Assert.Equal([new(1, null, TimeSpan.FromMinutes(5))], api.Scaling!.ScaleUp.Policies);
        Assert.Equal(SnapshotPolicy.Major, production.Databases.Single().SnapshotBeforeDeploy);
        Assert.Equal(20.0 * (1L << 30), production.Alarms.Single(alarm => alarm.Name == "rds-storage").Threshold);
        Assert.Equal(new(2, 2, 10), SystemManifests.Load("dougust").Environments[0].Service(new("api")).Replicas);
    }

    [Theory]
    [InlineData("4f2c9e1", true)]
    [InlineData("latest", false)]
    public void DGT_35_of_the_two_tags_of_a_push_only_the_commit_enters(string tag, bool accepted) =>
        Assert.Equal(accepted, PushRouting.Accepts(Production("dougust").AcceptedTags, tag));

    [Theory]
    [InlineData("cv-hub", "production", 613, 615)]
    [InlineData("ode", "production", 518, 518)]
    [InlineData("dougust", "development", 250, 250)]
    [InlineData("dougust", "production", 510, 510)]
    public void Budgets_add_up_to_their_lines_and_keep_the_stated_total(string system, string environment, int total, int stated)
    {
        var budget = SystemManifests.Load(system).Environment(new(environment)).Budget!;

        Assert.Equal((total, stated, "USD"), (budget.Total, budget.StatedTotal, budget.Currency));
    }

    [Fact]
    public void A_system_without_a_cost_table_has_no_budget()
    {
        Assert.All(SystemManifests.Load("cloud-consulting").Environments, environment => Assert.Null(environment.Budget));
        Assert.All(SystemManifests.Load("ai-community").Environments, environment => Assert.Null(environment.Budget));
    }

    [Fact]
    public void The_version_changes_with_the_text()
    {
        var text = SystemManifests.All[0];

        Assert.Matches("^[0-9a-f]{12}$", YamlManifest.Load(text).Require().Version);
        Assert.NotEqual(YamlManifest.Load(text).Require().Version, YamlManifest.Load(text with { Text = text.Text + "\n" }).Require().Version);
    }

    private static EnvironmentManifest Production(string system) => SystemManifests.Load(system).Environments[^1];

    private static (string, int, SnapshotPolicy, string?) Facts(Database database) => (database.Identifier, database.StorageGiB, database.SnapshotBeforeDeploy, database.MigrationJob);
}
