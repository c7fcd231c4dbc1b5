using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Paths;
using Slipway.Local.StepFunctions.Running;

namespace Slipway.Local.StepFunctions.States;

/// <summary>Calls a function, an activity or a service and waits for its answer, its callback, its timeout or its silence.</summary>
internal sealed class TaskState(string name, TaskResource resource) : RecoverableState(name)
{
    public override HistoryEventType Entered => HistoryEventType.TaskStateEntered;

    public override HistoryEventType Exited => HistoryEventType.TaskStateExited;

    public override HistoryEventType? Aborted => HistoryEventType.TaskStateAborted;

    public TaskResource Resource => resource;

    public Seconds? Timeout { get; init; }

    public Seconds? Heartbeat { get; init; }

    public override void Attempt(Branch branch)
    {
        branch.TaskToken = resource.Pattern == TaskPattern.WaitForTaskToken ? branch.Execution.Machines.NewToken() : null;
        var input = Input.Of(branch.Input, branch);
        var timeout = Timeout?.Read(input, branch);
        var heartbeat = Heartbeat?.Read(input, branch);
        var parameters = Parameters is null ? input : Parameters.Fill(input, branch);
        TaskCall.Begin(branch, this, parameters, timeout, heartbeat);
    }

    public override void Resume(Branch branch, Json result) => Finish(branch, result);
}

/// <summary>A number of seconds, written in the state or read from a path.</summary>
internal sealed class Seconds(string field, long fixedSeconds, PathExpression? path)
{
    public long Read(Json input, Scope scope)
    {
        if (path is null)
            return fixedSeconds;

        var value = path.Find(input, scope) ?? throw StateFailure.Runtime($"Invalid path '{path.Text}' : {path.WhyMissing(input, scope)}");
        return value is JsonNumber { IsWhole: true, Whole: > 0 } seconds
            ? seconds.Whole
            : throw StateFailure.Runtime($"The {field} parameter must reference a positive integer: {path.Text} == {value}");
    }
}
