using System.Text.Json.Nodes;
using Amazon.ECS;
using Slipway.Aws.Ecs;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Tests.Wire.Peers;
using Slipway.Tests.Wire.Registries;

namespace Slipway.Tests.Wire.Ecs;

public sealed class EcsJobsTests(MotoServer moto)
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private readonly ScriptedOperations _aws = new();
    private readonly JsonObject _task = new()
    {
        ["taskArn"] = "arn:aws:ecs:eu-central-1:123456789012:task/prod/0123",
        ["taskDefinitionArn"] = "arn:aws:ecs:eu-central-1:123456789012:task-definition/slipway-job-api:1",
        ["startedBy"] = "migrate-1",
        ["createdAt"] = Now.AddMinutes(-2).ToUnixTimeSeconds(),
        ["lastStatus"] = "STOPPED",
        ["desiredStatus"] = "STOPPED",
        ["stopCode"] = "EssentialContainerExited",
        ["stoppedReason"] = "Essential container in task exited",
        ["containers"] = new JsonArray(new JsonObject { ["name"] = "api", ["exitCode"] = 0, ["runtimeId"] = "r-1" }),
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_runs_in_the_likeness_of_its_service_from_a_family_of_its_own()
    {
        var service = await MotoService.CreateAsync(moto);
        var (jobs, job) = (Jobs(service), new JobAddress(service.Address, "shop-prod-1-migrate"));

        await jobs.StartAsync(new(job, Shop.Image("second"), ["migrate", "--all"], TimeSpan.FromMinutes(15)), Token);
        await jobs.StartAsync(new(job, Shop.Image("second"), ["migrate", "--all"], TimeSpan.FromMinutes(15)), Token);

        var arn = Assert.Single((await service.Client.ListTasksAsync(new() { Cluster = service.Address.Cluster }, Token)).TaskArns);
        var task = Assert.Single((await service.Client.DescribeTasksAsync(new() { Cluster = service.Address.Cluster, Tasks = [arn], Include = ["TAGS"] }, Token)).Tasks);
        Assert.Equal(("shop-prod-1-migrate", LaunchType.FARGATE, "1.4.0"), (task.StartedBy, task.LaunchType, task.PlatformVersion));
        Assert.Contains(task.Tags, tag => tag is { Key: "slipway:timeout-seconds", Value: "900" });
        var revision = (await service.RevisionAsync(task.TaskDefinitionArn)).TaskDefinition;
        var container = Assert.Single(revision.ContainerDefinitions);
        Assert.Equal(($"slipway-job-{service.Address.Cluster}-api", "api", Shop.Image("second").Reference, true), (revision.Family, container.Name, container.Image, container.Essential));
        Assert.Equal(["migrate", "then", "--all"], [.. container.EntryPoint, "then", .. container.Command]);
        Assert.Equal("DATABASE_URL", Assert.Single(container.Secrets).Name);
        Assert.True(container is { PortMappings: null or { Count: 0 }, HealthCheck: null });
        Assert.Equal(1, (await service.RevisionAsync(service.Family)).TaskDefinition.Revision);
    }

    [Fact]
    public async Task Jobs_alike_share_a_revision_and_others_get_one_of_their_own()
    {
        var service = await MotoService.CreateAsync(moto);
        List<string> revisions = [];
        foreach (var (name, image, run) in new[] { ("one", "a", "migrate"), ("two", "a", "migrate"), ("three", "a", "check"), ("four", "b", "check") })
        {
            await Jobs(service).StartAsync(new(new(service.Address, name), Shop.Image(image), [run], TimeSpan.FromMinutes(1)), Token);
            revisions.Add((await service.RevisionAsync($"slipway-job-{service.Address.Cluster}-api")).TaskDefinition.TaskDefinitionArn);
        }

        Assert.Equal(revisions[0], revisions[1]);
        Assert.Equal(3, revisions.Distinct().Count());
    }

    [Fact]
    public async Task A_job_that_nobody_started_is_missing_and_a_stopped_one_has_failed_and_stays_so()
    {
        var service = await MotoService.CreateAsync(moto);
        var (jobs, job) = (Jobs(service), new JobAddress(service.Address, "migrate-1"));
        await jobs.StopAsync(job, Token);
        Assert.Equal(new(JobStatus.Missing, ""), await jobs.ReadAsync(job, Token));
        var request = new JobRequest(job, Shop.Image("second"), ["migrate"], TimeSpan.FromMinutes(15));
        await jobs.StartAsync(request, Token);

        await jobs.StopAsync(job, Token);
        await jobs.StartAsync(request, Token);

        Assert.Equal(new(JobStatus.Failed, "Stopped before it ended.\n"), await jobs.ReadAsync(job, Token));
    }

    [Fact]
    public async Task Scripted_a_job_that_ended_well_says_the_last_lines_of_its_log()
    {
        _aws.Answers("GetLogEvents", """{"events":[],"nextBackwardToken":"b/1"}""", """{"events":[{"timestamp":1,"message":"one\n"},{"timestamp":2,"message":"done"}],"nextBackwardToken":"b/2"}""");

        Assert.Equal(new(JobStatus.Succeeded, "one\ndone\n"), await ReadAsync());

        var asked = _aws.Asked("GetLogEvents");
        Assert.Equal(("/ecs/api", "api/api/0123", false), ((string)asked[0]["logGroupName"]!, (string)asked[0]["logStreamName"]!, (bool)asked[0]["startFromHead"]!));
        Assert.Equal("b/1", (string)asked[1]["nextToken"]!);
    }

    [Theory]
    [InlineData(1, null, "broken\n")]
    [InlineData(137, "OutOfMemoryError: Container killed due to memory usage", "broken\nOutOfMemoryError: Container killed due to memory usage: the container ended with exit code 137\n")]
    [InlineData(null, "CannotPullContainerError: not found", "broken\nCannotPullContainerError: not found\n")]
    [InlineData(null, null, "broken\nEssential container in task exited\n")]
    public async Task Scripted_a_job_that_failed_says_why_in_its_last_line(int? exitCode, string? reason, string tail)
    {
        (_task["containers"]![0]!["exitCode"], _task["containers"]![0]!["reason"]) = (exitCode, reason);
        _aws.Answers("GetLogEvents", """{"events":[{"timestamp":1,"message":"broken"}]}""");
        Assert.Equal(new(JobStatus.Failed, tail), await ReadAsync());
    }

    [Fact]
    public async Task Scripted_a_job_without_a_log_says_its_exit_code()
    {
        _task["containers"]![0]!["exitCode"] = 3;
        _aws.Refuses("GetLogEvents", "ResourceNotFoundException", "The specified log stream does not exist.");
        Assert.Equal(new(JobStatus.Failed, "The container api ended with exit code 3.\n"), await ReadAsync());
    }

    [Fact]
    public async Task Scripted_a_log_that_may_not_be_read_does_not_hide_how_the_job_ended()
    {
        _aws.Refuses("GetLogEvents", "AccessDeniedException", "not you");
        Assert.Equal(new(JobStatus.Succeeded, "The log /ecs/api cannot be read: permission is missing (AccessDeniedException): not you\n"), await ReadAsync());
    }

    [Fact]
    public async Task Scripted_a_job_that_somebody_stopped_has_failed_though_its_container_ended_well()
    {
        (_task["stopCode"], _task["stoppedReason"]) = ("UserInitiated", "by hand");
        _aws.Answers("GetLogEvents", """{"events":[]}""");
        Assert.Equal(new(JobStatus.Failed, "Somebody stopped the task: by hand\n"), await ReadAsync());
    }

    [Theory]
    [InlineData(121, JobStatus.Running)]
    [InlineData(120, JobStatus.Failed)]
    public async Task Scripted_whoever_reads_a_task_that_is_later_than_its_timeout_stops_it(int seconds, JobStatus status)
    {
        (_task["lastStatus"], _task["desiredStatus"], _task["stopCode"], _task["stoppedReason"]) = ("RUNNING", "RUNNING", null, null);
        _task["tags"] = new JsonArray(new JsonObject { ["key"] = "slipway:timeout-seconds", ["value"] = $"{seconds}" });
        _aws.Answers("StopTask", """{"task":{}}""");

        Assert.Equal(status, (await ReadAsync()).Status);

        Assert.Equal(status == JobStatus.Failed ? ["DeadlineExceeded: the job was active longer than its deadline"] : [], _aws.Asked("StopTask").Select(asked => (string)asked["reason"]!));
    }

    [Fact]
    public async Task Scripted_a_task_that_ECS_has_forgotten_is_missing()
    {
        _aws.Answers("ListTasks", """{"taskArns":[]}""");
        Assert.Equal(new(JobStatus.Missing, ""), await new EcsJobs(_aws.Clients, new SetClock(Now)).ReadAsync(new(Shop.Api, "migrate-1"), Token));
    }

    [Theory]
    [InlineData("RESOURCE:MEMORY", typeof(UnavailableException))]
    [InlineData("Capacity is unavailable at this time.", typeof(UnavailableException))]
    [InlineData("ATTRIBUTE", typeof(RejectedException))]
    public async Task Scripted_a_job_without_a_place_says_so(string reason, Type kind)
    {
        ScriptService().Answers("RunTask", $$"""{"tasks":[],"failures":[{"reason":"{{reason}}"}]}""");
        var failure = await Assert.ThrowsAsync(kind, StartAsync);
        Assert.Equal($"The job migrate-1 finds no place in the cluster prod: {reason}.", failure.Message);
    }

    [Fact]
    public async Task Scripted_a_name_that_ECS_remembers_though_its_task_is_forgotten_starts_nothing()
    {
        ScriptService().Refuses("RunTask", "ConflictException", "The request has the same client token as another one.");
        await StartAsync();
        Assert.Equal("migrate-1", (string)Assert.Single(_aws.Asked("RunTask"))["startedBy"]!);
    }

    [Fact]
    public async Task Scripted_capacity_providers_and_the_network_of_the_service_are_taken_over()
    {
        ScriptService(new JsonObject { ["capacityProviderStrategy"] = new JsonArray(new JsonObject { ["capacityProvider"] = "FARGATE_SPOT", ["weight"] = 1 }) })
            .Refuses("RunTask", "ConflictException");
        await StartAsync();
        var asked = Assert.Single(_aws.Asked("RunTask"));
        Assert.Null(asked["launchType"]);
        Assert.Equal("FARGATE_SPOT", (string)asked["capacityProviderStrategy"]![0]!["capacityProvider"]!);
        Assert.Equal("subnet-1", (string)asked["networkConfiguration"]!["awsvpcConfiguration"]!["subnets"]![0]!);
        Assert.Equal(64, ((string)asked["clientToken"]!).Length);
    }

    [Theory]
    [InlineData("ExpiredTokenException", typeof(RejectedException), "the session has expired (ExpiredTokenException); sign in again.")]
    [InlineData("ThrottlingException", typeof(UnavailableException), "AWS throttles (ThrottlingException).")]
    public async Task Scripted_what_ECS_refuses_is_one_sentence(string code, Type kind, string sentence)
    {
        _aws.Refuses("ListTasks", code);
        Assert.Equal($"The tasks of api cannot be listed in the cluster prod in eu-central-1: {sentence}", (await Assert.ThrowsAsync(kind, StartAsync)).Message);
    }

    private static EcsJobs Jobs(MotoService service) => new(service.Clients, TimeProvider.System);

    private Task StartAsync() => new EcsJobs(_aws.Clients, new SetClock(Now)).StartAsync(new(new(Shop.Api, "migrate-1"), Shop.Image("wanted"), ["migrate"], TimeSpan.FromMinutes(1)), Token);

    private async Task<JobState> ReadAsync()
    {
        _aws.Answers("ListTasks", asked => (string)asked["desiredStatus"]! == (string)_task["desiredStatus"]! ? """{"taskArns":["0123"]}""" : """{"taskArns":[]}""")
            .Answers("DescribeTasks", new JsonObject { ["tasks"] = new JsonArray(_task.DeepClone()) }.ToJsonString())
            .Answers("DescribeTaskDefinition", Definition());
        return await new EcsJobs(_aws.Clients, new SetClock(Now)).ReadAsync(new(Shop.Api, "migrate-1"), Token);
    }

    private ScriptedOperations ScriptService(JsonObject? deployment = null)
    {
        deployment ??= [];
        (deployment["id"], deployment["status"], deployment["taskDefinition"]) = ("ecs-svc/1", "PRIMARY", "shop-api:1");
        var service = new JsonObject
        {
            ["serviceName"] = "api",
            ["status"] = "ACTIVE",
            ["launchType"] = "FARGATE",
            ["networkConfiguration"] = new JsonObject { ["awsvpcConfiguration"] = new JsonObject { ["subnets"] = new JsonArray("subnet-1") } },
            ["deployments"] = new JsonArray(deployment),
        };
        return _aws.Answers("ListTasks", """{"taskArns":[]}""")
            .Answers("DescribeServices", new JsonObject { ["services"] = new JsonArray(service) }.ToJsonString())
            .Answers("DescribeTaskDefinition", Definition())
            .Answers("RegisterTaskDefinition", """{"taskDefinition":{"taskDefinitionArn":"arn:aws:ecs:eu-central-1:123456789012:task-definition/slipway-job-api:1"}}""");
    }

    private static string Definition() => new JsonObject
    {
        ["taskDefinition"] = new JsonObject
        {
            ["taskDefinitionArn"] = "arn:aws:ecs:eu-central-1:123456789012:task-definition/shop-api:1",
            ["family"] = "shop-api",
            ["containerDefinitions"] = new JsonArray(new JsonObject
            {
                ["name"] = "api",
                ["image"] = Shop.Image("first").Reference,
                ["logConfiguration"] = new JsonObject
                {
                    ["logDriver"] = "awslogs",
                    ["options"] = new JsonObject { ["awslogs-group"] = "/ecs/api", ["awslogs-region"] = "eu-central-1", ["awslogs-stream-prefix"] = "api" },
                },
            }),
        },
    }.ToJsonString();
}
