using System.Globalization;
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

    public static StateFailure Exceeded => new(ErrorNames.ExceedToleratedFailureThreshold, "The specified tolerated failure threshold was exceeded");

    /// <summary>Whether the state says anything about failures, be it that none is tolerated.</summary>
    public bool IsGiven => Count is not null || Percentage is not null;

    /// <summary>What stands in the list of outputs for an iteration whose failure is tolerated.</summary>
    public static JsonMap StandIn(string? error, string? cause) => JsonMap.Of(("Error", Json.Of(error ?? "")), ("Cause", Json.Of(cause ?? "")));

    public bool Allows(int failed, int total) => failed <= (Count ?? 0) || failed * 100.0 / total <= (Percentage ?? 0);

    private static double? Number(PathExpression? path, Json input, Scope scope)
    {
        if (path is null)
            return null;

        var value = path.Find(input, scope);
        return double.TryParse(value?.AsText ?? value?.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw StateFailure.Runtime($"The path {path.Text} must reference a number");
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
