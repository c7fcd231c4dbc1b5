using Slipway.Local.StepFunctions.Documents;
using Slipway.Local.StepFunctions.Paths;

namespace Slipway.Local.StepFunctions.Running;

/// <summary>
/// <c>states:startExecution</c>: alone it answers with the new ARN; <c>.sync</c> waits for the end and gives the output as a
/// string, <c>.sync:2</c> as JSON. A child that does not succeed fails the task with States.TaskFailed and its description.
/// </summary>
internal static class NestedExecutions
{
    public static void Start(StateMachines machines, TaskCall call)
    {
        Execution child;
        try
        {
            child = machines.Start(call.Parameters["StateMachineArn"]?.AsText ?? "", call.Parameters["Name"]?.AsText, Input(call.Parameters["Input"]));
        }
        catch (StepFunctionsException refused)
        {
            call.Fail($"StepFunctions.{refused.Code}Exception", refused.Message);
            return;
        }

        var started = ServiceEnvelope.Around(
            call.Resource, JsonMap.Of(("ExecutionArn", Json.Of(child.Arn)), ("StartDate", Milliseconds(child.StartedAt))), call.Execution);
        if (call.Resource.Pattern is not (TaskPattern.Sync or TaskPattern.Sync2))
        {
            call.Succeed(started);
            return;
        }

        call.Submitted(started);
        call.Abandoned = () => child.Abort(
            null, $"The Task state in AWS Step Functions execution [{call.Execution.Arn}] which was managing this resource was aborted");
        child.WhenDone(done => Answer(call, done));
    }

    private static void Answer(TaskCall call, Execution child)
    {
        var description = Describe(child, call.Resource.Pattern == TaskPattern.Sync2);
        if (child.Status == ExecutionStatus.Succeeded)
            call.Succeed(description);
        else
            call.Fail(ErrorNames.TaskFailed, description.ToString());
    }

    private static JsonMap Describe(Execution child, bool parsed)
    {
        var included = JsonMap.Of(("Included", Json.True));
        var description = JsonMap.Of(
            ("ExecutionArn", Json.Of(child.Arn)),
            ("Input", parsed ? child.Input : Json.Of(child.Input.ToString())),
            ("InputDetails", included),
            ("Name", Json.Of(child.Name)));
        if (child.Output is not null)
            description = description.With("Output", parsed ? child.Output : Json.Of(child.Output.ToString())).With("OutputDetails", included);

        if (child.Error is not null)
            description = description.With("Error", Json.Of(child.Error));

        if (child.Cause is not null)
            description = description.With("Cause", Json.Of(child.Cause));

        return description
            .With("StartDate", Milliseconds(child.StartedAt))
            .With("StateMachineArn", Json.Of(child.StateMachine.Arn))
            .With("Status", Json.Of(child.StatusName))
            .With("StopDate", Milliseconds(child.StoppedAt!.Value));
    }

    private static string Input(Json? input) => input switch
    {
        null or JsonNull => "{}",
        JsonText text => text.Value,
        _ => input.ToString(),
    };

    private static Json Milliseconds(DateTimeOffset instant) => Json.Of(instant.ToUnixTimeMilliseconds());
}
