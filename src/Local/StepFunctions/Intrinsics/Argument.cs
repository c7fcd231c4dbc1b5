using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Paths;

namespace Slipway.Local.StepFunctions.Intrinsics;

/// <summary>A part of an intrinsic expression: a literal, a path, or another call.</summary>
internal abstract class Argument
{
    public abstract Json Evaluate(Json input, Scope scope);
}

internal sealed class LiteralArgument(Json value) : Argument
{
    public override Json Evaluate(Json input, Scope scope) => value;
}

internal sealed class PathArgument(PathExpression path) : Argument
{
    public override Json Evaluate(Json input, Scope scope) => path.Find(input, scope) ?? throw new MissingArgumentException(path.Text);
}

internal sealed class CallArgument(Intrinsic function, Argument[] arguments) : Argument
{
    public override Json Evaluate(Json input, Scope scope)
    {
        var values = new Json[arguments.Length];
        for (var at = 0; at < values.Length; at++)
            values[at] = arguments[at].Evaluate(input, scope);

        return function.Call(values, scope.Random);
    }
}

/// <summary>An argument path that leads nowhere; the message is the path.</summary>
internal sealed class MissingArgumentException(string path) : Exception(path);

/// <summary>A function that was given what it cannot take.</summary>
internal sealed class IntrinsicException(string message) : Exception(message);

/// <summary>A function of the States Language and how many arguments it takes.</summary>
internal sealed record Intrinsic(string Name, int Least, int Most, Func<Json[], Random, Json> Call);
