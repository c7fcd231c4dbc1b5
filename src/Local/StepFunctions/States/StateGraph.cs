namespace Slipway.Local.StepFunctions.States;

/// <summary>The states of a machine, a branch or an iteration, with the one where it starts.</summary>
internal sealed class StateGraph(State start, IReadOnlyDictionary<string, State> states)
{
    public State Start => start;

    public IReadOnlyDictionary<string, State> States => states;
}
