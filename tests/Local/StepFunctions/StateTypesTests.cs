using Slipway.Local.StepFunctions;
using static Slipway.Tests.Local.StepFunctions.Machine;

namespace Slipway.Tests.Local.StepFunctions;

public sealed class StateTypesTests
{
    [Fact]
    public void A_pass_state_hands_its_input_on() =>
        Succeeds(RunState("""{"Type":"Pass","End":true}""", """{"a":1}"""), """{"a":1}""");

    [Fact]
    public void A_pass_state_puts_its_result_into_the_raw_input_whatever_its_input_path_selects() =>
        Succeeds(
            RunState("""{"Type":"Pass","InputPath":"$.a","Parameters":{"seen.$":"$.b"},"ResultPath":"$.c.d","OutputPath":"$","End":true}""", """{"a":{"b":1}}"""),
            """{"a":{"b":1},"c":{"d":{"seen":1}}}""");

    [Fact]
    public void A_result_that_is_discarded_leaves_the_input() =>
        Succeeds(RunState("""{"Type":"Pass","Result":5,"ResultPath":null,"End":true}""", """{"a":1}"""), """{"a":1}""");

    [Fact]
    public void A_null_input_or_output_path_stands_for_an_empty_object()
    {
        Succeeds(RunState("""{"Type":"Pass","InputPath":null,"End":true}""", "[1]"), "{}");
        Succeeds(RunState("""{"Type":"Pass","OutputPath":null,"End":true}""", "[1]"), "{}");
    }

    [Fact]
    public void A_result_path_may_replace_an_item_of_a_list() =>
        Succeeds(RunState("""{"Type":"Pass","Result":9,"ResultPath":"$.list[1]","End":true}""", """{"list":[1,2,3]}"""), """{"list":[1,9,3]}""");

    [Fact]
    public void A_result_path_through_a_text_cannot_be_applied() =>
        Fails(RunState("""{"Type":"Pass","Result":9,"ResultPath":"$.a.b","End":true}""", """{"a":"text"}"""), "States.ResultPathMatchFailure");

    [Fact]
    public void A_wait_moves_the_clock_by_its_seconds()
    {
        var execution = RunState("""{"Type":"Wait","Seconds":90,"End":true}""");

        Succeeds(execution, "{}");
        Assert.Equal(Start.AddSeconds(90), execution.StoppedAt);
    }

    [Fact]
    public void A_wait_reads_seconds_and_instants_from_paths()
    {
        Assert.Equal(Start.AddSeconds(7), RunState("""{"Type":"Wait","SecondsPath":"$.s","End":true}""", """{"s":7}""").StoppedAt);
        Assert.Equal(Start.AddHours(1), RunState("""{"Type":"Wait","TimestampPath":"$.t","End":true}""", """{"t":"2026-01-01T02:00:00+01:00"}""").StoppedAt);
        Assert.Equal(Start.AddDays(1), RunState("""{"Type":"Wait","Timestamp":"2026-01-02T00:00:00Z","End":true}""").StoppedAt);
    }

    [Fact]
    public void An_instant_in_the_past_is_no_wait() =>
        Assert.Equal(Start, RunState("""{"Type":"Wait","Timestamp":"2020-01-01T00:00:00Z","End":true}""").StoppedAt);

    [Fact]
    public void A_succeed_state_ends_with_what_its_paths_select() =>
        Succeeds(RunState("""{"Type":"Succeed","InputPath":"$.a","OutputPath":"$.b"}""", """{"a":{"b":2}}"""), "2");

    [Fact]
    public void A_fail_state_names_error_and_cause_by_value_path_or_function()
    {
        Fails(RunState("""{"Type":"Fail","Error":"E","Cause":"C"}"""), "E", "C");
        Fails(RunState("""{"Type":"Fail","ErrorPath":"$.e","CausePath":"States.Format('because {}', $.c)"}""", """{"e":"E","c":"C"}"""), "E", "because C");
        Fails(RunState("""{"Type":"Fail"}"""), null);
    }

    [Fact]
    public void A_parallel_state_gathers_the_outputs_in_the_order_of_its_branches()
    {
        var execution = RunState(
            """
            {"Type":"Parallel","End":true,"Branches":[
              {"StartAt":"Slow","States":{"Slow":{"Type":"Wait","Seconds":5,"Next":"A"},"A":{"Type":"Pass","Result":"a","End":true}}},
              {"StartAt":"B","States":{"B":{"Type":"Pass","Result":"b","End":true}}}]}
            """);

        Succeeds(execution, """["a","b"]""");
        Assert.Equal(Start.AddSeconds(5), execution.StoppedAt);
    }

    [Fact]
    public void The_first_branch_that_fails_ends_the_others()
    {
        var execution = RunState(
            """
            {"Type":"Parallel","End":true,"Branches":[
              {"StartAt":"Slow","States":{"Slow":{"Type":"Wait","Seconds":500,"End":true}}},
              {"StartAt":"B","States":{"B":{"Type":"Fail","Error":"E","Cause":"C"}}}]}
            """);

        Fails(execution, "E", "C");
        Assert.Equal(Start, execution.StoppedAt);
        Assert.Equal(
            "ExecutionStarted ParallelStateEntered ParallelStateStarted WaitStateEntered FailStateEntered WaitStateAborted ParallelStateFailed ExecutionFailed",
            Types(execution));
    }

    [Fact]
    public void A_runtime_error_in_a_branch_ends_the_execution_whatever_is_caught()
    {
        var execution = Run(
            """
            {"StartAt":"S","States":{"S":{"Type":"Parallel","End":true,"Catch":[{"ErrorEquals":["States.ALL"],"Next":"Caught"}],"Branches":[
              {"StartAt":"B","States":{"B":{"Type":"Pass","InputPath":"$.none","End":true}}}]},"Caught":{"Type":"Pass","End":true}}}
            """);

        Fails(execution, "States.Runtime", "An error occurred while executing the state 'B' (entered at the event id #4). Invalid path '$.none' : No results for path: $['none']");
        Assert.Equal("ExecutionStarted ParallelStateEntered ParallelStateStarted PassStateEntered ExecutionFailed", Types(execution));
    }

    [Fact]
    public void A_loop_that_nests_its_document_ever_deeper_fails_instead_of_exhausting_the_stack() =>
        Fails(Run("""{"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":{"a.$":"$"},"Next":"B"},"B":{"Type":"Pass","Next":"A"}}}"""), "States.Runtime");

    [Fact]
    public void A_machine_of_a_million_transitions_neither_overflows_nor_touches_the_clock()
    {
        var execution = Run(
            """
            {"StartAt":"Add","States":{
              "Add":{"Type":"Pass","Parameters":{"n.$":"States.MathAdd($.n, 1)"},"Next":"More"},
              "More":{"Type":"Choice","Choices":[{"Variable":"$.n","NumericLessThan":500000,"Next":"Add"}],"Default":"Done"},
              "Done":{"Type":"Succeed"}}}
            """,
            """{"n":0}""",
            options: new StepFunctionsOptions { HistoryLimit = null });

        Succeeds(execution, """{"n":500000}""");
        Assert.Equal(2_000_004, execution.History.Count);
    }
}
