using System.Text;
using Slipway.Local.StepFunctions;
using Slipway.Local.StepFunctions.Documents;
using static Slipway.Tests.Local.StepFunctions.Machine;

namespace Slipway.Tests.Local.StepFunctions;

public sealed class HistoryTests
{
    private const string Busy =
        """
        {"StartAt":"M","States":{
          "M":{"Type":"Map","MaxConcurrency":2,"ItemProcessor":{"StartAt":"T","States":{
            "T":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"f","Payload":{"id.$":"States.UUID()","n.$":"States.MathRandom(1, 1000)"}},
                 "Retry":[{"ErrorEquals":["E"],"IntervalSeconds":10,"JitterStrategy":"FULL"}],"Next":"W"},
            "W":{"Type":"Wait","Seconds":3,"End":true}}},"Next":"P"},
          "P":{"Type":"Parallel","End":true,"Branches":[
            {"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":2,"End":true}}},
            {"StartAt":"B","States":{"B":{"Type":"Pass","End":true}}}]}}}
        """;

    [Fact]
    public void One_seed_gives_one_history_to_the_byte()
    {
        Assert.Equal(Written(7), Written(7));
        Assert.NotEqual(Written(7), Written(8));
    }

    [Fact]
    public void Ids_count_from_one_and_each_event_follows_an_earlier_one_and_time_never_goes_back()
    {
        var history = Execute(7).History;

        Assert.Equal(Enumerable.Range(1, history.Count), history.Select(entry => entry.Id));
        Assert.All(history, entry => Assert.InRange(entry.PreviousEventId, 0, entry.Id - 1));
        Assert.All(history.Zip(history.Skip(1)), pair => Assert.True(pair.First.At <= pair.Second.At));
    }

    [Fact]
    public void Each_branch_follows_its_own_events()
    {
        var history = Execute(7).History;
        var started = history.Single(entry => entry.Type == HistoryEventType.ParallelStateStarted);

        Assert.Equal(started.Id, history.Single(entry => entry is { StateName: "A", Type: HistoryEventType.WaitStateEntered }).PreviousEventId);
        Assert.Equal(started.Id, history.Single(entry => entry is { StateName: "B", Type: HistoryEventType.PassStateEntered }).PreviousEventId);
    }

    [Fact]
    public void An_event_is_written_as_the_service_writes_it()
    {
        var history = RunState("""{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","TimeoutSeconds":9,"Parameters":{"MessageBody":"m"},"End":true}""").History;

        Assert.Equal(
            """{"timestamp":"2026-01-01T00:00:00.000Z","type":"TaskStateEntered","id":2,"previousEventId":0,"stateEnteredEventDetails":{"name":"S","input":"{}","inputDetails":{"truncated":false}}}""",
            history[1].ToJson().ToString());
        Assert.Equal(
            """{"timestamp":"2026-01-01T00:00:00.000Z","type":"TaskScheduled","id":3,"previousEventId":2,"taskScheduledEventDetails":{"resourceType":"sqs","resource":"sendMessage","region":"us-east-1","parameters":"{\"MessageBody\":\"m\"}","timeoutInSeconds":9}}""",
            history[2].ToJson().ToString());
    }

    [Fact]
    public void An_execution_ends_when_its_history_is_full()
    {
        var execution = Run("""{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Pass","Next":"A"}}}""");

        Fails(execution, "States.Runtime", "The execution reached the maximum number of history events (25000).");
        Assert.Equal(25_000, execution.History.Count);
    }

    [Fact]
    public void An_observer_sees_states_entered_and_left_in_order()
    {
        var seen = new StringBuilder();
        Run(
            """{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":2,"Next":"B"},"B":{"Type":"Pass","End":true}}}""",
            options: new StepFunctionsOptions { Observer = progress => seen.Append(progress.IsEntered ? '>' : '<').Append(progress.StateName).Append((progress.At - Start).TotalSeconds) });

        Assert.Equal(">A0<A2>B2<B2", seen.ToString());
    }

    [Fact]
    public void A_document_counts_its_bytes_as_it_is_written()
    {
        foreach (var text in new[] { "{}", "[]", "null", "-120.50", "\"a\\n\\u0001é🆗\\\"\"", """{"a":[1,{"b":"ü"},true],"c":""}""" })
            Assert.Equal(Encoding.UTF8.GetByteCount(Json.Parse(text).ToString()), Json.Parse(text).Size);
    }

    private static string Written(int seed) => Execute(seed).History.ToJson().ToString();

    private static Execution Execute(int seed) => Run(
        Busy,
        "[1,2,3,4]",
        call =>
        {
            if (call.Attempt == 0)
                call.Fail("E", "once");
            else
                call.Return(call.Payload);
        },
        seed: seed);
}
