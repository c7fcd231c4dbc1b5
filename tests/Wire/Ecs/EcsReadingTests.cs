using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Aws.Ecs;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Pauses;
using Slipway.Tests.Wire.Peers;
using Slipway.Tests.Wire.Registries;

namespace Slipway.Tests.Wire.Ecs;

/// <summary>What the answers of ECS say of a service, in the shapes of the service model, scripted: the deployments of moto never move.</summary>
public sealed class EcsReadingTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private readonly ScriptedOperations _aws = new();
    private readonly JsonObject _container = new() { ["name"] = "api", ["image"] = Shop.Image("wanted").Reference, ["essential"] = true };
    private readonly JsonObject _service;
    private readonly JsonArray _running = [];
    private readonly JsonArray _stopped = [];

    public EcsReadingTests() => _service = new()
    {
        ["serviceArn"] = "arn:aws:ecs:eu-central-1:123456789012:service/prod/api",
        ["serviceName"] = "api",
        ["status"] = "ACTIVE",
        ["desiredCount"] = 2,
        ["schedulingStrategy"] = "REPLICA",
        ["deploymentController"] = new JsonObject { ["type"] = "ECS" },
        ["deployments"] = new JsonArray(Deployment("ecs-svc/2", "PRIMARY", running: 2)),
        ["events"] = new JsonArray(),
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private JsonArray Deployments => _service["deployments"]!.AsArray();

    [Fact]
    public async Task Scripted_updated_are_the_tasks_of_the_primary_deployment_and_old_those_of_the_others()
    {
        Deployments[0]!["runningCount"] = 1;
        Deployments[0]!["pendingCount"] = 1;
        Deployments.Add((JsonNode)Deployment("ecs-svc/1", "ACTIVE", running: 2));
        _running.Add((JsonNode)Running("a"));
        _running.Add((JsonNode)Running("old", "ecs-svc/1"));

        var state = await ReadAsync();

        Assert.Equal((Shop.Image("wanted"), 2, 2, 1, 2), (state.Image, state.Desired, state.Updated, state.Ready, state.Old));
        Assert.Empty(state.Troubles);
    }

    [Theory]
    [InlineData("HEALTHY", 1)]
    [InlineData("UNKNOWN", 0)]
    [InlineData("UNHEALTHY", 0)]
    public async Task Scripted_a_task_with_a_health_check_is_ready_once_it_is_healthy(string health, int ready)
    {
        _container["healthCheck"] = new JsonObject { ["command"] = new JsonArray("CMD", "true") };
        _running.Add((JsonNode)Running("a", health: health));
        Assert.Equal(ready, (await ReadAsync()).Ready);
    }

    [Theory]
    [InlineData("IN_PROGRESS", 1)]
    [InlineData("COMPLETED", 2)]
    public async Task Scripted_behind_a_load_balancer_the_last_task_is_ready_when_the_deployment_is_complete(string rollout, int ready)
    {
        _service["loadBalancers"] = new JsonArray(new JsonObject { ["targetGroupArn"] = "arn:aws:elasticloadbalancing:x", ["containerName"] = "api", ["containerPort"] = 80 });
        Deployments[0]!["rolloutState"] = rollout;
        _running.Add((JsonNode)Running("a"));
        _running.Add((JsonNode)Running("b"));

        var state = await ReadAsync();

        Assert.Equal(ready, state.Ready);
        Assert.Empty(state.Troubles);
    }

    [Theory]
    [InlineData("RECONCILE_SERVICE", PausePlace.BeforeReplicas)]
    [InlineData("PRE_SCALE_UP", PausePlace.BeforeReplicas)]
    [InlineData("POST_SCALE_UP", PausePlace.BeforeTests)]
    [InlineData("POST_TEST_TRAFFIC_SHIFT", PausePlace.BeforeRequests)]
    [InlineData("PRE_PRODUCTION_TRAFFIC_SHIFT", PausePlace.BeforeRequests, 0.0)]
    [InlineData("PRE_PRODUCTION_TRAFFIC_SHIFT", PausePlace.Shifting, 10.0)]
    [InlineData("POST_PRODUCTION_TRAFFIC_SHIFT", PausePlace.AfterRequests, 100.0)]
    public async Task Scripted_a_deployment_waits_at_the_pause_hook_of_its_stage(string stage, PausePlace place, double? weight = null)
    {
        Holds("BLUE_GREEN", stage, weight: weight);
        Deployments.Add((JsonNode)Deployment("ecs-svc/1", "ACTIVE", running: 2));
        _running.Add((JsonNode)Running("a"));
        _running.Add((JsonNode)Running("b"));

        var state = await ReadAsync();

        Assert.Equal(new RolloutPause("ecs-pause-1", stage, place, Now.AddHours(1), GoesOn: false), state.Pause);
        Assert.Equal((2, place == PausePlace.AfterRequests ? 0 : 2, place == PausePlace.AfterRequests), (state.Ready, state.Old, state.IsOldSideKept));
    }

    [Theory]
    [InlineData("AWS_LAMBDA", "IN_PROGRESS", "IN_PROGRESS")]
    [InlineData("PAUSE", "SUCCEEDED", "IN_PROGRESS")]
    [InlineData("PAUSE", "AWAITING_ACTION", "ROLLBACK_IN_PROGRESS")]
    public async Task Scripted_only_a_pause_hook_that_waits_for_somebody_holds_a_deployment_that_is_on_its_way(string target, string hook, string deployment)
    {
        Holds("BLUE_GREEN", "POST_TEST_TRAFFIC_SHIFT", target, hook, deployment);
        _running.Add((JsonNode)Running("a"));

        Assert.Null((await ReadAsync()).Pause);
    }

    [Theory]
    [InlineData("TIMED_OUT", "ROLLBACK_IN_PROGRESS", true)]
    [InlineData("SUCCEEDED", "ROLLBACK_IN_PROGRESS", false)]
    [InlineData("TIMED_OUT", "IN_PROGRESS", false)]
    public async Task Scripted_a_deployment_that_nobody_continued_in_time_goes_back_for_that(string hook, string deployment, bool hasTimedOut)
    {
        Holds("BLUE_GREEN", "POST_TEST_TRAFFIC_SHIFT", hook: hook, deployment: deployment);

        Assert.Equal(hasTimedOut, (await ReadAsync()).HasTimedOut);
    }

    [Fact]
    public async Task Scripted_a_rolling_deployment_waits_at_a_pause_hook_too_and_its_tasks_are_as_ready_as_they_show()
    {
        Holds("ROLLING", "POST_SCALE_UP");
        _service["loadBalancers"] = new JsonArray(new JsonObject { ["containerName"] = "api", ["containerPort"] = 80 });
        Deployments[0]!["rolloutState"] = "IN_PROGRESS";
        _running.Add((JsonNode)Running("a"));
        _running.Add((JsonNode)Running("b"));

        var state = await ReadAsync();

        Assert.Equal((PausePlace.BeforeTests, 2), (state.Pause?.Place, state.Ready));
    }

    [Fact]
    public async Task Scripted_all_requests_have_gone_over_once_a_pause_is_seen_after_them_and_not_before()
    {
        Holds("BLUE_GREEN", "POST_PRODUCTION_TRAFFIC_SHIFT", hook: "IN_PROGRESS", target: "AWS_LAMBDA");
        Deployments.Add((JsonNode)Deployment("ecs-svc/1", "ACTIVE", running: 2));

        Assert.Equal((2, false), ((await ReadAsync()).Old, (await ReadAsync()).IsOldSideKept));
    }

    [Fact]
    [Trait("Requirement", "DGT-37")]
    public async Task Scripted_a_deployment_that_is_in_progress_again_is_waited_for_and_has_not_failed()
    {
        _service["loadBalancers"] = new JsonArray(new JsonObject { ["containerName"] = "api", ["containerPort"] = 80 });
        Deployments[0]!["rolloutState"] = "IN_PROGRESS";
        _running.Add((JsonNode)Running("a"));
        _running.Add((JsonNode)Running("b"));

        var answer = await JudgeAsync("wanted");

        Assert.Equal(Slipway.Domain.Releases.VerdictKind.Wait, answer.Kind);
    }

    [Fact]
    [Trait("Requirement", "DGT-17")]
    public async Task Scripted_an_open_circuit_breaker_is_told_with_its_reason()
    {
        Deployments[0]!["rolloutState"] = "FAILED";
        Deployments[0]!["rolloutStateReason"] = "ECS deployment circuit breaker: tasks failed to start.";

        var trouble = Assert.Single((await ReadAsync()).Troubles);
        Assert.Equal(new PodTrouble("ecs-svc/2", "CrashLoopBackOff", "ECS deployment circuit breaker: tasks failed to start."), trouble);
    }

    [Fact]
    public async Task Scripted_a_service_that_ECS_brought_back_by_itself_shows_the_image_that_runs_and_the_rule_refuses()
    {
        _container["image"] = Shop.Image("before").Reference;
        Deployments.Add((JsonNode)Deployment("ecs-svc/1", "ACTIVE", running: 0, rollout: "FAILED"));
        _running.Add((JsonNode)Running("a"));
        _running.Add((JsonNode)Running("b"));

        var state = await ReadAsync();
        Assert.Equal((Shop.Image("before"), "ECS gave the deployment up."), (state.Image, state.WentBack));
        var answer = await JudgeAsync("wanted");
        Assert.Equal(Slipway.Domain.Releases.VerdictKind.Refuse, answer.Kind);
    }

    [Fact]
    public async Task Scripted_an_image_that_cannot_be_pulled_is_told_at_once()
    {
        Deployments[0]!["runningCount"] = 0;
        _stopped.Add((JsonNode)Stopped("a", "TaskFailedToStart", "Task failed to start", reason: "CannotPullContainerError: ref pull has been retried 1 time(s): not found"));

        var trouble = Assert.Single((await ReadAsync()).Troubles);

        Assert.Equal(("a", "ImagePullBackOff"), (trouble.Pod, trouble.Reason));
        Assert.StartsWith("CannotPullContainerError: ref pull", trouble.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripted_one_end_is_an_error_and_two_are_a_crash_loop()
    {
        Deployments[0]!["runningCount"] = 1;
        _stopped.Add((JsonNode)Stopped("a", "EssentialContainerExited", "Essential container in task exited", exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage"));
        Assert.Equal("Error", Assert.Single((await ReadAsync()).Troubles).Reason);

        _stopped.Add((JsonNode)Stopped("b", "EssentialContainerExited", "Essential container in task exited", exitCode: 1, secondsAgo: 20));
        var trouble = Assert.Single((await ReadAsync()).Troubles);
        Assert.Equal(("a", "CrashLoopBackOff"), (trouble.Pod, trouble.Reason));
        Assert.Equal(
            "the container api ended with exit code 137; OutOfMemoryError: Container killed due to memory usage; Essential container in task exited (2 tasks)", trouble.Message);
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(600, false)]
    public async Task Scripted_ends_of_a_service_that_is_complete_count_while_they_are_recent(int secondsAgo, bool counts)
    {
        _stopped.Add((JsonNode)Stopped("a", "EssentialContainerExited", "Essential container in task exited", exitCode: 1, secondsAgo: secondsAgo));
        _stopped.Add((JsonNode)Stopped("b", "ServiceSchedulerInitiated", "Task failed ELB health checks in (target-group arn:x)", secondsAgo: secondsAgo + 5));
        Assert.Equal(counts, (await ReadAsync()).Troubles.Any(trouble => trouble.Reason == "CrashLoopBackOff"));
    }

    [Theory]
    [InlineData("ServiceSchedulerInitiated", "Scaling activity initiated by (deployment ecs-svc/2)")]
    [InlineData("UserInitiated", "by hand")]
    [InlineData("SpotInterruption", "Your Spot Task was interrupted.")]
    public async Task Scripted_tasks_that_were_told_to_stop_are_no_trouble(string code, string reason)
    {
        Deployments[0]!["runningCount"] = 0;
        _stopped.Add((JsonNode)Stopped("a", code, reason));
        _stopped.Add((JsonNode)Stopped("b", code, reason));
        Assert.Empty((await ReadAsync()).Troubles);
    }

    [Fact]
    public async Task Scripted_what_ails_the_deployment_before_does_not_count()
    {
        _stopped.Add((JsonNode)Stopped("a", "TaskFailedToStart", "CannotPullContainerError: not found", deployment: "ecs-svc/1"));
        Assert.Empty((await ReadAsync()).Troubles);
    }

    [Fact]
    public async Task Scripted_secrets_that_cannot_be_fetched_twice_are_a_wrong_configuration()
    {
        Deployments[0]!["runningCount"] = 0;
        var reason = "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed";
        _stopped.Add((JsonNode)Stopped("a", "TaskFailedToStart", reason));
        Assert.Equal("Error", Assert.Single((await ReadAsync()).Troubles).Reason);
        _stopped.Add((JsonNode)Stopped("b", "TaskFailedToStart", reason, secondsAgo: 9));
        Assert.Equal("CreateContainerConfigError", Assert.Single((await ReadAsync()).Troubles).Reason);
    }

    [Fact]
    public async Task Scripted_a_task_without_a_place_is_unschedulable_until_tasks_are_started()
    {
        const string Message = "(service api) was unable to place a task because no container instance met all of its requirements.";
        Event(200, "(service api) was unable to place a task. Reason: of the deployment before.");
        Assert.Empty((await ReadAsync()).Troubles);
        Event(60, Message);
        Assert.Equal(new PodTrouble("api", "Unschedulable", Message), Assert.Single((await ReadAsync()).Troubles));
        Event(10, "(service api) has started 1 tasks: (task x).");
        Assert.Empty((await ReadAsync()).Troubles);
    }

    [Fact]
    public async Task Scripted_a_tag_is_resolved_by_what_the_tasks_have_pulled()
    {
        _container["image"] = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/api:latest";
        Assert.Contains("shop/api:latest, and no task of it says which image that is: deploy it by digest once.", (await Assert.ThrowsAsync<RejectedException>(ReadAsync)).Message, StringComparison.Ordinal);

        _running.Add((JsonNode)Running("a"));
        _running[0]!["containers"]![0]!["imageDigest"] = Digests.Of("pulled").Value;
        Assert.Equal(Shop.Image("pulled"), (await ReadAsync()).Image);
    }

    [Fact]
    public async Task Scripted_tasks_are_read_to_the_last_page()
    {
        _running.Add((JsonNode)Running("a"));
        _running.Add((JsonNode)Running("b"));
        Assert.Equal(2, (await ReadAsync()).Ready);
        Assert.Equal([null, "1"], _aws.Asked("ListTasks").Where(asked => (string)asked["desiredStatus"]! == "RUNNING").Select(asked => (string?)asked["nextToken"]));
    }

    [Theory]
    [InlineData("CODE_DEPLOY")]
    [InlineData("EXTERNAL")]
    public async Task Scripted_a_service_that_something_else_deploys_is_refused(string controller)
    {
        _service["deploymentController"]!["type"] = controller;
        Assert.Equal(
            $"The service api in the cluster prod in eu-central-1 is deployed by {controller}: Slipway changes services of the deployment controller ECS only.",
            (await Assert.ThrowsAsync<RejectedException>(ReadAsync)).Message);
    }

    [Fact]
    public async Task Scripted_a_deleted_service_is_said()
    {
        _service["status"] = "INACTIVE";
        Assert.Equal(
            "There is no service api in the cluster prod in eu-central-1: it was deleted, or the manifest names it wrongly.",
            (await Assert.ThrowsAsync<RejectedException>(ReadAsync)).Message);
    }

    [Fact]
    public async Task Scripted_a_container_that_the_revision_lacks_is_said()
    {
        _container["name"] = "web";
        Assert.Equal("The task definition shop-api:2 has no container api; it has web.", (await Assert.ThrowsAsync<RejectedException>(ReadAsync)).Message);
    }

    [Theory]
    [InlineData("ClusterNotFoundException", typeof(RejectedException), "The service api cannot be read: there is no ECS cluster prod in eu-central-1; it was deleted, or the manifest names it wrongly.")]
    [InlineData("UnrecognizedClientException", typeof(RejectedException), "The service api cannot be read in the cluster prod in eu-central-1: AWS does not accept the credentials (UnrecognizedClientException); check the keys or the profile that are in use.")]
    [InlineData("ExpiredTokenException", typeof(RejectedException), "The service api cannot be read in the cluster prod in eu-central-1: the session has expired (ExpiredTokenException); sign in again.")]
    [InlineData("AccessDeniedException", typeof(RejectedException), "The service api cannot be read in the cluster prod in eu-central-1: permission is missing (AccessDeniedException): no")]
    [InlineData("ThrottlingException", typeof(UnavailableException), "The service api cannot be read in the cluster prod in eu-central-1: AWS throttles (ThrottlingException).")]
    public async Task Scripted_what_ECS_refuses_is_one_sentence(string code, Type kind, string sentence)
    {
        _aws.Refuses("DescribeServices", code);
        Assert.Equal(sentence, (await Assert.ThrowsAsync(kind, () => new EcsWorkloads(_aws.Clients, new SetClock(Now)).ReadAsync(Shop.Api, Token))).Message);
    }

    private async Task<Slipway.Domain.Releases.Answer> JudgeAsync(string wanted) =>
        RolloutRule.Decide(new([new(Slipway.Domain.Systems.ServiceName.Parse("api", null), Shop.Image(wanted), await ReadAsync(), TimeSpan.FromMinutes(1))], TimeSpan.FromMinutes(10)));

    private async Task<WorkloadState> ReadAsync()
    {
        _aws.Answers("DescribeServices", _ => new JsonObject { ["services"] = new JsonArray(_service.DeepClone()) }.ToJsonString());
        _aws.Answers("DescribeTaskDefinition", _ => new JsonObject
        {
            ["taskDefinition"] = new JsonObject
            {
                ["taskDefinitionArn"] = "arn:aws:ecs:eu-central-1:123456789012:task-definition/shop-api:2",
                ["family"] = "shop-api",
                ["containerDefinitions"] = new JsonArray(_container.DeepClone()),
            },
        }.ToJsonString());
        _aws.Answers("ListTasks", asked => Page((string)asked["desiredStatus"]! == "STOPPED" ? _stopped : _running, int.Parse((string?)asked["nextToken"] ?? "0", CultureInfo.InvariantCulture)));
        _aws.Answers("DescribeTasks", asked => new JsonObject
        {
            ["tasks"] = new JsonArray([.. _running.Concat(_stopped).Where(task => asked["tasks"]!.AsArray().Any(arn => (string)arn! == (string)task!["taskArn"]!)).Select(task => task!.DeepClone())]),
        }.ToJsonString());
        return await new EcsWorkloads(_aws.Clients, new SetClock(Now)).ReadAsync(Shop.Api, Token);
    }

    /// <summary>One task on each page.</summary>
    private static string Page(JsonArray tasks, int from) => new JsonObject
    {
        ["taskArns"] = new JsonArray([.. tasks.Skip(from).Take(1).Select(task => task!["taskArn"]!.DeepClone())]),
        ["nextToken"] = from + 1 < tasks.Count ? (from + 1).ToString(CultureInfo.InvariantCulture) : null,
    }.ToJsonString();

    /// <summary>The deployment of the service stands at a stage that has a hook.</summary>
    private void Holds(string strategy, string stage, string target = "PAUSE", string hook = "AWAITING_ACTION", string deployment = "IN_PROGRESS", double? weight = null)
    {
        _service["currentServiceDeployment"] = "arn:aws:ecs:eu-central-1:123456789012:service-deployment/prod/api/1";
        _service["deploymentConfiguration"] = new JsonObject
        {
            ["strategy"] = strategy,
            ["lifecycleHooks"] = new JsonArray(new JsonObject { ["targetType"] = target, ["lifecycleStages"] = new JsonArray(stage) }),
        };
        _aws.Answers("DescribeServiceDeployments", _ => new JsonObject
        {
            ["serviceDeployments"] = new JsonArray(new JsonObject
            {
                ["status"] = deployment,
                ["lifecycleStage"] = stage,
                ["targetServiceRevision"] = new JsonObject { ["requestedProductionTrafficWeight"] = weight },
                ["lifecycleHookDetails"] = new JsonArray(new JsonObject { ["hookId"] = "ecs-pause-1", ["targetType"] = target, ["status"] = hook, ["expiresAt"] = Seconds(Now.AddHours(1)), ["timeoutAction"] = "ROLLBACK" }),
            }),
        }.ToJsonString());
    }

    private void Event(int secondsAgo, string message) =>
        _service["events"]!.AsArray().Insert(0, new JsonObject { ["id"] = "e", ["createdAt"] = Seconds(Now.AddSeconds(-secondsAgo)), ["message"] = message });

    private static JsonObject Deployment(string id, string status, int running, string rollout = "IN_PROGRESS") => new()
    {
        ["id"] = id,
        ["status"] = status,
        ["taskDefinition"] = "arn:aws:ecs:eu-central-1:123456789012:task-definition/shop-api:2",
        ["createdAt"] = Seconds(Now.AddSeconds(-90)),
        ["desiredCount"] = 2,
        ["runningCount"] = running,
        ["pendingCount"] = 0,
        ["rolloutState"] = rollout,
    };

    private static JsonObject Running(string id, string deployment = "ecs-svc/2", string health = "UNKNOWN") => new()
    {
        ["taskArn"] = id,
        ["startedBy"] = deployment,
        ["lastStatus"] = "RUNNING",
        ["desiredStatus"] = "RUNNING",
        ["healthStatus"] = health,
        ["containers"] = new JsonArray(new JsonObject { ["name"] = "api", ["lastStatus"] = "RUNNING" }),
    };

    private static JsonObject Stopped(string id, string code, string stopped, int? exitCode = null, string? reason = null, int secondsAgo = 5, string deployment = "ecs-svc/2") => new()
    {
        ["taskArn"] = id,
        ["startedBy"] = deployment,
        ["lastStatus"] = "STOPPED",
        ["desiredStatus"] = "STOPPED",
        ["stopCode"] = code,
        ["stoppedReason"] = stopped,
        ["stoppedAt"] = Seconds(Now.AddSeconds(-secondsAgo)),
        ["containers"] = new JsonArray(new JsonObject { ["name"] = "api", ["exitCode"] = exitCode, ["reason"] = reason }),
    };

    private static double Seconds(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() / 1000.0;
}
