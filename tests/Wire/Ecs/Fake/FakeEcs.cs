using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.Access;
using Slipway.Tests.Wire.Peers;
using Slipway.Tests.Wire.Registries;

namespace Slipway.Tests.Wire.Ecs.Fake;

/// <summary>
/// One cluster of ECS with a service, as far as the adapters ask it: task definitions that never change, rolling updates, tasks that
/// end as their image behaves, tags, client tokens and the log of each task. moto moves no deployment; this does, on a clock of its own.
/// </summary>
internal sealed class FakeEcs
{
    private const string Account = "arn:aws:ecs:eu-central-1:123456789012";
    private readonly Lock _gate = new();
    private readonly ScriptedOperations _aws = new();
    private readonly List<JsonObject> _revisions = [];
    private readonly List<FakeTask> _tasks = [];
    private readonly HashSet<string> _clientTokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FakeCourse> _courses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FakeService> _services = new(StringComparer.Ordinal);
    private int _jobs;

    private readonly TimeSpan? _bake;

    /// <param name="bake">How long services keep the old side, where they deploy blue/green.</param>
    public FakeEcs(string image, int desired, TimeSpan? bake = null)
    {
        _bake = bake;
        var first = Register(new JsonObject { ["family"] = "shop-api", ["containerDefinitions"] = new JsonArray(Container(image)) });
        Add("api", Arn(first), desired);
        Route("CreateService", CreateService);
        Route("DeleteService", DeleteService);
        Route("DescribeServices", request => Named(request) is { } service ? new JsonObject { ["services"] = new JsonArray(service.Describe()) } : new() { ["services"] = new JsonArray(), ["failures"] = Missing() });
        Route("UpdateService", UpdateService);
        Route("DescribeServiceDeployments", request => new() { ["serviceDeployments"] = new JsonArray([.. _services.Values.Where(service => request["serviceDeploymentArns"]!.AsArray().Any(arn => (string)arn! == service.DeploymentArn)).Select(service => (JsonNode)service.DescribeDeployment())]) });
        Route("StopServiceDeployment", request => (string?)request["stopType"] == "ROLLBACK" && _services.Values.Single(service => service.DeploymentArn == (string)request["serviceDeploymentArn"]!).TurnBack()
            ? new() { ["serviceDeploymentArn"] = request["serviceDeploymentArn"]!.DeepClone() }
            : throw new ScriptedOperations.RefusalException("ConflictException", "The service deployment is not in progress."));
        Route("ContinueServiceDeployment", request => _services.Values.Single(service => service.DeploymentArn == (string)request["serviceDeploymentArn"]!).Answer((string)request["hookId"]!, (string)request["action"]! == "CONTINUE")
            ? new() { ["serviceDeploymentArn"] = request["serviceDeploymentArn"]!.DeepClone() }
            : throw new ScriptedOperations.RefusalException("InvalidParameterException", "The lifecycle hook is not awaiting an action."));
        Route("TagResource", TagService);
        Route("DescribeTaskDefinition", request => Described(Find((string)request["taskDefinition"]!)));
        Route("RegisterTaskDefinition", request => Described(Register(request.DeepClone().AsObject())));
        Route("ListTasks", request => new() { ["taskArns"] = new JsonArray([.. Listed(request).Select(task => (JsonNode)task.Arn)]) });
        Route("DescribeTasks", request => Tasks(_tasks.Where(task => request["tasks"]!.AsArray().Any(arn => (string)arn! == task.Arn))));
        Route("RunTask", RunTask);
        Route("StopTask", StopTask);
        Route("GetLogEvents", request => Log((string)request["logStreamName"]!));
    }

