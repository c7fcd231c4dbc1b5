using System.Globalization;
using System.Text.Json.Nodes;

namespace Slipway.Tests.Wire.Ecs.Fake;

/// <summary>
/// A service of the fake: it brings its tasks to what is asked by rolling updates with minimumHealthyPercent 100 and maximumPercent 200,
/// and counts a task as well once it has run for six seconds, as ECS does with one that has no health check after a short while. With a
/// bake time it deploys blue/green instead: it keeps the old tasks so long once all new ones are well, and goes back when it is stopped.
/// At the stages of its pause hooks a deployment waits until it is continued.
/// </summary>
internal sealed class FakeService(string name, string revision, int desired, Func<string, FakeCourse> courseOf, List<FakeTask> tasks, TimeSpan? bake)
{
    private static readonly TimeSpan Well = TimeSpan.FromSeconds(6);
    private readonly List<Deployment> _deployments = [];
    private int _made;

    /// <summary>The stages at which pause hooks hold each deployment.</summary>
    public IReadOnlyList<string> PauseHooks { get; set; } = [];

    public string Name => name;

    public string Arn => $"arn:aws:ecs:eu-central-1:123456789012:service/prod/{name}";

    public JsonObject Tags { get; } = [];

    public int Desired { get; private set; } = desired;

    public string Revision { get; private set; } = revision;

    public string Status { get; private set; } = "ACTIVE";

    public string DeploymentArn => $"arn:aws:ecs:eu-central-1:123456789012:service-deployment/prod/{name}/{_deployments.Find(deployment => deployment.IsTurnedBack)?.Id ?? _deployments[0].Id}";

    /// <summary>Turns the deployment back; ECS refuses one that has ended.</summary>
    public bool TurnBack()
    {
        if (_deployments[0] is { HasEnded: true } || _deployments.Count < 2)
        {
            return false;
        }

        var given = _deployments[0];
        given.IsTurnedBack = true;
        return true;
    }

    /// <summary>Continues a deployment from its pause hook, or turns it back; false when it is not held there.</summary>
    public bool Answer(string hook, bool goesOn)
    {
        var held = _deployments[0];
        if (held.Hook != hook || held.IsTurnedBack)
        {
            return false;
        }

        held.Passed.Add(held.PausedAt!);
        (held.PausedAt, held.IsTurnedBack) = (null, !goesOn);
        return true;
    }

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

        if (_deployments.Count > 1 && (bake is { } time ? Hold(time, now) : IsHeld("PRE_SCALE_UP")))
        {
            return;
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

    /// <summary>Keeps the old side, brings the new one up and turns back; false when there is nothing of that to do.</summary>
    private bool Hold(TimeSpan time, DateTimeOffset now)
    {
        var (green, blue) = (_deployments[0], _deployments[1]);
        if (green.IsTurnedBack)
        {
            Of(green).ForEach(task => task.Stop("ServiceSchedulerInitiated", $"Scaling activity initiated by (deployment {green.Id})", now));
            if (tasks.TrueForAll(task => task.StartedBy != green.Id || task.Status == "STOPPED"))
            {
                _deployments.Remove(green);
                (Revision, blue.WasTurnedTo, blue.IsComplete) = (blue.Revision, true, true);
            }

            return true;
        }

        if (IsHeld("PRE_SCALE_UP"))
        {
            return true;
        }

        for (var missing = Desired - Of(green).Count; missing > 0; missing--)
        {
            tasks.Add(new(string.Create(CultureInfo.InvariantCulture, $"{name}-{++_made}"), green.Id, name, green.Revision, courseOf(green.Revision), now));
        }

        green.HasShifted |= Of(green).Count(task => task.Runs(now) >= Well) >= Desired && !IsHeld("POST_SCALE_UP") && !IsHeld("POST_TEST_TRAFFIC_SHIFT");
        green.BakesSince ??= green.HasShifted && !IsHeld("POST_PRODUCTION_TRAFFIC_SHIFT") ? now : null;
        return green.BakesSince is not { } since || now - since < time;
    }

    private bool IsHeld(string stage)
    {
        var deployment = _deployments[0];
        if (!PauseHooks.Contains(stage) || deployment.Passed.Contains(stage))
        {
            return false;
        }

        deployment.PausedAt = stage;
        return true;
    }

    /// <summary>As DescribeServiceDeployments tells it.</summary>
    public JsonObject DescribeDeployment()
    {
        var primary = _deployments[0];
        return new()
        {
            ["serviceDeploymentArn"] = DeploymentArn,
            ["status"] = primary.IsTurnedBack ? "ROLLBACK_IN_PROGRESS" : primary.WasTurnedTo ? "ROLLBACK_SUCCESSFUL" : primary.IsComplete ? "SUCCESSFUL" : "IN_PROGRESS",
            ["lifecycleStage"] = primary.PausedAt ?? (primary.HasShifted ? "BAKE_TIME" : "SCALE_UP"),
            ["lifecycleHookDetails"] = primary.PausedAt is null ? null : new JsonArray(new JsonObject
            {
                ["hookId"] = primary.Hook,
                ["targetType"] = "PAUSE",
                ["status"] = "AWAITING_ACTION",
                ["expiresAt"] = (primary.Begun + TimeSpan.FromDays(1)).ToUnixTimeMilliseconds() / 1000.0,
                ["timeoutAction"] = "ROLLBACK",
            }),
        };
    }

    public JsonObject Describe() => new()
    {
        ["deploymentConfiguration"] = new JsonObject
        {
            ["strategy"] = bake is null ? "ROLLING" : "BLUE_GREEN",
            ["lifecycleHooks"] = new JsonArray([.. PauseHooks.Select(stage => (JsonNode)new JsonObject { ["targetType"] = "PAUSE", ["lifecycleStages"] = new JsonArray(stage) })]),
        },
        ["currentServiceDeployment"] = DeploymentArn,
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
            ["rolloutState"] = bake is not null ? null : deployment.IsComplete ? "COMPLETED" : "IN_PROGRESS",
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

        /// <summary>Whether blue/green gave it the requests.</summary>
        public bool HasShifted { get; set; }

        /// <summary>Since when the old side is kept for the bake time alone.</summary>
        public DateTimeOffset? BakesSince { get; set; }

        public string? PausedAt { get; set; }

        public HashSet<string> Passed { get; } = new(StringComparer.Ordinal);

        public string? Hook => PausedAt is null ? null : $"ecs-pause-{id[(id.LastIndexOf('/') + 1)..]}-{PausedAt}";

        public bool IsTurnedBack { get; set; }

        /// <summary>Whether it serves again because the one after it was turned back.</summary>
        public bool WasTurnedTo { get; set; }

        public bool HasEnded => IsComplete || IsTurnedBack;
    }
}
