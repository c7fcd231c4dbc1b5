using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Paths;
using Slipway.Local.StepFunctions.Running;

namespace Slipway.Local.StepFunctions.States;

/// <summary>Passes its input on, or a result or filled parameters instead.</summary>
internal sealed class PassState(string name) : State(name)
{
    public override HistoryEventType Entered => HistoryEventType.PassStateEntered;

    public override HistoryEventType Exited => HistoryEventType.PassStateExited;

    public Json? Result { get; init; }

    public Template? Parameters { get; init; }

    public ResultPlace Place { get; init; } = ResultPlace.Replace;

    public override void Attempt(Branch branch)
    {
        var result = Input.Of(branch.Input, branch);
        if (Parameters is not null)
            result = Parameters.Fill(result, branch);

        result = Result ?? result;
        var assigned = Assigned(branch, result);
        Leave(branch, Place.Put(branch.Input, result), assigned);
    }
}

/// <summary>Ends its branch well.</summary>
internal sealed class SucceedState(string name) : State(name)
{
    public override HistoryEventType Entered => HistoryEventType.SucceedStateEntered;

    public override HistoryEventType Exited => HistoryEventType.SucceedStateExited;

    public override void Attempt(Branch branch) => Leave(branch, Input.Of(branch.Input, branch), null);
}

/// <summary>Ends its branch with an error and a cause, written or read from a path or an intrinsic function.</summary>
internal sealed class FailState(string name, Template? error, Template? cause) : State(name)
{
    public override HistoryEventType Entered => HistoryEventType.FailStateEntered;

    public override HistoryEventType Exited => HistoryEventType.FailStateEntered;

    public override void Attempt(Branch branch) =>
        throw new StateFailure(Text(error, "ErrorPath", branch), Text(cause, "CausePath", branch));

    private static string? Text(Template? template, string field, Branch branch)
    {
        if (template is null)
            return null;

        var value = template.Fill(branch.Input, branch);
        return value.AsText ?? throw StateFailure.Runtime($"The {field} field must reference a string, but it references: {value}");
    }
}
