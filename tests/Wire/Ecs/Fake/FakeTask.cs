using System.Text.Json.Nodes;

namespace Slipway.Tests.Wire.Ecs.Fake;

/// <summary>How a container of the fake goes on once its task was begun, in seconds: when it runs, and when and how it ends.</summary>
internal sealed record FakeCourse(double? RunsAt, double? EndsAt, int? ExitCode, string Reason, string Log)
{
    /// <summary>A container that serves until it is told to stop.</summary>
    public static FakeCourse Lasting { get; } = new(6, null, null, "", "");
}

/// <summary>A task of the fake, in the members of the service model that ECS fills.</summary>
internal sealed class FakeTask(string id, string startedBy, string family, string revision, FakeCourse course, DateTimeOffset begun)
{
    public string Arn => $"arn:aws:ecs:eu-central-1:123456789012:task/prod/{id}";

    public string StartedBy => startedBy;

    public string Family => family;

    public FakeCourse Course => course;

    public string Status { get; private set; } = "PENDING";

    public bool IsToStop { get; private set; }

    public DateTimeOffset? RunningSince { get; private set; }

    public JsonArray Tags { get; set; } = [];

    private string _stopCode = "";
    private string _reason = "";
    private int? _exitCode;
    private string _containerReason = "";
    private DateTimeOffset? _stopped;

    /// <summary>How long it has run without a break; nothing when it does not run.</summary>
    public TimeSpan? Runs(DateTimeOffset now) => Status == "RUNNING" ? now - RunningSince : null;

    public void Pass(DateTimeOffset now)
    {
        var age = (now - begun).TotalSeconds;
        if (Status == "STOPPED")
        {
            return;
        }

        if (IsToStop)
        {
            Status = "STOPPED";
            return;
        }

        if (Status == "PENDING" && course.RunsAt is { } runs && age >= runs)
        {
            (Status, RunningSince) = ("RUNNING", now);
        }

        if (course.EndsAt is { } ends && age >= ends)
        {
            (Status, _stopped, IsToStop) = ("STOPPED", now, true);
            (_exitCode, _containerReason) = (course.ExitCode, course.Reason);
            (_stopCode, _reason) = course.ExitCode is null ? ("TaskFailedToStart", "Task failed to start") : ("EssentialContainerExited", "Essential container in task exited");
        }
    }

    public void Stop(string code, string reason, DateTimeOffset now)
    {
        if (!IsToStop)
        {
            (IsToStop, _stopCode, _reason, _stopped, Tags) = (true, code, reason, now, []);
            _exitCode = Status == "RUNNING" ? 143 : null;
        }
    }

    public JsonObject Describe()
    {
        var container = new JsonObject { ["name"] = "api", ["lastStatus"] = Status, ["runtimeId"] = $"{id}-1" };
        var task = new JsonObject
        {
            ["taskArn"] = Arn,
            ["taskDefinitionArn"] = revision,
            ["startedBy"] = startedBy,
            ["createdAt"] = begun.ToUnixTimeMilliseconds() / 1000.0,
            ["lastStatus"] = Status,
            ["desiredStatus"] = IsToStop ? "STOPPED" : "RUNNING",
            ["healthStatus"] = "UNKNOWN",
            ["containers"] = new JsonArray(container),
            ["tags"] = Tags.DeepClone(),
        };
        if (IsToStop)
        {
            (task["stopCode"], task["stoppedReason"], task["stoppedAt"]) = (_stopCode, _reason, _stopped!.Value.ToUnixTimeMilliseconds() / 1000.0);
            (container["exitCode"], container["reason"]) = (_exitCode, _containerReason);
        }

        return task;
    }
}
