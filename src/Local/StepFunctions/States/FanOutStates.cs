using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Paths;
using Slipway.Local.StepFunctions.Running;

namespace Slipway.Local.StepFunctions.States;

/// <summary>Runs several graphs on the same input and gathers their outputs in the order of the branches.</summary>
internal sealed class ParallelState(string name, IReadOnlyList<StateGraph> branches) : RecoverableState(name)
{
    public IReadOnlyList<StateGraph> Branches => branches;

    public override HistoryEventType Entered => HistoryEventType.ParallelStateEntered;

    public override HistoryEventType Exited => HistoryEventType.ParallelStateExited;

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

/// <summary>Runs one graph for every item of a list, so many at a time.</summary>
internal sealed class MapState(string name, StateGraph processor) : RecoverableState(name)
{
    /// <summary>How many iterations an inline Map runs at a time where it sets no limit.</summary>
    private const int InlineConcurrency = 40;

    public override HistoryEventType Entered => HistoryEventType.MapStateEntered;

    public override HistoryEventType Exited => HistoryEventType.MapStateExited;

    public StateGraph Processor => processor;

    public PathExpression? ItemsPath { get; init; }

    public Template? ItemSelector { get; init; }

    public long MaxConcurrency { get; init; }

    public PathExpression? MaxConcurrencyPath { get; init; }

    public FailureTolerance Tolerance { get; init; } = FailureTolerance.None;

    public override void Attempt(Branch branch)
    {
        var input = Input.Of(branch.Input, branch);
        var limit = ReadLimit(input, branch);
        var items = ReadItems(input, branch);
        branch.Record(HistoryEventType.MapStateStarted, JsonMap.Of(("length", Json.Of(items.Count))));
        var tolerance = Tolerance.Read(input, branch);
        new MapFanOut(branch, this, input, items, limit is > 0 and < InlineConcurrency ? (int)limit : InlineConcurrency, tolerance).Begin();
    }

    public override void Resume(Branch branch, Json result)
    {
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

/// <summary>How many iterations may fail before the Map does; none unless the state says so.</summary>
internal sealed record FailureTolerance(double? Count, double? Percentage, PathExpression? CountPath, PathExpression? PercentagePath)
{
    public static FailureTolerance None { get; } = new(null, null, null, null);

    public FailureTolerance Read(Json input, Scope scope) => CountPath is null && PercentagePath is null
        ? this
        : new(Number(CountPath, input, scope) ?? Count, Number(PercentagePath, input, scope) ?? Percentage, null, null);

    /// <summary>Whether any failure at all is tolerated.</summary>
    public bool Any => Count > 0 || Percentage > 0;

    public bool Allows(int failed, int total) => failed <= (Count ?? 0) || failed * 100.0 / total <= (Percentage ?? 0);

    private static double? Number(PathExpression? path, Json input, Scope scope)
    {
        if (path is null)
            return null;

        return (path.Find(input, scope) as JsonNumber)?.Value ?? throw StateFailure.Runtime($"The path {path.Text} must reference a number");
    }
}
