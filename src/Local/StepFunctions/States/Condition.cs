using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Paths;

namespace Slipway.Local.StepFunctions.States;

/// <summary>A condition of a Choice rule.</summary>
internal abstract class Condition
{
    public abstract bool Holds(Json input, Scope scope);
}

internal sealed class AllConditions(IReadOnlyList<Condition> parts) : Condition
{
    public override bool Holds(Json input, Scope scope) => parts.All(part => part.Holds(input, scope));
}

internal sealed class AnyCondition(IReadOnlyList<Condition> parts) : Condition
{
    public override bool Holds(Json input, Scope scope) => parts.Any(part => part.Holds(input, scope));
}

internal sealed class NotCondition(Condition inner) : Condition
{
    public override bool Holds(Json input, Scope scope) => !inner.Holds(input, scope);
}

/// <summary>Whether a path leads somewhere: the only test that a missing value passes through.</summary>
internal sealed class PresenceCondition(PathExpression variable, bool expected) : Condition
{
    public override bool Holds(Json input, Scope scope) => variable.Find(input, scope) is not null == expected;
}

/// <summary>A test of the value alone, such as IsString.</summary>
internal sealed class KindCondition(PathExpression variable, Func<Json, bool> test, bool expected) : Condition
{
    public override bool Holds(Json input, Scope scope) => test(Read(variable, input, scope)) == expected;

    public static Json Read(PathExpression path, Json input, Scope scope) =>
        path.Find(input, scope)
        ?? throw StateFailure.Runtime($"Invalid path '{path.Text}': The choice state's condition path references an invalid value.");
}

/// <summary>A comparison of the value with a constant or with another path; values of other kinds do not compare, which is false.</summary>
internal sealed class ComparisonCondition(PathExpression variable, Func<Json, Json, bool> compare, Json? constant, PathExpression? other) : Condition
{
    public override bool Holds(Json input, Scope scope)
    {
        var value = KindCondition.Read(variable, input, scope);
        return compare(value, constant ?? KindCondition.Read(other!, input, scope));
    }
}
