using Slipway.Local.StepFunctions.Documents;

namespace Slipway.Local.StepFunctions.Running;

/// <summary>How a task call ended.</summary>
internal enum TaskOutcome
{
    Succeeded,
    Failed,
    TimedOut,
}

/// <summary>The history of a task call: functions, activities and services each have event types of their own.</summary>
internal static class TaskEvents
{
    public static void Begin(Branch branch, TaskResource resource, Json parameters, long? timeout, long? heartbeat)
    {
        var details = resource.Kind == TaskKind.Service
            ? JsonMap.Of(
                ("resourceType", Json.Of(resource.Service)),
                ("resource", Json.Of(resource.ActionAndPattern)),
                ("region", Json.Of(branch.Execution.Machines.Options.Region)),
                ("parameters", parameters))
            : JsonMap.Of(("resource", Json.Of(resource.Arn)), ("input", parameters));
        if (timeout is { } seconds)
            details = details.With("timeoutInSeconds", Json.Of(seconds));

        if (heartbeat is { } beat)
            details = details.With("heartbeatInSeconds", Json.Of(beat));

        var (scheduled, started) = resource.Kind switch
        {
            TaskKind.Function => (HistoryEventType.LambdaFunctionScheduled, HistoryEventType.LambdaFunctionStarted),
            TaskKind.Activity => (HistoryEventType.ActivityScheduled, HistoryEventType.ActivityStarted),
            _ => (HistoryEventType.TaskScheduled, HistoryEventType.TaskStarted),
        };
        branch.Record(scheduled, details);
        branch.Record(started, With(resource));
    }

    public static HistoryEventType Type(TaskKind kind, TaskOutcome outcome) => (kind, outcome) switch
    {
        (TaskKind.Function, TaskOutcome.Succeeded) => HistoryEventType.LambdaFunctionSucceeded,
        (TaskKind.Function, TaskOutcome.Failed) => HistoryEventType.LambdaFunctionFailed,
        (TaskKind.Function, _) => HistoryEventType.LambdaFunctionTimedOut,
        (TaskKind.Activity, TaskOutcome.Succeeded) => HistoryEventType.ActivitySucceeded,
        (TaskKind.Activity, TaskOutcome.Failed) => HistoryEventType.ActivityFailed,
        (TaskKind.Activity, _) => HistoryEventType.ActivityTimedOut,
        (_, TaskOutcome.Succeeded) => HistoryEventType.TaskSucceeded,
        (_, TaskOutcome.Failed) => HistoryEventType.TaskFailed,
        _ => HistoryEventType.TaskTimedOut,
    };

    /// <summary>The details of an event: a service names itself in each; what is null is left out.</summary>
    public static JsonMap? With(TaskResource resource, params (string Name, Json Value)[] members)
    {
        var given = members.Where(member => member.Value.Kind != JsonKind.Null || member.Name == "output");
        if (resource.Kind == TaskKind.Service)
            given = given.Prepend(("resource", Json.Of(resource.ActionAndPattern))).Prepend(("resourceType", Json.Of(resource.Service)));

        var details = JsonMap.Of(given.Select(member => KeyValuePair.Create(member.Name, member.Value)));
        return details.Count == 0 ? null : details;
    }
}
