using Slipway.Local.StepFunctions;
using Slipway.Local.StepFunctions.Documents;
using static Slipway.Tests.Local.StepFunctions.Machine;

namespace Slipway.Tests.Local.StepFunctions;

public sealed class TaskTests
{
    private const string Machine1 = "arn:aws:states:us-east-1:000000000000:stateMachine:m";

    [Fact]
    public void A_function_gets_the_effective_parameters_and_its_result_is_selected_placed_and_filtered() =>
        Succeeds(
            RunState(
                """
                {"Type":"Task","Resource":"arn:aws:lambda:us-east-1:0:function:double:live","InputPath":"$.a","Parameters":{"n.$":"$.n"},
                 "ResultSelector":{"twice.$":"$.n"},"ResultPath":"$.out","OutputPath":"$.out","End":true}
                """,
                """{"a":{"n":4}}""",
                call =>
                {
                    Assert.Equal("double", call.FunctionName);
                    call.Return(call.Parameters);
                }),
            """{"twice":4}""");

    [Fact]
    public void The_lambda_integration_wraps_what_the_function_returns()
    {
        var execution = RunState(
            """{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"arn:aws:lambda:us-east-1:0:function:f:$LATEST","Payload":{"n":1}},"End":true}""",
            handler: call =>
            {
                Assert.Equal("f", call.FunctionName);
                call.Return(call.Payload);
            });

        Assert.Equal(Json.Parse("""{"n":1}"""), execution.Output!["Payload"]);
        Assert.Equal(Json.Of(200), execution.Output["StatusCode"]);
        Assert.Equal(Json.Of("7"), execution.Output["SdkHttpMetadata"]!["HttpHeaders"]!["Content-Length"]);
    }

    [Fact]
    public void An_answer_may_come_later_and_only_the_first_counts()
    {
        TaskCall? open = null;
        var (machines, clock) = OnClock(call => open = call);
        var execution = Start(machines, """{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:0:function:f","End":true}""");
        clock.Schedule(TimeSpan.FromMinutes(3), () => open!.Return(Json.Of(1)));
        clock.Schedule(TimeSpan.FromMinutes(4), () => open!.Fail("late", null));
        clock.RunUntil(DateTimeOffset.MaxValue.AddYears(-1));

        Succeeds(execution, "1");
        Assert.Equal(Machine.Start.AddMinutes(3), execution.StoppedAt);
    }

    [Fact]
    public void A_task_that_is_silent_for_its_timeout_fails_and_its_late_answer_is_ignored()
    {
        TaskCall? open = null;
        var abandoned = 0;
        var (machines, clock) = OnClock(call => (open = call).Abandoned = () => abandoned++);
        var execution = Start(machines, """{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:0:function:f","TimeoutSeconds":30,"End":true}""");
        clock.RunUntil(Machine.Start.AddHours(1));
        open!.Return(Json.Of(1));

        Fails(execution, "States.Timeout");
        Assert.Equal(Machine.Start.AddSeconds(30), execution.StoppedAt);
        Assert.Equal(1, abandoned);
        Assert.EndsWith("LambdaFunctionStarted LambdaFunctionTimedOut ExecutionFailed", Types(execution), StringComparison.Ordinal);
    }

    [Fact]
    public void A_timeout_may_be_retried_and_read_from_a_path()
    {
        var execution = RunState(
            """{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:0:function:f","TimeoutSecondsPath":"$.t","Retry":[{"ErrorEquals":["States.Timeout"],"MaxAttempts":1}],"End":true}""",
            """{"t":10}""",
            _ => { });

        Fails(execution, "States.Timeout");
        Assert.Equal(Machine.Start.AddSeconds(21), execution.StoppedAt);
    }

    [Fact]
    public void A_token_completes_a_task_that_waits_for_it()
    {
        var (machines, clock) = OnClock(call =>
        {
            Assert.Equal(call.TaskToken, call.Parameters["token"]!.AsText);
            call.Return(Json.Parse("""{"MessageId":"1"}"""));
        });
        var execution = Start(machines, Waiting(""));
        clock.RunUntil(Machine.Start.AddHours(1));
        Assert.Equal(ExecutionStatus.Running, execution.Status);

        machines.SendTaskSuccess(Token(execution), """{"approved":true}""");

        Succeeds(execution, """{"approved":true}""");
        Assert.Equal("ExecutionStarted TaskStateEntered TaskScheduled TaskStarted TaskSubmitted TaskSucceeded TaskStateExited ExecutionSucceeded", Types(execution));
        Assert.Equal("TaskTimedOut", Assert.Throws<StepFunctionsException>(() => machines.SendTaskSuccess(Token(execution), "1")).Code);
        Assert.Equal("InvalidToken", Assert.Throws<StepFunctionsException>(() => machines.SendTaskHeartbeat("nonsense")).Code);
    }

