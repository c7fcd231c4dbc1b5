using Slipway.Local.StepFunctions;
using static Slipway.Tests.Local.StepFunctions.Machine;

namespace Slipway.Tests.Local.StepFunctions;

public sealed class DefinitionTests
{
    [Fact]
    public void A_definition_may_be_yaml_whose_quoted_scalars_are_texts() =>
        Succeeds(
            Run(
                """
                # a comment
                Comment: yaml
                StartAt: First
                States:
                  First:
                    Type: Pass
                    Result: { number: 1, fraction: 2.5, yes: yes, truth: true, nothing: null, text: "1", other: '~', day: 2026-01-01 }
                    ResultPath: $.all
                    Next: Check
                  Check:
                    Type: Choice
                    Choices:
                      - Variable: $.all.truth
                        BooleanEquals: true
                        Next: Done
                  Done:
                    Type: Succeed
                """),
            """{"all":{"number":1,"fraction":2.5,"yes":"yes","truth":true,"nothing":null,"text":"1","other":"~","day":"2026-01-01"}}""");

    [Fact]
    public void Every_problem_of_a_definition_is_listed_with_its_place()
    {
        var problems = Problems(
            """
            {"StartAt":"Nowhere","Colour":"red","States":{
              "A":{"Type":"Pass","Next":"B","Parameters":{"x.$":"nonsense","y.$":5},"ResultPath":"$.a[*]"},
              "B":{"Type":"Task","Resource":"sqs","Retry":[{"ErrorEquals":["States.ALL","E"]},{"MaxAttempts":-1}],"Catch":[{"ErrorEquals":["E"],"Next":"Gone"}],"End":true,"Next":"A"},
              "C":{"Type":"Choice","Choices":[{"Variable":"$.x","StringEquals":1,"Next":"A"},{"Next":"A"}]},
              "D":{"Type":"Wait","Seconds":1,"Timestamp":"2026-01-01"},
              "E":{"Type":"Sleep"}}}
            """);

        Assert.Equal(
            [
                "definition.States.A.Parameters.x.$",
                "definition.States.A.Parameters.y.$",
                "definition.States.A.ResultPath",
                "definition.States.B.Resource",
                "definition.States.B.Retry[0].ErrorEquals",
                "definition.States.B.Retry[0].ErrorEquals",
                "definition.States.B.Retry[1].ErrorEquals",
                "definition.States.B.Retry[1].MaxAttempts",
                "definition.States.B.Next",
                "definition.States.C.Choices[0].StringEquals",
                "definition.States.C.Choices[1].Variable",
                "definition.States.C.Choices[1]",
                "definition.States.D",
                "definition.States.D.Timestamp",
                "definition.States.D.Next",
                "definition.States.E.Type",
                "definition.StartAt",
                "definition.States.B.Catch[0].Next",
                "definition.Colour",
            ],
            problems.Select(problem => problem.Location));
        Assert.Contains("name one of A, B, C, D, E", problems.Single(problem => problem.Location.EndsWith("StartAt", StringComparison.Ordinal)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_that_nothing_leads_to_is_a_problem() =>
        Assert.Equal(
            "definition.States.B",
            Problems("""{"StartAt":"A","States":{"A":{"Type":"Succeed"},"B":{"Type":"Succeed"}}}""").Single().Location);

    [Fact]
    public void An_inner_scope_may_not_assign_a_variable_of_the_scope_around_it() =>
        Assert.Contains("'x' is assigned around this scope", Problems(
            """
            {"StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"x":1},"Next":"M"},"M":{"Type":"Map","End":true,"ItemProcessor":{"StartAt":"P","States":{
              "P":{"Type":"Pass","Assign":{"x.$":"$.a"},"End":true}}}}}}
            """).Single().Message, StringComparison.Ordinal);

    [Fact]
    public void The_other_query_language_is_refused_clearly() =>
        Assert.Contains("JSONata", Problems("""{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Succeed"}}}""").Single().Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("a: [")]
    [InlineData("{}")]
    [InlineData("""{"StartAt":"A","States":{}}""")]
    [InlineData("""{"StartAt":"A","States":{"A":5}}""")]
    public void What_is_no_definition_at_all_is_refused_in_words(string text) => Assert.NotEmpty(Problems(text));

    [Theory]
    [InlineData("States.Nothing()", "there is no function")]
    [InlineData("States.MathAdd(1)", "takes 2 arguments, not 1")]
    [InlineData("States.Format('{}', $.a", "or ')' is missing")]
    [InlineData("States.StringToJson('\\\"')", "a backslash stands only before")]
    [InlineData("$.a[", "is not a JSONPath")]
    [InlineData("$.a[?(@.b ==)]", "is not a JSONPath")]
    public void An_expression_that_cannot_work_is_found_at_load(string expression, string words)
    {
        var value = Slipway.Local.StepFunctions.Documents.Json.Of(expression);
        Assert.Contains(words, Problems($$"""{"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":{"v.$":{{value}} },"End":true} } }""").Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_definition_knows_what_its_tasks_call_at_any_depth()
    {
        var definition = StateMachineDefinition.Parse(
            """
            {"StartAt":"M","States":{"M":{"Type":"Map","ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Parallel","Branches":[{"StartAt":"T","States":{
              "T":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:s3:getObject.waitForTaskToken","End":true}}}],"End":true}}},"End":true}}}
            """);

        var (state, resource) = definition.Tasks.Single();
        Assert.Equal(("T", "aws-sdk:s3", "getObject", TaskPattern.WaitForTaskToken), (state, resource.Service, resource.Action, resource.Pattern));
    }

    private static IReadOnlyList<DefinitionProblem> Problems(string definition) =>
        Assert.Throws<DefinitionException>(() => StateMachineDefinition.Parse(definition)).Problems;
}
