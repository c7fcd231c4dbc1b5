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

    /// <summary>Whether a failure that would end the execution only counts here.</summary>
    public virtual bool Absorbs => false;

    /// <summary>
    /// A branch has failed for good, which fails the state unless it tolerates that. What AWS records of the branches that are
    /// cut follows the failed one's last event.
    /// </summary>
    public void Fail(Branch branch, StateFailure failure)
    {
        branch.Abandon();
        if (Tolerated(failure) is { } replacement)
        {
            Failed(branch, failure);
            Settle(branch, replacement);
            return;
        }

        _running.Remove(branch);
        owner.LastEvent = branch.LastEvent;
        if (branch.Current is TaskState && !failure.IsTerminal)
            owner.RecordAside(HistoryEventType.TaskStateAborted);

        foreach (var sibling in _running)
            Cut(sibling);

        Abandon();
        _next = total;
        Failed(branch, failure);
        owner.DeliverFailure(Verdict(failure));
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

    protected virtual void Failed(Branch branch, StateFailure failure)
    {
    }

    /// <summary>Records that a branch was cut, and the state that it was in.</summary>
    protected virtual void Cut(Branch branch)
    {
        if (branch.IsInState && branch.Current.Aborted is { } aborted)
            owner.RecordAside(aborted);
    }

    /// <summary>What stands in for the output of a branch whose failure is tolerated; null when it is not.</summary>
    protected virtual Json? Tolerated(StateFailure failure) => null;

    /// <summary>What the state itself fails with.</summary>
    protected virtual StateFailure Verdict(StateFailure failure) => failure;

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
