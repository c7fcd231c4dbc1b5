using static Slipway.Tests.Local.StepFunctions.Machine;

namespace Slipway.Tests.Local.StepFunctions;

public sealed class ChoiceTests
{
    private const string Input = """{"s":"abc*d","n":5,"b":true,"t":"2026-01-01T00:00:00Z","later":"2026-01-01T00:30:00-01:00","z":null,"five":5.0,"same":"abc*d"}""";

    [Theory]
    [InlineData(""" "Variable":"$.s","StringEquals":"abc*d" """, true)]
    [InlineData(""" "Variable":"$.s","StringEqualsPath":"$.same" """, true)]
    [InlineData(""" "Variable":"$.n","StringEquals":"5" """, false)]
    [InlineData(""" "Variable":"$.s","StringLessThan":"b" """, true)]
    [InlineData(""" "Variable":"$.s","StringGreaterThanEquals":"abd" """, false)]
    [InlineData(""" "Variable":"$.s","StringMatches":"a*d" """, true)]
    [InlineData(""" "Variable":"$.s","StringMatches":"abc\\*d" """, true)]
    [InlineData(""" "Variable":"$.t","StringMatches":"*\\**" """, false)]
    [InlineData(""" "Variable":"$.s","StringMatches":"*" """, true)]
    [InlineData(""" "Variable":"$.s","StringMatches":"abc" """, false)]
    [InlineData(""" "Variable":"$.n","NumericEquals":5.0 """, true)]
    [InlineData(""" "Variable":"$.n","NumericEqualsPath":"$.five" """, true)]
    [InlineData(""" "Variable":"$.n","NumericGreaterThan":5 """, false)]
    [InlineData(""" "Variable":"$.n","NumericLessThanEquals":5 """, true)]
    [InlineData(""" "Variable":"$.b","BooleanEquals":true """, true)]
    [InlineData(""" "Variable":"$.s","BooleanEquals":true """, false)]
    [InlineData(""" "Variable":"$.t","TimestampLessThanPath":"$.later" """, true)]
    [InlineData(""" "Variable":"$.later","TimestampEquals":"2026-01-01T01:30:00Z" """, true)]
    [InlineData(""" "Variable":"$.s","TimestampEquals":"2026-01-01T01:30:00Z" """, false)]
    [InlineData(""" "Variable":"$.z","IsNull":true """, true)]
    [InlineData(""" "Variable":"$.z","IsPresent":true """, true)]
    [InlineData(""" "Variable":"$.none","IsPresent":false """, true)]
    [InlineData(""" "Variable":"$.n","IsNumeric":true """, true)]
    [InlineData(""" "Variable":"$.n","IsString":false """, true)]
    [InlineData(""" "Variable":"$.t","IsTimestamp":true """, true)]
    [InlineData(""" "Variable":"$.s","IsTimestamp":true """, false)]
    [InlineData(""" "Variable":"$.b","IsBoolean":true """, true)]
    [InlineData(""" "Not":{"Variable":"$.n","NumericEquals":5} """, false)]
    [InlineData(""" "And":[{"Variable":"$.none","IsPresent":true},{"Variable":"$.none","NumericEquals":5}] """, false)]
    [InlineData(""" "Or":[{"Variable":"$.n","NumericEquals":5},{"Variable":"$.none","NumericEquals":5}] """, true)]
    [InlineData(""" "And":[{"Or":[{"Variable":"$.n","NumericEquals":5}]},{"Not":{"Variable":"$.b","BooleanEquals":false}}] """, true)]
    public void A_rule_holds_as_the_specification_says(string rule, bool holds) =>
        Succeeds(
            Run($$"""{"StartAt":"C","States":{"C":{"Type":"Choice","Choices":[{{{rule}},"Next":"Yes"}],"Default":"No"},"Yes":{"Type":"Pass","Result":true,"End":true},"No":{"Type":"Pass","Result":false,"End":true} } }""", Input),
            holds ? "true" : "false");

    [Fact]
    public void A_rule_about_a_missing_value_is_a_runtime_error() =>
        Fails(
            Run("""{"StartAt":"C","States":{"C":{"Type":"Choice","Choices":[{"Variable":"$.none","NumericEquals":1,"Next":"Yes"}],"Default":"Yes"},"Yes":{"Type":"Succeed"}}}"""),
            "States.Runtime",
            "An error occurred while executing the state 'C' (entered at the event id #2). Invalid path '$.none': The choice state's condition path references an invalid value.");

    [Fact]
    public void A_choice_without_a_match_or_a_default_cannot_go_on() =>
        Fails(
            Run("""{"StartAt":"C","States":{"C":{"Type":"Choice","Choices":[{"Variable":"$.n","NumericEquals":1,"Next":"Yes"}]},"Yes":{"Type":"Succeed"}}}""", Input),
            "States.Runtime",
            "An error occurred while executing the state 'C' (entered at the event id #2). Failed to transition out of the state. The state does not point to a next state.");
}
