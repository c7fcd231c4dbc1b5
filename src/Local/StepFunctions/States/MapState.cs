using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Paths;
using Slipway.Local.StepFunctions.Running;

namespace Slipway.Local.StepFunctions.States;

/// <summary>Runs one graph for every item of a list, so many at a time.</summary>
internal sealed class MapState(string name, StateGraph processor) : RecoverableState(name)
{
    /// <summary>How many iterations an inline Map runs at a time where it sets no limit.</summary>
    private const int InlineConcurrency = 40;

    public override HistoryEventType Entered => HistoryEventType.MapStateEntered;

    public override HistoryEventType Exited => HistoryEventType.MapStateExited;

    public override HistoryEventType? Aborted => HistoryEventType.MapStateAborted;

    public StateGraph Processor => processor;

    public PathExpression? ItemsPath { get; init; }

    public Template? ItemSelector { get; init; }

    public long MaxConcurrency { get; init; }

    public PathExpression? MaxConcurrencyPath { get; init; }

    public FailureTolerance Tolerance { get; init; } = FailureTolerance.None;

    /// <summary>Set when every item gets an execution of its own, apart from this one.</summary>
    public Distribution? Distribution { get; init; }

    public override void Attempt(Branch branch)
    {
        var input = Input.Of(branch.Input, branch);
        var limit = ReadLimit(input, branch);
        var items = ReadItems(input, branch);
        branch.Record(HistoryEventType.MapStateStarted, JsonMap.Of(("length", Json.Of(items.Count))));
        var tolerance = Tolerance.Read(input, branch);
        if (Distribution is not null)
            new MapRun(branch, this, input, items, limit > 0 ? (int)Math.Min(limit, int.MaxValue) : int.MaxValue, tolerance).Begin();
        else
            new MapFanOut(branch, this, input, items, limit is > 0 and < InlineConcurrency ? (int)limit : InlineConcurrency, tolerance).Begin();
    }

    public override void Resume(Branch branch, Json result)
    {
        if (Distribution is null)
            branch.RecordAside(HistoryEventType.MapStateSucceeded);

        Finish(branch, result);
    }

    protected override void GiveUp(Branch branch) => branch.Record(HistoryEventType.MapStateFailed);

    private JsonList ReadItems(Json input, Branch branch)
    {
        var items = ItemsPath is null
            ? input
            : ItemsPath.Find(input, branch) ?? throw StateFailure.Runtime($"Invalid path '{ItemsPath.Text}' : {ItemsPath.WhyMissing(input, branch)}");
        return items as JsonList ?? throw StateFailure.Runtime($"Reference path \"{ItemsPath?.Text ?? "$"}\" must point to array.");
    }

    private long ReadLimit(Json input, Branch branch)
    {
        if (MaxConcurrencyPath is null)
            return MaxConcurrency;

        var value = MaxConcurrencyPath.Find(input, branch)
            ?? throw StateFailure.Runtime($"Invalid path '{MaxConcurrencyPath.Text}' : {MaxConcurrencyPath.WhyMissing(input, branch)}");
        var written = value.AsText ?? value.ToString();
        if (!long.TryParse(written, out var limit))
            throw new StateFailure(ErrorNames.Runtime, $"The MaxConcurrencyPath field refers to value \"{written}\" which is not a valid integer: {MaxConcurrencyPath.Text}");

        return limit >= 0
            ? limit
            : throw new StateFailure(ErrorNames.Runtime, $"Expected non-negative integer for MaxConcurrency, got '{limit}' instead.");
    }
}
