using static Slipway.Tests.Local.StepFunctions.Machine;

namespace Slipway.Tests.Local.StepFunctions;

public sealed class ExpressionTests
{
    private const string Store =
        """{"books":[{"t":"A","p":5,"tags":["x"]},{"t":"B","p":15},{"t":"C","p":25,"tags":[]}],"o'k":1,"a b":2,"n":null,"deep":{"t":"D"}}""";

    [Theory]
    [InlineData("$.books[0].t", "\"A\"")]
    [InlineData("$.books[-1].t", "\"C\"")]
    [InlineData("$['books'][1]['t']", "\"B\"")]
    [InlineData("$[\"a b\"]", "2")]
    [InlineData("$['o\\'k']", "1")]
    [InlineData("$.n", "null")]
    [InlineData("$.books[*].t", "[\"A\",\"B\",\"C\"]")]
    [InlineData("$.books[1:].t", "[\"B\",\"C\"]")]
    [InlineData("$.books[:2].p", "[5,15]")]
    [InlineData("$.books[-2:].p", "[15,25]")]
    [InlineData("$.books[::2].p", "[5,25]")]
    [InlineData("$.books[0,2].p", "[5,25]")]
    [InlineData("$.books[0]['t','p']", "[\"A\",5]")]
    [InlineData("$..t", "[\"A\",\"B\",\"C\",\"D\"]")]
    [InlineData("$.books..p", "[5,15,25]")]
    [InlineData("$.books[?(@.p > 10)].t", "[\"B\",\"C\"]")]
    [InlineData("$.books[?(@.p >= 5 && @.t != 'C')].t", "[\"A\",\"B\"]")]
    [InlineData("$.books[?(@.t == 'A' || @.p == 25)].p", "[5,25]")]
    [InlineData("$.books[?(@.tags)].t", "[\"A\"]")]
    [InlineData("$.books[?(!(@.p < 20))].t", "[\"C\"]")]
    [InlineData("$.books[?(@.t in ['A', 'C'])].p", "[5,25]")]
    [InlineData("$.books[?(@.t =~ /[bc]/i)].t", "[\"B\",\"C\"]")]
    [InlineData("$.books[?(@.t == $.deep.t)]", "[]")]
    [InlineData("$.none[*].t", "[]")]
    [InlineData("$.none..t", "[]")]
    [InlineData("$.books[7]", "null")]
    [InlineData("$.books.length()", "3")]
    public void A_path_selects_as_step_functions_does(string path, string expected) => Assert.Equal(expected, Fill(path, Store));

    [Theory]
    [InlineData("States.Format('{} of {}: \\{\\}', $.a, 'b')", "\"1 of b: {}\"")]
    [InlineData("States.Format('it\\'s {}', $.o)", "\"it's {k=[1, x], n=null}\"")]
    [InlineData("States.StringToJson('{\"a\":[1]}')", """{"a":[1]}""")]
    [InlineData("States.JsonToString($.o)", "\"{\\\"k\\\":[1,\\\"x\\\"],\\\"n\\\":null}\"")]
    [InlineData("States.Array()", "[]")]
    [InlineData("States.Array(1, 'x', true, null, $.a)", """[1,"x",true,null,1]""")]
    [InlineData("States.ArrayPartition($.l, 2)", "[[1,2],[3,2],[1]]")]
    [InlineData("States.ArrayContains($.l, 3)", "true")]
    [InlineData("States.ArrayContains($.l, '3')", "false")]
    [InlineData("States.ArrayRange(1, 9, 2)", "[1,3,5,7,9]")]
    [InlineData("States.ArrayRange(5, 1, -2)", "[5,3,1]")]
    [InlineData("States.ArrayGetItem($.l, 2)", "3")]
    [InlineData("States.ArrayLength($.l)", "5")]
    [InlineData("States.ArrayUnique($.l)", "[1,2,3]")]
    [InlineData("States.Base64Encode('Hello World')", "\"SGVsbG8gV29ybGQ=\"")]
    [InlineData("States.Base64Decode('SGVsbG8gV29ybGQ=')", "\"Hello World\"")]
    [InlineData("States.Hash('input data', 'SHA-1')", "\"aaff4a450a104cd177d28d18d74485e8cae074b7\"")]
    [InlineData("States.JsonMerge($.o, States.StringToJson('{\"n\":2,\"z\":3}'), false)", """{"k":[1,"x"],"n":2,"z":3}""")]
    [InlineData("States.MathAdd(-1.5, 3)", "2")]
    [InlineData("States.MathAdd($.a, 9007199254740993)", "9007199254740994")]
    [InlineData("States.StringSplit('This.is+a,,test', '.+,')", """["This","is","a","test"]""")]
    [InlineData("States.ArrayLength(States.StringSplit(States.Format('{}-{}', $.a, $.a), '-'))", "2")]
    [InlineData("States.MathAdd(\n  $.a,\n  2 )", "3")]
    [InlineData("$$.State.Name", "\"S\"")]
    [InlineData("$$.Execution.Input.a", "1")]
    public void An_intrinsic_function_computes_as_the_specification_says(string expression, string expected) =>
        Assert.Equal(expected, Fill(expression, """{"a":1,"l":[1,2,3,2,1],"o":{"k":[1,"x"],"n":null}}"""));

    [Fact]
    public void A_random_number_lies_between_start_and_end_and_repeats_with_its_seed()
    {
        for (var seed = 0; seed < 50; seed++)
            Assert.InRange(int.Parse(Fill($"States.MathRandom(3, 6, {seed})")!, System.Globalization.CultureInfo.InvariantCulture), 3, 5);

        Assert.Equal(Fill("States.MathRandom(1, 1000000, 5)"), Fill("States.MathRandom(1, 1000000, 5)"));
    }

    [Fact]
    public void A_uuid_is_drawn_from_the_seed() => Assert.Matches("^\"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\"$", Fill("States.UUID()")!);

    [Theory]
    [InlineData("States.StringToJson('{')")]
    [InlineData("States.ArrayGetItem($.l, 9)")]
    [InlineData("States.ArrayPartition($.l, 0)")]
    [InlineData("States.ArrayRange(1, 2000, 1)")]
    [InlineData("States.ArrayRange(1, 2, 0)")]
    [InlineData("States.MathAdd('1', 2)")]
    [InlineData("States.Hash('x', 'CRC')")]
    [InlineData("States.Base64Decode('%')")]
    [InlineData("States.JsonMerge($, $, true)")]
    [InlineData("States.Format('{} {}', 1)")]
    [InlineData("States.Format('{}', 1, 2)")]
    public void A_function_that_gets_what_it_cannot_take_fails_by_name(string expression) =>
        Assert.StartsWith(
            $"States.IntrinsicFailure: An error occurred while executing the state 'S' (entered at the event id #2). The function '{expression}' had the following error: ",
            Fill(expression, """{"l":[1]}"""),
            StringComparison.Ordinal);

    [Fact]
    public void A_missing_argument_names_the_whole_expression() =>
        Assert.Equal(
            "States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). The function 'States.Format('{}', States.Array($.none))' had the following error: The JsonPath argument for the field '$.none' could not be found in the input '{\"a\":1}'",
            Fill("States.Format('{}', States.Array($.none))", """{"a":1}"""));
}
