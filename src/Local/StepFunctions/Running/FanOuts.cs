using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Paths;
using Slipway.Local.StepFunctions.States;

namespace Slipway.Local.StepFunctions.Running;

/// <summary>The branches of a Parallel state.</summary>
internal sealed class ParallelFanOut(Branch owner, IReadOnlyList<StateGraph> graphs, Json input) : FanOut(owner, graphs.Count, int.MaxValue)
{
    protected override Branch Create(int index) =>
        new(Owner.Execution, graphs[index].Start, input, Owner.Variables, this) { Index = index, LastEvent = StartedEvent, MapItem = Owner.MapItem };
}

/// <summary>The iterations of a Map state.</summary>
internal sealed class MapFanOut(Branch owner, MapState map, Json input, JsonList items, int limit, FailureTolerance tolerance)
    : FanOut(owner, items.Count, limit)
{
    private int _failures;

    /// <summary>With a tolerance, even an error that nothing can catch is a failure among others.</summary>
    public override bool Absorbs => tolerance.IsGiven;

    protected override Branch Create(int index)
    {
        var item = JsonMap.Of(("Index", Json.Of(index)), ("Value", items[index]));
        var selector = map.ItemSelector ?? map.Parameters;
        var value = selector is null ? items[index] : selector.Fill(input, new ItemScope(Owner, item));
        var started = Owner.Execution.Record(HistoryEventType.MapIterationStarted, StartedEvent, null, null, Details(index));
        return new Branch(Owner.Execution, map.Processor.Start, value, Owner.Variables, this) { Index = index, LastEvent = started, MapItem = item };
    }

    protected override void Finished(Branch branch) => branch.Record(HistoryEventType.MapIterationSucceeded, Details(branch.Index));

    protected override void Cut(Branch branch)
    {
        Owner.RecordAside(HistoryEventType.MapIterationAborted, Details(branch.Index));
        base.Cut(branch);
    }

    protected override void Failed(Branch branch, StateFailure failure)
    {
        if (!failure.IsTerminal)
            branch.RecordAside(HistoryEventType.MapIterationFailed, Details(branch.Index));
    }

    protected override Json? Tolerated(StateFailure failure) =>
        tolerance.IsGiven && tolerance.Allows(++_failures, items.Count) ? FailureTolerance.StandIn(failure.Error, failure.Cause) : null;

    protected override StateFailure Verdict(StateFailure failure) => tolerance.IsGiven ? FailureTolerance.Exceeded : failure;

    private JsonMap Details(int index) => JsonMap.Of(("name", Json.Of(map.Name)), ("index", Json.Of(index)));
}
