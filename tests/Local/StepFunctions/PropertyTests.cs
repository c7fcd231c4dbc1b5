using System.Text;
using System.Text.RegularExpressions;
using Slipway.Local.StepFunctions;
using Slipway.Local.StepFunctions.Documents;
using static Slipway.Tests.Local.StepFunctions.Machine;

namespace Slipway.Tests.Local.StepFunctions;

/// <summary>What holds for any document, pattern or chain; drawn from fixed seeds, so that a failure can be repeated.</summary>
public sealed class PropertyTests
{
    private const int Draws = 300;

    [Fact]
    public void Any_document_reads_as_it_was_written_and_counts_its_bytes()
    {
        var random = new Random(1);
        for (var draw = 0; draw < Draws; draw++)
        {
            var document = Document(random, 4);
            var text = document.ToString();

            Assert.Equal(document, Json.Parse(text));
            Assert.Equal(document.GetHashCode(), Json.Parse(text).GetHashCode());
            Assert.Equal(Encoding.UTF8.GetByteCount(text), document.Size);
            Assert.Equal(text, Json.Parse(text).ToString());
        }
    }

    /// <summary>What is only handed on stays the text that it was, unless it would be written otherwise.</summary>
    [Theory]
    [InlineData("""{"a":{"b":[1,{"c":"x"}],"d":{}},"e":[[]]}""", """{"a":{"b":[1,{"c":"x"}],"d":{}},"e":[[]]}""")]
    [InlineData("""{"a": {"b" :1, "c": [ 1 ]}}""", """{"a":{"b":1,"c":[1]}}""")]
    [InlineData("""{"a":{"b":1,"b":2,"c":{"d":3,"d":[]}}}""", """{"a":{"b":2,"c":{"d":[]}}}""")]
    [InlineData("""{"a":{"b":"\u0041\/","\u0063":"\"\\\n"}}""", """{"a":{"b":"A/","c":"\"\\\n"}}""")]
    [InlineData("""{"a":["\u0001 é 😀",-0,1.50,1E2,true,null]}""", """{"a":["\u0001 é 😀",-0,1.50,1E2,true,null]}""")]
    public void A_document_is_written_in_the_compact_form_whether_somebody_looked_into_it_or_not(string read, string written)
    {
        var looked = Json.Parse(read);
        _ = looked.GetHashCode();

        Assert.Equal(written, Json.Parse(read).ToString());
        Assert.Equal(written, looked.ToString());
        Assert.Equal(Encoding.UTF8.GetByteCount(written), Json.Parse(read).Size);
        Assert.Equal(Json.Parse(written).Depth, looked.Depth);
        Assert.Equal(Json.Parse(written), looked);
    }

    [Fact]
    public void A_changed_map_leaves_the_one_that_it_came_from_alone()
    {
        var random = new Random(2);
        for (var draw = 0; draw < Draws; draw++)
        {
            var map = JsonMap.Of(("a", Document(random, 2)), ("b", Document(random, 2)));
            var before = map.ToString();
            var name = random.Next(2) == 0 ? "a" : "new";

            Assert.Equal(Json.Of(1), map.With(name, Json.Of(1)).Find(name));
            Assert.Equal(before, map.ToString());
        }
    }

    [Fact]
    public void A_pattern_matches_what_the_same_regular_expression_matches()
    {
        var random = new Random(3);
        for (var draw = 0; draw < Draws; draw++)
        {
            var text = Draw(random, "ab*", 8);
            var pattern = Draw(random, "ab*", 6);
            var expected = Regex.IsMatch(text, $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal)}$");
            var execution = Run(
                $$"""{"StartAt":"C","States":{"C":{"Type":"Choice","Choices":[{"Variable":"$","StringMatches":"{{pattern}}","Next":"Yes"}],"Default":"No"},"Yes":{"Type":"Succeed"},"No":{"Type":"Fail"} } }""",
                Json.Of(text).ToString());

            Assert.True(expected == (execution.Status == ExecutionStatus.Succeeded), $"'{text}' against '{pattern}'");
        }
    }

    [Fact]
    public void Whatever_order_answers_come_in_a_map_keeps_the_order_of_its_items()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var answers = new List<TaskCall>();
            var (machines, clock) = OnClock(answers.Add);
            machines.Register("m", StateMachineDefinition.Parse(
                """{"StartAt":"M","States":{"M":{"Type":"Map","ItemProcessor":{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:0:function:f","End":true}}},"End":true}}}"""));
            var execution = machines.Start("arn:aws:states:us-east-1:000000000000:stateMachine:m", "x", "[0,1,2,3,4,5,6,7]");
            clock.RunUntil(Start);
            foreach (var call in answers.OrderBy(_ => random.Next()).ToList())
                call.Return(call.Parameters);

            Succeeds(execution, "[0,1,2,3,4,5,6,7]");
        }
    }

    private static string Draw(Random random, string alphabet, int longest) =>
        new([.. Enumerable.Range(0, random.Next(longest)).Select(_ => alphabet[random.Next(alphabet.Length)])]);

    private static Json Document(Random random, int depth) => random.Next(depth > 0 ? 7 : 5) switch
    {
        0 => Json.Null,
        1 => Json.Of(random.Next(2) == 0),
        2 => Json.Of(random.NextInt64(long.MinValue, long.MaxValue)),
        3 => new JsonNumber(Math.Round(random.NextDouble() * 1000, 3)),
        4 => Json.Of(Draw(random, "aé\"\\\n\t\u0001🆗"[..7], 9)),
        5 => JsonList.Of(Enumerable.Range(0, random.Next(4)).Select(_ => Document(random, depth - 1))),
        _ => JsonMap.Of(Enumerable.Range(0, random.Next(16)).Select(at => KeyValuePair.Create($"k{at}\"", Document(random, depth - 1)))),
    };
}
