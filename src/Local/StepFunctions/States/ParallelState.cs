using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Running;

namespace Slipway.Local.StepFunctions.States;

/// <summary>Runs several graphs on the same input and gathers their outputs in the order of the branches.</summary>
internal sealed class ParallelState(string name, IReadOnlyList<StateGraph> branches) : RecoverableState(name)
{
    public IReadOnlyList<StateGraph> Branches => branches;

    public override HistoryEventType Entered => HistoryEventType.ParallelStateEntered;

    public override HistoryEventType Exited => HistoryEventType.ParallelStateExited;

    public override HistoryEventType? Aborted => HistoryEventType.ParallelStateAborted;

    public override void Attempt(Branch branch)
    {
        var input = Input.Of(branch.Input, branch);
        var effective = Parameters is null ? input : Parameters.Fill(input, branch);
        branch.Record(HistoryEventType.ParallelStateStarted);
        new ParallelFanOut(branch, branches, effective).Begin();
    }

    public override void Resume(Branch branch, Json result)
    {
        branch.RecordAside(HistoryEventType.ParallelStateSucceeded);
        Finish(branch, result);
    }

    protected override void GiveUp(Branch branch) => branch.Record(HistoryEventType.ParallelStateFailed);
}
