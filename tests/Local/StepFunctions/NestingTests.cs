using Slipway.Local.StepFunctions;
using Slipway.Local.StepFunctions.Documents;
using static Slipway.Tests.Local.StepFunctions.Machine;

namespace Slipway.Tests.Local.StepFunctions;

public sealed class NestingTests
{
    private const string Prefix = "arn:aws:states:us-east-1:000000000000:stateMachine:";

    [Fact]
    public void A_synchronous_child_gives_its_output_as_text_and_with_the_second_version_as_json()
    {
        const string Child = """{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":60,"Next":"P"},"P":{"Type":"Pass","Result":{"a":1},"End":true}}}""";

        Assert.Equal(Json.Of("""{"a":1}"""), Parent(".sync", Child).Output!["Output"]);
        var second = Parent(".sync:2", Child);
        Assert.Equal(Json.Parse("""{"a":1}"""), second.Output!["Output"]);
        Assert.Equal(Json.Of("SUCCEEDED"), second.Output["Status"]);
        Assert.Equal(Start.AddMinutes(1), second.StoppedAt);
        Assert.Equal("ExecutionStarted TaskStateEntered TaskScheduled TaskStarted TaskSubmitted TaskSucceeded TaskStateExited ExecutionSucceeded", Types(second));
    }

    [Fact]
    public void A_child_that_fails_fails_the_task_with_its_description()
    {
        var execution = Parent(".sync:2", """{"StartAt":"F","States":{"F":{"Type":"Fail","Error":"E","Cause":"C"}}}""");

        Fails(execution, "States.TaskFailed");
        var description = Json.Parse(execution.Cause!);
        Assert.Equal(("E", "C", "FAILED"), (description["Error"]!.AsText, description["Cause"]!.AsText, description["Status"]!.AsText));
    }

    [Fact]
    public void Without_sync_the_task_is_done_when_the_child_is_started()
    {
        var execution = Parent("", """{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":60,"End":true}}}""");

        Assert.Equal(Start, execution.StoppedAt);
        Assert.Equal("arn:aws:states:us-east-1:000000000000:execution:child:c", execution.Output!["ExecutionArn"]!.AsText);
    }

    [Fact]
    public void Stopping_the_parent_stops_the_child_that_it_waits_for()
    {
        var (machines, clock) = OnClock();
        var parent = Begin(machines, ".sync", """{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":60,"End":true}}}""");
        clock.RunUntil(Start.AddSeconds(1));
        machines.Stop(parent.Arn);

        Assert.Equal(ExecutionStatus.Aborted, machines.ExecutionsOf(Prefix + "child").Single().Status);
    }

    [Fact]
    public void A_child_that_does_not_exist_fails_the_task()
    {
        var execution = RunState("""{"Type":"Task","Resource":"arn:aws:states:::states:startExecution","Parameters":{"StateMachineArn":"nowhere"},"End":true}""");

        Fails(execution, "StepFunctions.StateMachineDoesNotExistException");
    }

    [Fact]
    public void An_execution_is_started_once_for_a_name_and_input()
    {
        var (machines, clock) = OnClock();
        machines.Register("m", StateMachineDefinition.Parse("""{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":60,"End":true}}}"""));

        var first = machines.Start(Prefix + "m", "release-1", """{"a":1}""");

        Assert.Same(first, machines.Start(Prefix + "m", "release-1", """{ "a": 1 }"""));
        Assert.Equal("ExecutionAlreadyExists", Assert.Throws<StepFunctionsException>(() => machines.Start(Prefix + "m", "release-1", "{}")).Code);
        Assert.Equal("StateMachineDoesNotExist", Assert.Throws<StepFunctionsException>(() => machines.Start(Prefix + "none", "x", "{}")).Code);
        Assert.Equal("InvalidExecutionInput", Assert.Throws<StepFunctionsException>(() => machines.Start(Prefix + "m", "x", "{")).Code);
        clock.RunUntil(Start.AddHours(1));
        Assert.Same(first, machines.FindExecution(first.Arn));
        Assert.Equal("ExecutionAlreadyExists", Assert.Throws<StepFunctionsException>(() => machines.Start(Prefix + "m", "release-1", """{"a":1}""")).Code);
    }

    private static Execution Parent(string pattern, string child)
    {
        var (machines, clock) = OnClock();
        var parent = Begin(machines, pattern, child);
        clock.RunUntil(() => parent.Status != ExecutionStatus.Running, Start.AddDays(1));
        return parent;
    }

    private static Execution Begin(StateMachines machines, string pattern, string child)
    {
        machines.Register("child", StateMachineDefinition.Parse(child));
        machines.Register("parent", StateMachineDefinition.Parse(
            $$"""{"StartAt":"S","States":{"S":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution{{pattern}}","Parameters":{"StateMachineArn":"{{Prefix}}child","Name":"c","Input":{"x":1} },"End":true} } }"""));
        return machines.Start(Prefix + "parent", "p", "{}");
    }
}
