using Slipway.Local.StepFunctions.Documents;

namespace Slipway.Local.StepFunctions.Paths;

/// <summary>What an expression may look at beside its input: the context object, the variables and the machine's own chance.</summary>
internal abstract class Scope
{
    public abstract Json Context { get; }

    public abstract JsonMap Variables { get; }

    public abstract Random Random { get; }
}
