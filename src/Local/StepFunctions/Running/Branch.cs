using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Paths;
using Slipway.Local.StepFunctions.States;

namespace Slipway.Local.StepFunctions.Running;

/// <summary>
/// One line of work through a graph: the execution itself, a branch of a Parallel, or an iteration of a Map. It walks from state
/// to state in a loop until one of them waits, and is put back into its execution's queue when the answer is there.
/// </summary>
internal sealed class Branch(Execution execution, State start, Json input, JsonMap variables, FanOut? owner) : Scope
{
    /// <summary>Beyond this, writing a document would exhaust the stack; nothing real comes near it.</summary>
    private const int DeepestPayload = 512;

    private Phase _phase = Phase.Entering;
    private int[]? _retries;
    private int _retryCount;
    private Json? _result;
    private StateFailure? _failure;
    private IDisposable? _timer;
    private JsonMap _variables = variables;

    private enum Phase
    {
        Entering,
        Attempting,
        Waiting,
        Resuming,
        Over,
    }

    public Execution Execution => execution;

    public FanOut? Owner => owner;

    public State Current { get; private set; } = start;

    /// <summary>The raw input of the current state.</summary>
    public Json Input { get; private set; } = input;

    public override JsonMap Variables => _variables;

    public override Random Random => execution.Machines.Random;

    public override Json Context => ContextObject.Of(this, MapItem);

    /// <summary>Index and value of the iteration that this is part of; null outside of a Map.</summary>
    public JsonMap? MapItem { get; init; }

    /// <summary>The branch's place among its siblings.</summary>
    public int Index { get; init; }

    /// <summary>What the current state waits for beside a timer: a task call or its own branches.</summary>
    public IAbandonable? Work { get; set; }

    public string? TaskToken { get; set; }

    public int LastEvent { get; set; }

    public int EnteredEvent { get; private set; }

    public DateTimeOffset EnteredAt { get; private set; }

    public int RetryCount => _retryCount;

    public bool IsOver => _phase == Phase.Over;

    /// <summary>Whether its current state has been entered and not yet left.</summary>
    public bool IsInState => _phase is not Phase.Entering;

    public DateTimeOffset Now => execution.Machines.Clock.GetUtcNow();

    /// <summary>Walks until a state waits or the branch ends.</summary>
    public void Run()
    {
        while (_phase is not (Phase.Waiting or Phase.Over) && !execution.IsFull)
        {
            try
            {
                Step();
            }
            catch (StateFailure failure)
            {
                Fail(failure);
            }
        }
    }

    /// <summary>Adds an event to the history, after the last one of this branch.</summary>
    public void Record(HistoryEventType type, JsonMap? details = null) => LastEvent = execution.Record(type, LastEvent, null, null, details);

    /// <summary>Adds an event that the next one does not follow: AWS passes some Succeeded and Failed events by.</summary>
    public int RecordAside(HistoryEventType type, JsonMap? details = null, int? after = null) => execution.Record(type, after ?? LastEvent, null, null, details);

    /// <summary>Goes to the next state, or ends the branch where there is none.</summary>
    public void Leave(Json output, State? next, JsonMap? assigned)
    {
        if (assigned is not null)
            RefuseOversize(assigned, Current.Name);

        LastEvent = execution.Record(Current.Exited, LastEvent, Current.Name, output, assigned);
        execution.Machines.Notice(execution, Current, entered: false, output);
        if (assigned is not null)
            _variables = assigned.Members.Aggregate(_variables, (all, member) => all.With(member.Key, member.Value));

        Input = output;
        if (next is null)
        {
            End(output);
            return;
        }

        Current = next;
        _phase = Phase.Entering;
    }

    public void RefuseOversize(Json value, string who)
    {
        if (value.Size > execution.Machines.Options.PayloadLimit)
            throw new StateFailure(ErrorNames.DataLimitExceeded, $"The state/task '{who}' returned a result with a size exceeding the maximum number of bytes service limit.");

        if (value.Depth > DeepestPayload)
            throw StateFailure.Runtime($"The state/task '{who}' returned a result that is nested deeper than {DeepestPayload} levels.");
    }

    public void WaitFor(TimeSpan delay) => _timer = execution.Machines.Clock.Schedule(delay, () => Deliver(Input));

    /// <summary>Takes the answer that the current state waits for, and goes on in the execution's next turn.</summary>
    public void Deliver(Json result)
    {
        _result = result;
        Wake(Phase.Resuming);
    }

    public void DeliverFailure(StateFailure failure)
    {
        _failure = failure;
        Wake(Phase.Resuming);
    }

    /// <summary>How often a retrier of the current state has been used.</summary>
    public int Retries(int retrier, int count) => (_retries ??= new int[count])[retrier];

    public void RetryAfter(int retrier, TimeSpan delay)
    {
        _retries![retrier]++;
        _retryCount++;
        _phase = Phase.Waiting;
        _timer = execution.Machines.Clock.Schedule(delay, () => Wake(Phase.Attempting));
    }

    /// <summary>Drops everything that is under way, without an event.</summary>
    public void Abandon()
    {
        _phase = Phase.Over;
        _timer?.Dispose();
        Work?.Abandon();
    }

    private void Wake(Phase phase)
    {
        if (IsOver)
            return;

        _phase = phase;
        execution.Enqueue(this);
    }

    private void Step()
    {
        switch (_phase)
        {
            case Phase.Entering:
                LastEvent = EnteredEvent = execution.Record(Current.Entered, LastEvent, Current.Name, Input, null);
                EnteredAt = Now;
                _retryCount = 0;
                _retries = null;
                execution.Machines.Notice(execution, Current, entered: true, Input);
                goto case Phase.Attempting;
            case Phase.Attempting:
                _phase = Phase.Waiting;
                Work = null;
                Current.Attempt(this);
                break;
            default:
                _phase = Phase.Waiting;
                if (Interlocked.Exchange(ref _failure, null) is { } failure)
                    throw failure;

                Current.Resume(this, _result!);
                break;
        }
    }

    private void Fail(StateFailure raised)
    {
        var failure = raised.Naming(Current.Name, EnteredEvent);
        _phase = Phase.Waiting;
        try
        {
            if (Current.Recovers(this, failure))
                return;
        }
        catch (StateFailure worse)
        {
            failure = worse.Naming(Current.Name, EnteredEvent);
        }

        if (owner is null || (failure.IsTerminal && !owner.Absorbs))
            execution.Fail(failure, LastEvent);
        else
            owner.Fail(this, failure);
    }

    private void End(Json output)
    {
        _phase = Phase.Over;
        if (owner is null)
            execution.Succeed(output, LastEvent);
        else
            owner.Finish(this, output);
    }
}

/// <summary>Work that can be dropped when nobody waits for it any more.</summary>
internal interface IAbandonable
{
    void Abandon();
}
