using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Paths;
using Slipway.Local.StepFunctions.Running;
using Slipway.Local.StepFunctions.States;

namespace Slipway.Local.StepFunctions;

/// <summary>Answers the calls of Task states, at once or later on the clock; timeouts, heartbeats and retries are the machine's.</summary>
public delegate void TaskHandler(TaskCall call);

/// <summary>
/// One call of a Task state. The first answer counts and every later one is ignored, as is an answer after a timeout. With
/// <c>.waitForTaskToken</c> the handler's success only says that the request was taken: the result comes with the token.
/// </summary>
public sealed class TaskCall : IAbandonable
{
    private readonly Branch _branch;
    private readonly TaskState _state;
    private readonly long? _heartbeatSeconds;
    private IDisposable? _timeout;
    private IDisposable? _heartbeat;
    private bool _submitted;

    private TaskCall(Branch branch, TaskState state, Json parameters, long? heartbeatSeconds)
    {
        (_branch, _state, Parameters, _heartbeatSeconds) = (branch, state, parameters, heartbeatSeconds);
        TaskToken = branch.TaskToken;
        Attempt = branch.RetryCount;
    }

    public Execution Execution => _branch.Execution;

    public string StateName => _state.Name;

    public TaskResource Resource => _state.Resource;

    /// <summary>The effective parameters: the function's event, or the service's request.</summary>
    public Json Parameters { get; }

    /// <summary>Set with <c>.waitForTaskToken</c>.</summary>
    public string? TaskToken { get; }

    /// <summary>How many attempts were made before this one.</summary>
    public int Attempt { get; }

    /// <summary>The bare name of the called function, whether by its ARN or by <c>lambda:invoke</c>; null for other services.</summary>
    public string? FunctionName => Resource.Kind == TaskKind.Function
        ? Resource.Action
        : Resource.IsLambdaInvoke && Parameters["FunctionName"]?.AsText is { } name ? TaskResource.FunctionName(name) : null;

    /// <summary>What the called function gets as its event.</summary>
    public Json Payload => Resource.IsLambdaInvoke ? Parameters["Payload"] ?? JsonMap.Empty : Parameters;

    public bool IsOpen { get; private set; } = true;

    /// <summary>Called when nobody waits for the answer any more: after a timeout, a stop, or a failure beside it.</summary>
    public Action? Abandoned { get; set; }

    /// <summary>Answers with what the function or service itself returned; the envelope that AWS adds is added here.</summary>
    public void Return(Json result) => Succeed(ServiceEnvelope.Around(Resource, result, Execution));

    /// <summary>Answers with the task's whole result as AWS hands it to the state.</summary>
    public void Succeed(Json output)
    {
        if (!IsOpen)
            return;

        if (Resource.Pattern == TaskPattern.WaitForTaskToken && !_submitted)
            Submitted(output);
        else if (Resource.Pattern != TaskPattern.WaitForTaskToken)
            Complete(output);
    }

    /// <summary>Records that the service has taken the request of a task that goes on.</summary>
    public void Submitted(Json output)
    {
        if (!IsOpen || _submitted)
            return;

        _submitted = true;
        _branch.Record(HistoryEventType.TaskSubmitted, TaskEvents.With(Resource, ("output", output)));
    }

    /// <summary>Answers with an error name and a cause; <c>States.Timeout</c> counts as a timeout of the task.</summary>
    public void Fail(string? error, string? cause)
    {
        if (IsOpen)
            FailWith(new StateFailure(error, cause), error == ErrorNames.Timeout ? TaskOutcome.TimedOut : TaskOutcome.Failed);
    }

    /// <summary>Fails as recorded, where a call failed to be scheduled, started or submitted.</summary>
    internal void FailAs(HistoryEventType type, string? error, string? cause)
    {
        if (IsOpen)
            FailWith(new StateFailure(error, cause), type);
    }

    /// <summary>Whether a timeout or a heartbeat will end it without an answer.</summary>
    internal bool HasDeadline => _timeout is not null || _heartbeat is not null;

    internal static void Begin(Branch branch, TaskState state, Json parameters, long? timeout, long? heartbeat)
    {
        var beats = state.Resource.Kind == TaskKind.Activity || state.Resource.Pattern == TaskPattern.WaitForTaskToken;
        var call = new TaskCall(branch, state, parameters, beats ? heartbeat : null);
        branch.Work = call;
        TaskEvents.Begin(branch, state.Resource, parameters, timeout, heartbeat);
        var clock = branch.Execution.Machines.Clock;
        call._timeout = timeout is { } seconds ? clock.Schedule(TimeSpan.FromSeconds(seconds), call.TimeOut) : null;
        call.Beat();
        branch.Execution.Machines.Dispatch(call);
    }

    /// <summary>The heart of the callback has beaten: its deadline starts anew.</summary>
    internal void Beat()
    {
        _heartbeat?.Dispose();
        _heartbeat = _heartbeatSeconds is { } seconds && IsOpen
            ? Execution.Machines.Clock.Schedule(TimeSpan.FromSeconds(seconds), () => FailWith(new StateFailure(ErrorNames.Timeout, null, alsoKnownAs: ErrorNames.HeartbeatTimeout), TaskOutcome.TimedOut))
            : null;
    }

    internal void Complete(Json output)
    {
        if (output.Size > Execution.Machines.Options.PayloadLimit)
        {
            var who = Resource.Kind == TaskKind.Service ? Resource.Service : Resource.Arn;
            FailWith(new StateFailure(ErrorNames.DataLimitExceeded, $"The state/task '{who}' returned a result with a size exceeding the maximum number of bytes service limit."), TaskOutcome.Failed);
            return;
        }

        Close();
        _branch.Record(TaskEvents.Type(Resource.Kind, TaskOutcome.Succeeded), TaskEvents.With(Resource, ("output", output)));
        _branch.Deliver(output);
    }

    void IAbandonable.Abandon()
    {
        if (!IsOpen)
            return;

        Close();
        Abandoned?.Invoke();
    }

    private void TimeOut()
    {
        FailWith(new StateFailure(ErrorNames.Timeout, null), TaskOutcome.TimedOut);
        Abandoned?.Invoke();
    }

    private void FailWith(StateFailure failure, TaskOutcome outcome) => FailWith(failure, TaskEvents.Type(Resource.Kind, outcome));

    private void FailWith(StateFailure failure, HistoryEventType type)
    {
        Close();
        _branch.Record(
            type,
            TaskEvents.With(Resource, ("error", Json.Of(failure.Error)), ("cause", Json.Of(failure.Cause))));
        _branch.DeliverFailure(failure);
    }

    private void Close()
    {
        IsOpen = false;
        _timeout?.Dispose();
        _heartbeat?.Dispose();
        if (TaskToken is not null)
            Execution.Machines.Forget(TaskToken);
    }
}
