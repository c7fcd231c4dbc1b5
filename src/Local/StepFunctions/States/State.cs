using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Paths;
using Slipway.Local.StepFunctions.Running;

namespace Slipway.Local.StepFunctions.States;

/// <summary>
/// One compiled state. It works on a branch and then either leaves for the next state at once, or stops and is resumed with a
/// result: nothing here recurses from state to state.
/// </summary>
internal abstract class State(string name)
{
    public string Name => name;

    public abstract HistoryEventType Entered { get; }

    public abstract HistoryEventType Exited { get; }

    /// <summary>What AWS records when the state is cut because a branch beside it failed; null where it records nothing.</summary>
    public virtual HistoryEventType? Aborted => null;

    public Selection Input { get; set; } = Selection.Everything;

    public Selection Output { get; set; } = Selection.Everything;

    /// <summary>The variables that it sets when it is left; null when it sets none.</summary>
    public Template? Assign { get; set; }

    /// <summary>The state that follows; null where the state ends its branch.</summary>
    public State? Next { get; set; }

    /// <summary>Whether the context object counts the retries of this state.</summary>
    public virtual bool CountsRetries => false;

    /// <summary>Works once; a retry comes here again.</summary>
    public abstract void Attempt(Branch branch);

    /// <summary>Goes on with what the state waited for.</summary>
    public virtual void Resume(Branch branch, Json result) => throw new InvalidOperationException($"{Name} waits for nothing.");

    /// <summary>Whether the failure is retried or caught here.</summary>
    public virtual bool Recovers(Branch branch, StateFailure failure) => false;

    /// <summary>The variables after <see cref="Assign"/>; the values that it reads are those from before.</summary>
    protected JsonMap? Assigned(Branch branch, Json seen) => Assign is null ? null : (JsonMap)Assign.Fill(seen, branch);

    /// <summary>Leaves with what <c>OutputPath</c> selects.</summary>
    protected void Leave(Branch branch, Json result, JsonMap? assigned)
    {
        var output = Output.Of(result, branch);
        branch.RefuseOversize(output, Name);
        branch.Leave(output, Next, assigned);
    }
}
