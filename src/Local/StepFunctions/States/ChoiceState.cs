using Slipway.Local.StepFunctions.Paths;
using Slipway.Local.StepFunctions.Running;

namespace Slipway.Local.StepFunctions.States;

/// <summary>Goes where the first rule that holds points to, or to its default.</summary>
internal sealed class ChoiceState(string name, IReadOnlyList<ChoiceRule> rules) : State(name)
{
    public override HistoryEventType Entered => HistoryEventType.ChoiceStateEntered;

    public override HistoryEventType Exited => HistoryEventType.ChoiceStateExited;

    public IReadOnlyList<ChoiceRule> Rules => rules;

    public override void Attempt(Branch branch)
    {
        var input = Input.Of(branch.Input, branch);
        var (next, assign) = (Next, Assign);
        for (var at = 0; at < rules.Count; at++)
        {
            if (!rules[at].Condition.Holds(input, branch))
                continue;

            (next, assign) = (rules[at].Next, rules[at].Assign);
            break;
        }

        if (next is null)
            throw StateFailure.Runtime("Failed to transition out of the state. The state does not point to a next state.");

        var assigned = assign is null ? null : (Documents.JsonMap)assign.Fill(input, branch);
        branch.Leave(Output.Of(input, branch), next, assigned);
    }
}

/// <summary>A rule of a Choice.</summary>
internal sealed class ChoiceRule(Condition condition, Template? assign)
{
    public Condition Condition => condition;

    public Template? Assign => assign;

    public State? Next { get; set; }
}