    [Fact]
    public void A_token_may_fail_its_task()
    {
        var (machines, clock) = OnClock(call => call.Return(JsonMap.Empty));
        var execution = Start(machines, Waiting(""));
        clock.RunUntil(Machine.Start);
        machines.SendTaskFailure(Token(execution), "Refused", "not on a Friday");

        Fails(execution, "Refused", "not on a Friday");
    }

    [Fact]
    public void Heartbeats_keep_a_task_alive_until_they_stop()
    {
        var (machines, clock) = OnClock(call => call.Return(JsonMap.Empty));
        var execution = Start(machines, Waiting(""" "HeartbeatSeconds":60, "Catch":[{"ErrorEquals":["States.HeartbeatTimeout"],"ResultPath":"$.lost","Next":"Lost"}], """), "Lost");
        clock.RunUntil(Machine.Start);
        for (var minute = 0; minute < 5; minute++)
        {
            clock.RunUntil(Machine.Start.AddSeconds(50 * (minute + 1)));
            machines.SendTaskHeartbeat(Token(execution));
        }

        clock.RunUntil(Machine.Start.AddHours(1));

        Succeeds(execution, """{"lost":{"Error":"States.Timeout","Cause":""}}""");
        Assert.Equal(Machine.Start.AddSeconds(250 + 60), execution.StoppedAt);
    }

    [Fact]
    public void A_machine_that_takes_longer_than_its_limit_times_out()
    {
        var execution = Run("""{"TimeoutSeconds":5,"StartAt":"S","States":{"S":{"Type":"Wait","Seconds":60,"End":true}}}""");

        Assert.Equal((ExecutionStatus.TimedOut, "TIMED_OUT"), (execution.Status, execution.StatusName));
        Assert.Equal(Machine.Start.AddSeconds(5), execution.StoppedAt);
        Assert.EndsWith("ExecutionTimedOut", Types(execution), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_execution_is_aborted_and_drops_its_task()
    {
        var abandoned = 0;
        var (machines, clock) = OnClock(call => call.Abandoned = () => abandoned++);
        var execution = Start(machines, """{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:0:function:f","End":true}""");
        clock.RunUntil(Machine.Start);
        machines.Stop(execution.Arn, "Operator", "enough");

        Assert.Equal((ExecutionStatus.Aborted, "Operator", "enough", 1), (execution.Status, execution.Error, execution.Cause, abandoned));
    }

    [Fact]
    public void A_result_above_256_KiB_fails_the_task_and_can_be_caught_only_by_its_name()
    {
        var large = Json.Of(new string('x', 262_143));
        var execution = RunState(
            """{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"f"},"Retry":[{"ErrorEquals":["States.ALL"]}],"End":true}""",
            handler: call => call.Succeed(large));

        Fails(execution, "States.DataLimitExceeded", "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit.");
        Assert.Equal(Machine.Start, execution.StoppedAt);
    }

    [Fact]
    public void A_result_of_exactly_256_KiB_passes() =>
        Assert.Equal(ExecutionStatus.Succeeded, RunState(
            """{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:0:function:f","End":true}""", handler: call => call.Return(Json.Of(new string('x', 262_142)))).Status);

    private static string Waiting(string more) =>
        $$"""{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken",{{more}}"Parameters":{"token.$":"$$.Task.Token"},"End":true}""";

    private static string Token(Execution execution) =>
        execution.History.First(entry => entry.Type == HistoryEventType.TaskScheduled).Details!["parameters"]!["token"]!.AsText!;

    private static Execution Start(StateMachines machines, string state, string? second = null)
    {
        var more = second is null ? "" : $$""","{{second}}":{"Type":"Pass","End":true}""";
        machines.Register("m", StateMachineDefinition.Parse($$"""{"StartAt":"S","States":{"S":{{state}}{{more}} } }"""));
        return machines.Start(Machine1, "x", "{}");
    }
}
