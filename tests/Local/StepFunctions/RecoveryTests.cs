using Slipway.Local.StepFunctions;
using static Slipway.Tests.Local.StepFunctions.Machine;

namespace Slipway.Tests.Local.StepFunctions;

public sealed class RecoveryTests
{
    private const string Resource = "\"Resource\":\"arn:aws:lambda:us-east-1:0:function:f\"";

    [Fact]
    public void Retries_back_off_by_interval_and_rate_up_to_the_longest_delay()
    {
        var at = Attempts("""{"ErrorEquals":["States.ALL"],"IntervalSeconds":3,"BackoffRate":2,"MaxAttempts":4,"MaxDelaySeconds":10}""");

        Assert.Equal([0, 3, 9, 19, 29], at);
    }

    [Fact]
    public void Without_numbers_a_retrier_tries_three_more_times_after_one_two_and_four_seconds() =>
        Assert.Equal([0, 1, 3, 7], Attempts("""{"ErrorEquals":["E"]}"""));

    [Fact]
    public void No_attempts_mean_that_the_error_is_never_retried() =>
        Assert.Equal([0], Attempts("""{"ErrorEquals":["E"],"MaxAttempts":0},{"ErrorEquals":["States.ALL"]}"""));

    [Fact]
    public void Full_jitter_stays_below_the_delay_and_repeats_with_its_seed()
    {
        const string Retrier = """{"ErrorEquals":["E"],"IntervalSeconds":100,"BackoffRate":1,"MaxAttempts":5,"JitterStrategy":"FULL"}""";
        var at = Attempts(Retrier);

        Assert.All(at.Zip(at.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0, 100));
        Assert.NotEqual(100, at[1]);
        Assert.Equal(at, Attempts(Retrier));
        Assert.NotEqual(at, Attempts(Retrier, seed: 8));
    }

    [Fact]
    public void Each_retrier_counts_for_itself()
    {
        string[] errors = ["A", "B", "A", "B"];
        var calls = 0;
        var execution = RunState(
            $$"""{"Type":"Task",{{Resource}},"Retry":[{"ErrorEquals":["A"],"MaxAttempts":2},{"ErrorEquals":["B"],"MaxAttempts":1}],"End":true}""",
            handler: call => call.Fail(errors[calls++], null));

        Fails(execution, "B");
        Assert.Equal(4, calls);
    }

    [Fact]
    public void A_retry_evaluates_its_parameters_anew_with_the_retry_count()
    {
        var counts = new List<string>();
        RunState(
            $$"""{"Type":"Task",{{Resource}},"Parameters":{"n.$":"$$.State.RetryCount"},"Retry":[{"ErrorEquals":["E"],"MaxAttempts":2}],"End":true}""",
            handler: call =>
            {
                counts.Add(call.Parameters.ToString());
                call.Fail("E", null);
            });

        Assert.Equal(["""{"n":0}""", """{"n":1}""", """{"n":2}"""], counts);
    }

    [Fact]
    public void A_catch_puts_error_and_cause_into_the_input_and_skips_the_output_path()
    {
        var execution = Caught("""{"ErrorEquals":["E"],"ResultPath":"$.failure","Next":"Handle"}""", """ "OutputPath":"$.nothing", """);

        Succeeds(execution, """{"in":1,"failure":{"Error":"E","Cause":"C"}}""");
    }

    [Theory]
    [InlineData("States.ALL", "E", true)]
    [InlineData("States.TaskFailed", "E", true)]
    [InlineData("States.TaskFailed", "States.Timeout", false)]
    [InlineData("States.Timeout", "States.Timeout", true)]
    [InlineData("Other", "E", false)]
    [InlineData("States.Runtime", "States.Runtime", false)]
    [InlineData("States.ALL", "States.Runtime", false)]
    [InlineData("States.ALL", "States.DataLimitExceeded", false)]
    [InlineData("States.DataLimitExceeded", "States.DataLimitExceeded", true)]
    public void An_error_name_matches_by_the_rules_of_the_specification(string caught, string error, bool matches)
    {
        var execution = Caught($$"""{"ErrorEquals":["{{caught}}"],"Next":"Handle"}""", error: error);

        Assert.Equal(matches ? ExecutionStatus.Succeeded : ExecutionStatus.Failed, execution.Status);
    }

    [Fact]
    public void Retries_come_before_catches()
    {
        var calls = 0;
        var execution = Caught("""{"ErrorEquals":["States.ALL"],"Next":"Handle"}""", """ "Retry":[{"ErrorEquals":["E"],"MaxAttempts":2}], """, onCall: () => calls++);

        Assert.Equal(ExecutionStatus.Succeeded, execution.Status);
        Assert.Equal(3, calls);
    }

    [Fact]
    public void An_intrinsic_function_that_fails_can_be_caught() =>
        Succeeds(
            Caught("""{"ErrorEquals":["States.IntrinsicFailure"],"ResultPath":null,"Next":"Handle"}""", """ "Parameters":{"v.$":"States.ArrayGetItem(States.Array(1), 4)"}, """),
            """{"in":1}""");

    private static List<double> Attempts(string retriers, int seed = 7)
    {
        var at = new List<double>();
        Run(
            $$$"""{"StartAt":"S","States":{"S":{"Type":"Task",{{{Resource}}},"Retry":[{{{retriers}}}],"End":true} } }""",
            handler: call =>
            {
                at.Add((call.Execution.History[^1].At - Start).TotalSeconds);
                call.Fail("E", null);
            },
            seed: seed);
        return at;
    }

    private static Execution Caught(string catcher, string more = "", string error = "E", Action? onCall = null) => Run(
        $$$"""{"StartAt":"S","States":{"S":{"Type":"Task",{{{Resource}}},{{{more}}}"Catch":[{{{catcher}}}],"End":true},"Handle":{"Type":"Pass","End":true} } }""",
        """{"in":1}""",
        call =>
        {
            onCall?.Invoke();
            call.Fail(error, "C");
        });
}
