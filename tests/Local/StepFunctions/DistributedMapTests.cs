using Slipway.Local.StepFunctions;
using static Slipway.Tests.Local.StepFunctions.Machine;

namespace Slipway.Tests.Local.StepFunctions;

public sealed class DistributedMapTests
{
    private const string Processor = """{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}""";

    [Fact]
    public void Every_item_gets_an_execution_of_its_own_whose_events_stay_out_of_the_history()
    {
        var execution = RunState($$"""{"Type":"Map","ItemProcessor":{{Processor}},"End":true}""", "[1,2]");

        Succeeds(execution, "[1,2]");
        Assert.Equal("ExecutionStarted MapStateEntered MapStateStarted MapRunStarted MapRunSucceeded MapStateSucceeded MapStateExited ExecutionSucceeded", Types(execution));
        Assert.Equal([0, 0, 2, 3, 4, 5, 4, 7], execution.History.Select(entry => entry.PreviousEventId));
    }

    [Fact]
    public void Items_may_be_put_together_in_batches() =>
        Succeeds(
            RunState($$"""{"Type":"Map","ItemsPath":"$.l","ItemBatcher":{"MaxItemsPerBatch":2,"BatchInput":{"k.$":"$.k"} },"ItemProcessor":{{Processor}},"End":true}""", """{"l":[1,2,3],"k":"v"}"""),
            """[{"BatchInput":{"k":"v"},"Items":[1,2]},{"BatchInput":{"k":"v"},"Items":[3]}]""");

    [Fact]
    public void A_failure_beyond_the_tolerance_fails_the_run()
    {
        const string Failing = """{"ProcessorConfig":{"Mode":"DISTRIBUTED"},"StartAt":"P","States":{"P":{"Type":"Pass","InputPath":"$.none","End":true}}}""";
        var execution = RunState($$"""{"Type":"Map","ItemProcessor":{{Failing}},"End":true}""", "[{}]");

        Fails(execution, "States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded");
        Assert.EndsWith("MapRunStarted MapRunFailed MapStateFailed ExecutionFailed", Types(execution), StringComparison.Ordinal);
        Assert.Equal(ExecutionStatus.Succeeded, RunState($$"""{"Type":"Map","ToleratedFailurePercentage":100,"ItemProcessor":{{Failing}},"End":true}""", "[{}]").Status);
    }
}
