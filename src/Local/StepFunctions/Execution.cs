using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Paths;
using Slipway.Local.StepFunctions.Running;
using Slipway.Local.StepFunctions.States;

namespace Slipway.Local.StepFunctions;

/// <summary>Where an execution stands; the four after Running are final.</summary>
public enum ExecutionStatus
{
    Running,
    Succeeded,
    Failed,
    TimedOut,
    Aborted,
}

/// <summary>One execution of a state machine.</summary>
public sealed class Execution
{
    private readonly Queue<Branch> _ready = new();
    private readonly Branch _root;
    private IDisposable? _deadline;
    private Action<Execution>? _whenDone;
    private bool _advancing;

    internal Execution(StateMachines machines, StateMachine machine, string arn, string name, Json input)
    {
        (Machines, StateMachine, Arn, Name, Input, StartedAt) = (machines, machine, arn, name, input, machines.Clock.GetUtcNow());
        History = new(machines.Options.KeepsHistories);
        Context = JsonMap.Of(
            ("Execution", JsonMap.Of(
                ("Id", Json.Of(arn)),
                ("Input", input),
                ("StartTime", Json.Of(Timestamps.Write(StartedAt))),
                ("Name", Json.Of(name)),
                ("RoleArn", Json.Of(machines.Options.RoleArn)),
                ("RedriveCount", Json.Of(0)))),
            ("StateMachine", JsonMap.Of(("Id", Json.Of(machine.Arn)), ("Name", Json.Of(machine.Name)))));
        _root = new Branch(this, machine.Definition.Graph.Start, input, JsonMap.Empty, null);
    }

    public StateMachine StateMachine { get; }

    public string Arn { get; }

    public string Name { get; }

    public ExecutionStatus Status { get; private set; }

    /// <summary>The status as AWS spells it.</summary>
    public string StatusName => Status == ExecutionStatus.TimedOut ? "TIMED_OUT" : Status.ToString().ToUpperInvariant();

    public Json Input { get; }

    /// <summary>Set when it has succeeded.</summary>
    public Json? Output { get; private set; }

    public string? Error { get; private set; }

    public string? Cause { get; private set; }

    public DateTimeOffset StartedAt { get; }

    public DateTimeOffset? StoppedAt { get; private set; }

    public ExecutionHistory History { get; }

    internal StateMachines Machines { get; }

    /// <summary>The parts of the context object that stay the same.</summary>
    internal JsonMap Context { get; }

    /// <summary>Whether the history has room for nothing but the end.</summary>
    internal bool IsFull => Machines.Options.HistoryLimit is { } limit && History.Recorded >= limit - 1;

    /// <summary>The execution as DescribeExecution gives it.</summary>
    public JsonMap ToJson()
    {
        (string Name, Json? Value)[] members =
        [
            ("executionArn", Json.Of(Arn)),
            ("stateMachineArn", Json.Of(StateMachine.Arn)),
            ("name", Json.Of(Name)),
            ("status", Json.Of(StatusName)),
            ("startDate", Json.Of(Timestamps.Write(StartedAt))),
            ("stopDate", StoppedAt is { } stopped ? Json.Of(Timestamps.Write(stopped)) : null),
            ("input", Json.Of(Input.ToString())),
            ("output", Output is null ? null : Json.Of(Output.ToString())),
            ("error", Error is null ? null : Json.Of(Error)),
            ("cause", Cause is null ? null : Json.Of(Cause)),
        ];
        return JsonMap.Of(members.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Name, member.Value!)));
    }

    /// <summary>Calls back when the status is final; at once when it already is.</summary>
    public void WhenDone(Action<Execution> action)
    {
        if (Status == ExecutionStatus.Running)
            _whenDone += action;
        else
            action(this);
    }

    internal void Begin()
    {
        if (Status != ExecutionStatus.Running)
            return;

        Record(HistoryEventType.ExecutionStarted, 0, null, null, JsonMap.Of(("input", Input), ("roleArn", Json.Of(Machines.Options.RoleArn))));
        if (StateMachine.TimeLimit is { } limit)
            _deadline = Machines.Clock.Schedule(limit, TimeOut);

        Machines.Options.StatusObserver?.Invoke(this);
        Enqueue(_root);
    }

    /// <summary>Puts a branch in line and runs whatever is in line, unless that is already happening further up the stack.</summary>
    internal void Enqueue(Branch branch)
    {
        _ready.Enqueue(branch);
        if (_advancing)
            return;

        _advancing = true;
        try
        {
            while (Status == ExecutionStatus.Running && !IsFull && _ready.TryDequeue(out var next))
                next.Run();
        }
        finally
        {
            _advancing = false;
        }

        if (Status == ExecutionStatus.Running && IsFull)
            Fail(new StateFailure(ErrorNames.Runtime, $"The execution reached the maximum number of history events ({Machines.Options.HistoryLimit})."), History.Recorded);
    }

    internal int Record(HistoryEventType type, int previous, string? name, Json? payload, JsonMap? details) =>
        Status != ExecutionStatus.Running || (IsFull && type is not (HistoryEventType.ExecutionFailed or HistoryEventType.ExecutionTimedOut or HistoryEventType.ExecutionAborted or HistoryEventType.ExecutionSucceeded))
            ? History.Recorded
            : History.Add(type, previous, Machines.Clock.GetTimestamp(), name, payload, details);

    internal void Succeed(Json output, int previous)
    {
        Output = output;
        Finish(ExecutionStatus.Succeeded, HistoryEventType.ExecutionSucceeded, previous, JsonMap.Of(("output", output)));
    }

    internal void Fail(StateFailure failure, int previous) => Finish(ExecutionStatus.Failed, HistoryEventType.ExecutionFailed, previous, failure.Error, failure.Cause);

    internal void Abort(string? error, string? cause)
    {
        if (Status == ExecutionStatus.Running)
            Finish(ExecutionStatus.Aborted, HistoryEventType.ExecutionAborted, _root.LastEvent, error, cause);
    }

    private void TimeOut() => Finish(ExecutionStatus.TimedOut, HistoryEventType.ExecutionTimedOut, 0, ErrorNames.Timeout, null);

    private void Finish(ExecutionStatus status, HistoryEventType type, int previous, string? error, string? cause)
    {
        (Error, Cause) = (error, cause);
        var details = JsonMap.Empty;
        if (error is not null)
            details = details.With("error", Json.Of(error));

        Finish(status, type, previous, cause is null ? details : details.With("cause", Json.Of(cause)));
    }

    private void Finish(ExecutionStatus status, HistoryEventType type, int previous, JsonMap details)
    {
        Record(type, previous, null, null, details);
        (Status, StoppedAt) = (status, Machines.Clock.GetUtcNow());
        _deadline?.Dispose();
        _ready.Clear();
        _root.Abandon();
        _whenDone?.Invoke(this);
        Machines.Options.StatusObserver?.Invoke(this);
    }
}
