using Slipway.Local.StepFunctions;
using Slipway.Local.StepFunctions.Documents;
using static Slipway.Tests.Local.StepFunctions.Machine;

namespace Slipway.Tests.Local.StepFunctions;

public sealed class MapTests
{
    private const string Call = """{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:0:function:f","End":true} } }""";

    [Fact]
    public void A_map_runs_its_processor_for_every_item_and_keeps_their_order() =>
        Succeeds(
            RunState("""{"Type":"Map","ItemsPath":"$.l","ItemSelector":{"i.$":"$$.Map.Item.Index","v.$":"$$.Map.Item.Value","k.$":"$.k"},"ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}},"End":true}""", """{"l":["a","b"],"k":1}"""),
            """[{"i":0,"v":"a","k":1},{"i":1,"v":"b","k":1}]""");

    [Fact]
    public void A_map_over_nothing_gives_an_empty_list()
    {
        var execution = RunState($$"""{"Type":"Map","Iterator":{{Call}},"End":true}""", "[]");

        Succeeds(execution, "[]");
        Assert.Equal("ExecutionStarted MapStateEntered MapStateStarted MapStateSucceeded MapStateExited ExecutionSucceeded", Types(execution));
        Assert.Equal([0, 0, 2, 3, 3, 5], execution.History.Select(entry => entry.PreviousEventId));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(0, 6)]
    public void No_more_iterations_run_at_a_time_than_are_allowed(int limit, int most)
    {
        var (running, highest) = (0, 0);
        List<TaskCall> open = [];
        var (machines, clock) = OnClock(call =>
        {
            highest = Math.Max(highest, ++running);
            open.Add(call);
        });
        machines.Register("m", StateMachineDefinition.Parse($$$"""{"StartAt":"S","States":{"S":{"Type":"Map","MaxConcurrency":{{{limit}}},"ItemProcessor":{{{Call}}},"End":true} } }"""));
        var execution = machines.Start("arn:aws:states:us-east-1:000000000000:stateMachine:m", "x", "[1,2,3,4,5,6]");
        while (clock.RunNext() || open.Count > 0)
        {
            running--;
            var call = open[0];
            open.RemoveAt(0);
            call.Return(call.Parameters);
        }

        Succeeds(execution, "[1,2,3,4,5,6]");
        Assert.Equal(most, highest);
    }

    [Fact]
    public void The_limit_may_come_from_a_path_and_must_be_a_number()
    {
        const string Map = """{"Type":"Map","ItemsPath":"$.l","MaxConcurrencyPath":"$.n","ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}},"End":true}""";

        Succeeds(RunState(Map, """{"l":[1,2],"n":1}"""), "[1,2]");
        Fails(RunState(Map, """{"l":[1,2],"n":"many"}"""), "States.Runtime", "The MaxConcurrencyPath field refers to value \"many\" which is not a valid integer: $.n");
    }

    [Fact]
    public void An_iteration_that_fails_ends_the_map_and_aborts_the_others()
    {
        var execution = RunState($$"""{"Type":"Map","MaxConcurrency":2,"ItemProcessor":{{Call}},"End":true}""", "[1,2,3]", call =>
        {
            if (call.Parameters.Equals(Json.Of(2)))
                call.Fail("E", "C");
        });

        Fails(execution, "E", "C");
        Assert.EndsWith("LambdaFunctionFailed TaskStateAborted MapIterationAborted TaskStateAborted MapIterationFailed MapStateFailed ExecutionFailed", Types(execution), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tolerated_failure_leaves_its_error_in_the_list_and_one_too_many_fails_the_map()
    {
        var map = $$"""{"Type":"Map","ItemsPath":"$.l","ToleratedFailureCountPath":"$.t","ItemProcessor":{{Call}},"End":true}""";
        void FailOdd(TaskCall call)
        {
            if (((JsonNumber)call.Parameters).Whole % 2 == 1)
                call.Fail("E", "C");
            else
                call.Return(call.Parameters);
        }

        Succeeds(RunState(map, """{"l":[1,2],"t":1}""", FailOdd), """[{"Error":"E","Cause":"C"},2]""");
        Fails(RunState(map, """{"l":[1,2,3],"t":1}""", FailOdd), "States.ExceedToleratedFailureThreshold");
    }

    [Fact]
    public void Items_that_are_no_list_are_a_runtime_error() =>
        Assert.Equal("States.Runtime", RunState($$"""{"Type":"Map","ItemsPath":"$.l","ItemProcessor":{{Call}},"End":true}""", """{"l":{}}""").Error);

    [Fact]
    public void A_selector_that_finds_nothing_is_the_maps_own_error() =>
        Fails(
            RunState($$"""{"Type":"Map","MaxConcurrency":1,"ItemSelector":{"v.$":"$$.Map.Item.Value.x"},"ItemProcessor":{{Call}},"End":true}""", """[{"x":1},{}]"""),
            "States.Runtime",
            "An error occurred while executing the state 'S' (entered at the event id #2). The JSONPath '$$.Map.Item.Value.x' specified for the field 'v.$' could not be found in the input '[{\"x\":1},{}]'");

    [Fact]
    public void Maps_nest_and_the_inner_item_hides_the_outer_one() =>
        Succeeds(
            RunState("""{"Type":"Map","ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Map","ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Pass","Parameters":{"i.$":"$$.Map.Item.Index"},"End":true}}},"End":true}}},"End":true}""", "[[1,2],[3]]"),
            """[[{"i":0},{"i":1}],[{"i":0}]]""");
}
