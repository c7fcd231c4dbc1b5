using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Paths;

namespace Slipway.Local.StepFunctions.States;

/// <summary>What <c>InputPath</c> or <c>OutputPath</c> lets through: everything, one path, or (for null) an empty object.</summary>
internal sealed class Selection(PathExpression? path)
{
    public static Selection Everything { get; } = new((PathExpression?)null);

    public static Selection Nothing { get; } = new((PathExpression?)null);

    public Json Of(Json document, Scope scope)
    {
        if (path is null)
            return ReferenceEquals(this, Nothing) ? JsonMap.Empty : document;

        return path.Find(document, scope) ?? throw StateFailure.Runtime($"Invalid path '{path.Text}' : {path.WhyMissing(document, scope)}");
    }
}

/// <summary>Where <c>ResultPath</c> puts a result: instead of the input, inside it, or (for null) nowhere.</summary>
internal sealed class ResultPlace(JsonPath? path)
{
    public static ResultPlace Replace { get; } = new((JsonPath?)null);

    public static ResultPlace Discard { get; } = new((JsonPath?)null);

    public Json Put(Json input, Json result)
    {
        if (path is null)
            return ReferenceEquals(this, Discard) ? input : result;

        return path.Insert(input, result)
            ?? throw new StateFailure(ErrorNames.ResultPathMatchFailure, $"Unable to apply ReferencePath {path.Text} to input {input}", namesState: true);
    }
}
