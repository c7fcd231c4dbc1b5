using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Paths;

namespace Slipway.Local.StepFunctions.States;

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

/// <summary>How a distributed Map runs: the type of its executions, and how its items are put together in batches.</summary>
internal sealed record Distribution(StateMachineType Type, string? Label, long? ItemsPerBatch, Template? BatchInput)
{
    /// <summary>The inputs of the executions: the items, or batches of them.</summary>
    public IReadOnlyList<Json> Inputs(IReadOnlyList<Json> items, Json input, Scope scope)
    {
        if (ItemsPerBatch is not { } size)
            return items;

        var shared = BatchInput?.Fill(input, scope);
        return [.. items.Chunk((int)size).Select(batch => shared is null
            ? JsonMap.Of(("Items", JsonList.Of(batch)))
            : JsonMap.Of(("BatchInput", shared), ("Items", JsonList.Of(batch))))];
    }
}
