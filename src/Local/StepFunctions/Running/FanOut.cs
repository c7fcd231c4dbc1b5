using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Paths;
using Slipway.Local.StepFunctions.States;

namespace Slipway.Local.StepFunctions.Running;

/// <summary>The branches that a Parallel or Map state waits for: so many at a time, their outputs in order, and the first failure ends them all.</summary>
internal abstract class FanOut(Branch owner, int total, int limit) : IAbandonable
{
    private readonly List<Branch> _running = [];
    private readonly Json[] _outputs = new Json[total];
    private int _next;
    private int _done;

    protected Branch Owner => owner;

    public void Begin()
    {
        owner.Work = this;
        if (total == 0)
            owner.Deliver(JsonList.Empty);

        while (_next < total && _running.Count < limit)
            StartNext();
    }

    public void Finish(Branch branch, Json output)
    {
        Finished(branch);
        Settle(branch, output);
    }

    /// <summary>A branch has failed for good, which fails the state unless it tolerates that.</summary>
    public void Fail(Branch branch, StateFailure failure)
    {
        var (verdict, replacement) = Failed(branch, failure);
        if (verdict is null)
        {
            branch.Abandon();
            Settle(branch, replacement!);
            return;
        }

        _running.Remove(branch);
        branch.Abandon();
        owner.LastEvent = branch.LastEvent;
        foreach (var sibling in _running)
        {
            sibling.Abandon();
            Aborted(sibling);
        }

        _running.Clear();
        owner.DeliverFailure(verdict);
    }

    public void Abandon()
    {
        foreach (var branch in _running)
            branch.Abandon();

        _running.Clear();
    }

    /// <summary>Creates the branch with this place; a failure to do so is the owner's.</summary>
    protected abstract Branch Create(int index);

    protected virtual void Finished(Branch branch)
    {
    }

    protected virtual void Aborted(Branch branch)
    {
    }

    /// <summary>The failure that the state itself fails with; or, where this one is tolerated, the output that stands in for it.</summary>
    protected virtual (StateFailure? Verdict, Json? Replacement) Failed(Branch branch, StateFailure failure) => (failure, null);

    private void StartNext()
    {
        Branch branch;
        try
        {
            branch = Create(_next++);
        }
        catch (StateFailure failure)
        {
            Abandon();
            _next = total;
            owner.DeliverFailure(failure);
            return;
        }

        _running.Add(branch);
        owner.Execution.Enqueue(branch);
    }

    private void Settle(Branch branch, Json output)
    {
        _running.Remove(branch);
        _outputs[branch.Index] = output;
        owner.LastEvent = branch.LastEvent;
        if (++_done == total)
        {
            owner.Deliver(new JsonList(_outputs));
        }
        else if (_next < total)
        {
            StartNext();
        }
    }

    /// <summary>The event that every branch follows.</summary>
    protected int StartedEvent { get; } = owner.LastEvent;
}

/// <summary>The branches of a Parallel state.</summary>
internal sealed class ParallelFanOut(Branch owner, IReadOnlyList<StateGraph> graphs, Json input) : FanOut(owner, graphs.Count, int.MaxValue)
{
    protected override Branch Create(int index) =>
        new(Owner.Execution, graphs[index].Start, input, Owner.Variables, this) { Index = index, LastEvent = StartedEvent, MapItem = Owner.MapItem };

    protected override (StateFailure? Verdict, Json? Replacement) Failed(Branch branch, StateFailure failure)
    {
        if (branch.Current is TaskState)
            branch.RecordAside(HistoryEventType.TaskStateAborted);

        return (failure, null);
    }
}

/// <summary>The iterations of a Map state.</summary>
internal sealed class MapFanOut(Branch owner, MapState map, Json input, JsonList items, int limit, FailureTolerance tolerance)
    : FanOut(owner, items.Count, limit)
{
    private int _failures;

    protected override Branch Create(int index)
    {
        var started = Owner.Execution.Record(HistoryEventType.MapIterationStarted, StartedEvent, null, null, Details(index));
        var item = JsonMap.Of(("Index", Json.Of(index)), ("Value", items[index]));
        var selector = map.ItemSelector ?? map.Parameters;
        var value = selector is null ? items[index] : selector.Fill(input, new ItemScope(Owner, item));
        return new Branch(Owner.Execution, map.Processor.Start, value, Owner.Variables, this) { Index = index, LastEvent = started, MapItem = item };
    }

    protected override void Finished(Branch branch) => branch.Record(HistoryEventType.MapIterationSucceeded, Details(branch.Index));

    protected override void Aborted(Branch branch) => branch.RecordAside(HistoryEventType.MapIterationAborted, Details(branch.Index));

    protected override (StateFailure? Verdict, Json? Replacement) Failed(Branch branch, StateFailure failure)
    {
        branch.RecordAside(HistoryEventType.MapIterationFailed, Details(branch.Index));
        if (!tolerance.Any)
            return (failure, null);

        return tolerance.Allows(++_failures, items.Count)
            ? (null, JsonMap.Of(("Error", Json.Of(failure.Error ?? "")), ("Cause", Json.Of(failure.Cause ?? ""))))
            : (new StateFailure(ErrorNames.ExceedToleratedFailureThreshold, "The specified tolerated failure threshold was exceeded"), null);
    }

    private JsonMap Details(int index) => JsonMap.Of(("name", Json.Of(map.Name)), ("index", Json.Of(index)));
}