    public SetClock Clock { get; } = new(new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    public AwsClients Clients => _aws.Clients;

    public IReadOnlyList<JsonObject> Revisions => _revisions;

    /// <summary>How the containers of an image behave, by its digest; without a word they serve.</summary>
    public void Behaves(string digest, FakeCourse course) => _courses[digest] = course;

    /// <summary>From now on pause hooks hold the deployments of the first service at these stages.</summary>
    public void SetPauseHooks(params IReadOnlyList<string> stages) => _services["api"].PauseHooks = stages;

    public void Pass()
    {
        lock (_gate)
        {
            Clock.Now += TimeSpan.FromSeconds(3);
            foreach (var task in _tasks)
            {
                task.Pass(Clock.Now);
            }

            foreach (var service in _services.Values)
            {
                service.Pass(Clock.Now);
            }
        }
    }

    private static JsonObject Container(string image) => new()
    {
        ["name"] = "api",
        ["image"] = image,
        ["essential"] = true,
        ["logConfiguration"] = new JsonObject { ["logDriver"] = "awslogs", ["options"] = new JsonObject { ["awslogs-group"] = "/ecs/api", ["awslogs-stream-prefix"] = "api" } },
    };

    private static JsonArray Missing() => [new JsonObject { ["reason"] = "MISSING" }];

    private static string Arn(JsonObject revision) => (string)revision["taskDefinitionArn"]!;

    private static JsonObject Described(JsonObject revision) => new() { ["taskDefinition"] = revision.DeepClone(), ["tags"] = revision["tags"]?.DeepClone() ?? new JsonArray() };

    private static JsonObject Tasks(IEnumerable<FakeTask> tasks) => new() { ["tasks"] = new JsonArray([.. tasks.Select(task => (JsonNode)task.Describe())]) };

    private void Route(string operation, Func<JsonNode, JsonObject> answer) => _aws.Answers(operation, request =>
    {
        lock (_gate)
        {
            return answer(request).ToJsonString();
        }
    });

    private FakeService? Named(JsonNode request) => _services.GetValueOrDefault((string)request["services"]![0]!);

    private FakeService Add(string name, string revision, int desired)
    {
        var service = new FakeService(name, revision, desired, asked => CourseOf(Find(asked)), _tasks, _bake);
        service.Update(null, null, isForced: true, Clock.Now);
        return _services[name] = service;
    }

    private JsonObject CreateService(JsonNode request)
    {
        var name = (string)request["serviceName"]!;
        if (_services.TryGetValue(name, out var before) && before.Status != "INACTIVE")
        {
            throw new ScriptedOperations.RefusalException("InvalidParameterException", before.Status == "DRAINING" ? "Unable to Start a service that is still Draining." : "Creation of service was not idempotent.");
        }

        var service = Add(name, Arn(Find((string)request["taskDefinition"]!)), (int)request["desiredCount"]!);
        Tag(service, request["tags"]);
        return new() { ["service"] = service.Describe() };
    }

    private JsonObject DeleteService(JsonNode request)
    {
        var service = _services.GetValueOrDefault((string)request["service"]!) ?? throw new ScriptedOperations.RefusalException("ServiceNotFoundException", "Service not found.");
        service.Delete();
        return new() { ["service"] = service.Describe() };
    }

    private static void Tag(FakeService service, JsonNode? tags)
    {
        foreach (var tag in tags?.AsArray() ?? [])
        {
            service.Tags[(string)tag!["key"]!] = (string)tag["value"]!;
        }
    }

    private JsonObject UpdateService(JsonNode request)
    {
        var service = _services.GetValueOrDefault((string)request["service"]!) ?? throw new ScriptedOperations.RefusalException("ServiceNotFoundException", "Service not found.");
        service.Update(
            request["taskDefinition"] is { } asked ? Arn(Find((string)asked!)) : null, (int?)request["desiredCount"], (bool?)request["forceNewDeployment"] == true, Clock.Now);
        return new() { ["service"] = service.Describe() };
    }

    private JsonObject TagService(JsonNode request)
    {
        Tag(_services.Values.Single(service => service.Arn == (string)request["resourceArn"]!), request["tags"]);
        return [];
    }

    private JsonObject Register(JsonObject definition)
    {
        var family = (string)definition["family"]!;
        var number = _revisions.Count(revision => (string)revision["family"]! == family) + 1;
        definition["revision"] = number;
        definition["status"] = "ACTIVE";
        definition["taskDefinitionArn"] = string.Create(CultureInfo.InvariantCulture, $"{Account}:task-definition/{family}:{number}");
        _revisions.Add(definition);
        return definition;
    }

    private JsonObject Find(string revision) =>
        _revisions.LastOrDefault(one => Arn(one) == revision || Arn(one).EndsWith($"/{revision}", StringComparison.Ordinal) || (string)one["family"]! == revision)
        ?? throw new ScriptedOperations.RefusalException("ClientException", "Unable to describe task definition.");

    private FakeCourse CourseOf(JsonObject revision) =>
        ImageReference.Parse((string)revision["containerDefinitions"]![0]!["image"]!).Digest is { } digest ? _courses.GetValueOrDefault(digest.Value, FakeCourse.Lasting) : FakeCourse.Lasting;

    private IEnumerable<FakeTask> Listed(JsonNode request) => _tasks.Where(task =>
        (request["family"] is null || (string)request["family"]! == task.Family)
        && (request["serviceName"] is null || ((string)request["serviceName"]! == task.Family && task.StartedBy.StartsWith("ecs-svc/", StringComparison.Ordinal)))
        && (string)request["desiredStatus"]! == (task.IsToStop ? "STOPPED" : "RUNNING"));

    private JsonObject RunTask(JsonNode request)
    {
        if (!_clientTokens.Add((string)request["clientToken"]!))
        {
            throw new ScriptedOperations.RefusalException("ConflictException", "The client token was used with other parameters.");
        }

        var revision = Find((string)request["taskDefinition"]!);
        var task = new FakeTask(
            string.Create(CultureInfo.InvariantCulture, $"job-{++_jobs}"), (string)request["startedBy"]!, (string)revision["family"]!, Arn(revision), CourseOf(revision), Clock.Now)
        {
            Tags = request["tags"]!.DeepClone().AsArray(),
        };
        _tasks.Add(task);
        return Tasks([task]);
    }

    private JsonObject StopTask(JsonNode request)
    {
        var task = _tasks.First(task => task.Arn == (string)request["task"]!);
        task.Stop("UserInitiated", (string)request["reason"]!, Clock.Now);
        return new() { ["task"] = task.Describe() };
    }

    private JsonObject Log(string stream)
    {
        var task = _tasks.First(task => stream == $"api/api/{task.Arn[(task.Arn.LastIndexOf('/') + 1)..]}");
        return new()
        {
            ["events"] = new JsonArray([.. task.Course.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (JsonNode)new JsonObject { ["message"] = line, ["timestamp"] = 1 })]),
            ["nextBackwardToken"] = "b/1",
        };
    }
}
