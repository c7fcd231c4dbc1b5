using Slipway.Local.StepFunctions;
using Slipway.Local.StepFunctions.Documents;
using static Slipway.Tests.Local.StepFunctions.Machine;

namespace Slipway.Tests.Local.StepFunctions;

public sealed class VariablesTests
{
    [Fact]
    public void An_assignment_reads_the_values_from_before_it() =>
        Succeeds(
            Run(
                """
                {"StartAt":"A","States":{
                  "A":{"Type":"Pass","Assign":{"x":1,"y":2},"Next":"Swap"},
                  "Swap":{"Type":"Pass","Assign":{"x.$":"$y","y.$":"$x"},"Next":"Show"},
                  "Show":{"Type":"Pass","Parameters":{"x.$":"$x","y.$":"$y"},"End":true}}}
                """),
            """{"x":2,"y":1}""");

    [Fact]
    public void Branches_see_the_variables_around_them_and_keep_their_own_to_themselves()
    {
        var execution = Run(
            """
            {"StartAt":"A","States":{
              "A":{"Type":"Pass","Assign":{"outer":{"k":1}},"Next":"P"},
              "P":{"Type":"Parallel","Next":"Show","Branches":[
                {"StartAt":"B","States":{"B":{"Type":"Pass","Assign":{"inner.$":"$outer.k"},"Next":"C"},"C":{"Type":"Pass","Parameters":{"v.$":"$inner"},"End":true}}}]},
              "Show":{"Type":"Pass","Parameters":{"v.$":"$inner"},"End":true}}}
            """);

        Fails(execution, "States.Runtime");
        Assert.Contains("ParallelStateSucceeded", Types(execution), StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_assigns_from_its_result_and_a_catch_from_the_error()
    {
        const string Definition =
            """
            {"StartAt":"T","States":{
              "T":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:0:function:f","Assign":{"v.$":"$.r"},"ResultPath":null,
                   "Catch":[{"ErrorEquals":["States.ALL"],"Assign":{"v.$":"$.Error"},"ResultPath":null,"Next":"Show"}],"Next":"Show"},
              "Show":{"Type":"Pass","Parameters":{"v.$":"$v"},"End":true}}}
            """;

        Succeeds(Run(Definition, handler: call => call.Return(Json.Parse("""{"r":5}"""))), """{"v":5}""");
        Succeeds(Run(Definition, handler: call => call.Fail("E", null)), """{"v":"E"}""");
    }

    [Fact]
    public void A_choice_assigns_by_the_rule_that_held_or_by_its_default()
    {
        const string Definition =
            """
            {"StartAt":"C","States":{
              "C":{"Type":"Choice","Choices":[{"Variable":"$.n","NumericEquals":1,"Assign":{"v":"one"},"Next":"Show"}],"Assign":{"v":"other"},"Default":"Show"},
              "Show":{"Type":"Pass","Parameters":{"v.$":"$v"},"End":true}}}
            """;

        Succeeds(Run(Definition, """{"n":1}"""), """{"v":"one"}""");
        Succeeds(Run(Definition, """{"n":2}"""), """{"v":"other"}""");
    }

    [Fact]
    public void A_variable_that_outgrows_the_limit_fails_the_state() =>
        Fails(
            Run("""{"StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"v.$":"$.x"},"Next":"B"},"B":{"Type":"Pass","Assign":{"v.$":"States.Array($v, $v)"},"Next":"C"},"C":{"Type":"Pass","Next":"B"}}}""", """{"x":"0123456789"}"""),
            "States.DataLimitExceeded");

    [Fact]
    public void The_history_shows_what_was_assigned()
    {
        var execution = RunState("""{"Type":"Pass","Assign":{"x":{"a":1}},"End":true}""");
        var exited = execution.History.Single(entry => entry.Type == HistoryEventType.PassStateExited).ToJson();

        Assert.Equal(Json.Parse("""{"x":"{\"a\":1}"}"""), exited["stateExitedEventDetails"]!["assignedVariables"]);
    }
}
