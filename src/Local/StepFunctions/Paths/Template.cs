using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Intrinsics;

namespace Slipway.Local.StepFunctions.Paths;

/// <summary>A compiled payload template: what <c>Parameters</c>, <c>ResultSelector</c>, <c>ItemSelector</c> and <c>Assign</c> hold.</summary>
internal abstract class Template
{
    public abstract Json Fill(Json input, Scope scope);
}

/// <summary>A template, or a part of one, that has nothing to fill.</summary>
internal sealed class ConstantTemplate(Json value) : Template
{
    public override Json Fill(Json input, Scope scope) => value;
}

internal sealed class MapTemplate(JsonShape shape, Template[] members) : Template
{
    public override Json Fill(Json input, Scope scope)
    {
        var values = new Json[members.Length];
        for (var at = 0; at < values.Length; at++)
            values[at] = members[at].Fill(input, scope);

        return new JsonMap(shape, values);
    }
}

internal sealed class ListTemplate(Template[] items) : Template
{
    public override Json Fill(Json input, Scope scope)
    {
        var values = new Json[items.Length];
        for (var at = 0; at < values.Length; at++)
            values[at] = items[at].Fill(input, scope);

        return new JsonList(values);
    }
}

/// <summary>A member <c>"name.$": "$.path"</c>.</summary>
internal sealed class PathTemplate(string field, PathExpression path) : Template
{
    public override Json Fill(Json input, Scope scope)
    {
        if (path.Find(input, scope) is { } found)
            return found;

        return path.EndsPastList(input, scope)
            ? Json.Null
            : throw StateFailure.Runtime($"The JSONPath '{path.Text}' specified for the field '{field}' could not be found in the input '{input}'");
    }
}

/// <summary>A member <c>"name.$": "States.Function(...)"</c>.</summary>
internal sealed class IntrinsicTemplate(string text, Argument call) : Template
{
    public override Json Fill(Json input, Scope scope)
    {
        try
        {
            return call.Evaluate(input, scope);
        }
        catch (MissingArgumentException missing)
        {
            throw StateFailure.Runtime(
                $"The function '{text}' had the following error: The JsonPath argument for the field '{missing.Message}' could not be found in the input '{input}'");
        }
        catch (IntrinsicException failed)
        {
            throw new StateFailure(ErrorNames.IntrinsicFailure, $"The function '{text}' had the following error: {failed.Message}", namesState: true);
        }
    }
}
