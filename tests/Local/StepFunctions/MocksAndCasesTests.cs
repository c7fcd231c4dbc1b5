using Slipway.Local.StepFunctions;
using static Slipway.Tests.Local.StepFunctions.Machine;

namespace Slipway.Tests.Local.StepFunctions;

public sealed class MocksAndCasesTests : IDisposable
{
    private const string Retrying =
        """{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:0:function:f","Retry":[{"ErrorEquals":["Busy"]}],"End":true}""";

    private readonly string _directory = Directory.CreateTempSubdirectory("asl-cases").FullName;

    [Fact]
    public void A_mock_answers_attempt_by_attempt_and_after_its_time()
    {
        var mocks = TaskMocks.Parse("S:\n  - Throw: { Error: Busy, Cause: later }\n  - Return: { ok: true }\n    After: 30\n");
        var execution = RunState(Retrying, handler: mocks.Handle);

        Succeeds(execution, """{"ok":true}""");
        Assert.Equal(Start.AddSeconds(31), execution.StoppedAt);
    }

    [Fact]
    public void A_mock_completes_a_task_that_waits_for_a_token() =>
        Succeeds(
            RunState("""{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken","Parameters":{"t.$":"$$.Task.Token"},"End":true}""", handler: TaskMocks.Parse("""{"S":[{"Return":"done"}]}""").Handle),
            "\"done\"");

    [Fact]
    public void A_task_without_a_mock_ends_the_execution_and_says_so() =>
        Fails(RunState(Retrying, handler: TaskMocks.None.Handle), "States.Runtime", "The state 'S' calls arn:aws:lambda:us-east-1:0:function:f, and no mock answers for it");

    [Fact]
    public void A_mock_file_that_makes_no_sense_is_refused_with_every_place() =>
        Assert.Equal(
            ["A[0]", "B[0]", "B[0].Retrun"],
            Assert.Throws<DefinitionException>(() => TaskMocks.Parse("""{"A":[{}],"B":[{"Retrun":1}]}""")).Problems.Select(problem => problem.Location));

    [Fact]
    public void Cases_are_counted_and_failures_show_both_sides()
    {
        Write(
            """{"id":"good","definition":{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}},"input":{"a":1},"expected":{"status":"SUCCEEDED","output":{"a":1}}}""",
            """{"id":"bad","definition":{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}},"input":{"a":1},"expected":{"status":"SUCCEEDED","output":{"a":2}}}""",
            """{"id":"task","definition":{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:0:function:f","End":true}}},"input":{},"expected":{"status":"SUCCEEDED"}}""");

        Assert.Equal(
            """{"passed":1,"failed":1,"skipped":1,"failures":[{"id":"bad","expected":{"status":"SUCCEEDED","output":{"a":2}},"actual":{"status":"SUCCEEDED","output":{"a":1}}}]}""",
            new AslCaseRunner().RunDirectory(_directory).ToJson());
    }

    [Fact]
    public void A_recording_answers_tasks_in_the_order_of_their_states_and_its_events_must_come_out_in_order()
    {
        const string Case =
            """
            {"id":"replayed","definition":{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken","Next":"B"},"B":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:0:function:f","TimeoutSeconds":5,"End":true}}},"input":{},
             "expected":{"status":"FAILED","error":"States.Timeout","cause":null},
             "expectedEventTypes":["ExecutionStarted","TaskStateEntered","TaskScheduled","TaskStarted","TaskSubmitted","TaskSucceeded","TaskStateExited","TaskStateEntered","LambdaFunctionScheduled","LambdaFunctionStarted","LambdaFunctionTimedOut","ExecutionFailed"],
             "taskReplay":[{"event":"TaskSubmitted","state":"A","output":{}},{"event":"TaskSucceeded","state":"A","output":1},{"event":"LambdaFunctionTimedOut","state":"B","error":"States.Timeout"}]}
            """;
        Write(Case.ReplaceLineEndings(""), Case.ReplaceLineEndings("").Replace("\"TaskSubmitted\",\"TaskSucceeded\",", "\"TaskSucceeded\",\"TaskSubmitted\",", StringComparison.Ordinal));
        var report = new AslCaseRunner().RunDirectory(_directory);

        Assert.Equal((1, 1, 0), (report.Passed, report.Failed, report.Skipped));
    }

    [Fact]
    public void A_recording_that_ended_while_running_accepts_what_goes_on_and_refuses_what_ends_at_once()
    {
        const string Case = """{"id":"open","definition":{"StartAt":"W","States":{"W":{"Type":"Wait","SecondsPath":"$.s","End":true}}},"input":{"s":5},"expected":{"status":"INCOMPLETE"},"expectedEventTypes":["ExecutionStarted","WaitStateEntered"]}""";
        Write(Case, Case.Replace("\"s\":5", "\"s\":-5", StringComparison.Ordinal));
        var report = new AslCaseRunner().RunDirectory(_directory);

        Assert.Equal((1, 1), (report.Passed, report.Failed));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":"x","definition":{},"expected":5}""")]
    public void A_line_that_is_no_case_is_a_failure_named_by_file_and_line(string line)
    {
        Write("", line);
        var report = new AslCaseRunner().RunDirectory(_directory);

        Assert.Equal((0, 1), (report.Passed, report.Failed));
        Assert.Equal("cases.jsonl:2", report.Failures[0].Id);
    }

    [Fact]
    public void A_directory_without_cases_is_an_error_in_words()
    {
        Assert.Contains("holds no cases", Assert.Throws<AslCaseException>(() => new AslCaseRunner().RunDirectory(_directory)).Message, StringComparison.Ordinal);
        Assert.Contains("There is no directory", Assert.Throws<AslCaseException>(() => new AslCaseRunner().RunDirectory(_directory + "/none")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"<uuid:1>\"", "\"3f0c\"", true)]
    [InlineData("\"arn:<partition>:sfn:<region>:1:x\"", "\"arn:aws:sfn:eu-west-1:1:x\"", true)]
    [InlineData("\"arn:<partition>:sfn:<region>:1:x\"", "\"arn:aws:sfn:eu-west-1:1:y\"", false)]
    [InlineData("\"timestamp\"", "\"2026-01-01T00:00:00Z\"", true)]
    [InlineData("\"{\\\"a\\\": 1}\"", "\"{\\\"a\\\":1}\"", true)]
    [InlineData("{\"a\":0.0}", "{\"a\":0}", true)]
    [InlineData("{\"a\":1}", "{\"a\":1,\"b\":2}", false)]
    [InlineData("[1,2]", "[1]", false)]
    [InlineData("\"a\"", "\"b\"", false)]
    public void A_recorded_value_compares_with_its_placeholders(string expected, string actual, bool matches)
    {
        Write($$"""{"id":"x","definition":{"StartAt":"P","States":{"P":{"Type":"Pass","Result":{{actual}},"End":true} } },"expected":{"status":"SUCCEEDED","output":{{expected}} } }""");

        Assert.Equal(matches ? 1 : 0, new AslCaseRunner().RunDirectory(_directory).Passed);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private void Write(params string[] lines) => File.WriteAllLines(Path.Combine(_directory, "cases.jsonl"), lines);
}
