using System.Globalization;
using System.Text.Json.Nodes;

namespace Slipway.Tests.Wire.Ecs.Fake;

/// <summary>
/// A service of the fake: it brings its tasks to what is asked by rolling updates with minimumHealthyPercent 100 and maximumPercent 200,
/// and counts a task as well once it has run for six seconds, as ECS does with one that has no health check after a short while.
/// </summary>
internal sealed class FakeService(string name, string revision, int desired, Func<string, FakeCourse> courseOf, List<FakeTask> tasks)
{
    private static readonly TimeSpan Well = TimeSpan.FromSeconds(6);
    private readonly List<Deployment> _deployments = [];
    private int _made;

    public string Name => name;

    public string Arn => $"arn:aws:ecs:eu-central-1:123456789012:service/prod/{name}";

    public JsonObject Tags { get; } = [];

    public int Desired { get; private set; } = desired;

    public string Revision { get; private set; } = revision;

    public string Status { get; private set; } = "ACTIVE";

    public void Delete() => (Status, Desired) = ("DRAINING", 0);

    public void Update(string? asked, int? count, bool isForced, DateTimeOffset now)
    {
        Desired = count ?? Desired;
        if (isForced || (asked is not null && asked != Revision) || _deployments.Count == 0)
        {
            Revision = asked ?? Revision;
            _deployments.Insert(0, new(string.Create(CultureInfo.InvariantCulture, $"ecs-svc/{name}-{++_made}"), Revision, now));
        }
    }

    public void Pass(DateTimeOffset now)
    {
        if (Status == "DRAINING" && !tasks.Exists(task => task.Family == name && task.Status != "STOPPED"))
        {
            Status = "INACTIVE";
        }

        var primary = _deployments[0];
        var current = Of(primary);
        foreach (var extra in current.Skip(Desired))
        {
            extra.Stop("ServiceSchedulerInitiated", $"Scaling activity initiated by (deployment {primary.Id})", now);
        }

        var old = _deployments.Skip(1).SelectMany(Of).ToList();
        foreach (var spare in old.Take(Math.Max(0, old.Count + current.Count(task => task.Runs(now) >= Well) - Desired)))
        {
            spare.Stop("ServiceSchedulerInitiated", $"Scaling activity initiated by (deployment {primary.Id})", now);
        }

        for (var missing = Math.Min(Desired - current.Count, (2 * Desired) - current.Count - old.Count); missing > 0; missing--)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{name}-{++_made}");
            tasks.Add(new(id, primary.Id, name, primary.Revision, courseOf(primary.Revision), now));
        }

        primary.IsComplete = old.Count == 0 && Of(primary).Count(task => task.Runs(now) >= Well) == Desired;
        _deployments.RemoveAll(deployment => deployment != primary && Of(deployment).Count == 0);
    }

    public JsonObject Describe() => new()
    {
        ["serviceArn"] = Arn,
        ["serviceName"] = name,
        ["status"] = Status,
        ["desiredCount"] = Desired,
        ["runningCount"] = _deployments.Sum(deployment => Of(deployment).Count(task => task.Status == "RUNNING")),
        ["pendingCount"] = _deployments.Sum(deployment => Of(deployment).Count(task => task.Status == "PENDING")),
        ["launchType"] = "FARGATE",
        ["schedulingStrategy"] = "REPLICA",
        ["taskDefinition"] = Revision,
        ["networkConfiguration"] = new JsonObject { ["awsvpcConfiguration"] = new JsonObject { ["subnets"] = new JsonArray("subnet-1"), ["assignPublicIp"] = "DISABLED" } },
        ["deployments"] = new JsonArray([.. _deployments.Select((deployment, place) => (JsonNode)new JsonObject
        {
            ["id"] = deployment.Id,
            ["status"] = place == 0 ? "PRIMARY" : "ACTIVE",
            ["taskDefinition"] = deployment.Revision,
            ["createdAt"] = deployment.Begun.ToUnixTimeMilliseconds() / 1000.0,
            ["desiredCount"] = Desired,
            ["runningCount"] = Of(deployment).Count(task => task.Status == "RUNNING"),
            ["pendingCount"] = Of(deployment).Count(task => task.Status == "PENDING"),
            ["rolloutState"] = deployment.IsComplete ? "COMPLETED" : "IN_PROGRESS",
        })]),
        ["events"] = new JsonArray(),
        ["tags"] = new JsonArray([.. Tags.Select(tag => (JsonNode)new JsonObject { ["key"] = tag.Key, ["value"] = tag.Value!.DeepClone() })]),
    };

    private List<FakeTask> Of(Deployment deployment) => [.. tasks.Where(task => task.StartedBy == deployment.Id && !task.IsToStop)];

    private sealed class Deployment(string id, string revision, DateTimeOffset begun)
    {
        public string Id => id;

        public string Revision => revision;

        public DateTimeOffset Begun => begun;

        public bool IsComplete { get; set; }
    }
}
