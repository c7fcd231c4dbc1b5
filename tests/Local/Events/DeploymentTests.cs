using Slipway.Local.Events;

namespace Slipway.Tests.Local.Events;

public sealed class DeploymentTests
{
    private const string Resources = """
          Dead: {Type: AWS::SQS::Queue}
          Failures: {Type: AWS::SQS::Queue}
          Worker:
            Type: AWS::Serverless::Function
            Properties:
              Timeout: 10
              DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Dead.Arn}
              EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Failures.Arn}}}
              Events:
                Pushed: {Type: EventBridgeRule, Properties: {Pattern: {source: [aws.ecr]}}}
        """;

    [Fact]
    public void A_failing_asynchronous_invocation_is_tried_after_one_and_two_minutes_and_then_kept()
    {
        var rig = new Rig(Resources) { Function = call => call.Fail("RejectedException", "no") };
        rig.Deployment.PutEvent(Rig.Event());
        rig.Run(3600);

        Assert.Equal([0, 60, 180], rig.CallTimes);
        Assert.Contains("\"source\":\"aws.ecr\"", rig.Deployment.Queue("Dead").Receive()[0].Body, StringComparison.Ordinal);
        var record = Rig.Json(rig.Deployment.Queue("Failures").Receive()[0].Body);
        Assert.Equal("RetriesExhausted", record.GetProperty("requestContext").GetProperty("condition").GetString());
        Assert.Equal(3, record.GetProperty("requestContext").GetProperty("approximateInvokeCount").GetInt32());
        Assert.Equal("RejectedException", record.GetProperty("responsePayload").GetProperty("errorType").GetString());
        Assert.Equal("aws.ecr", record.GetProperty("requestPayload").GetProperty("source").GetString());
    }

    [Fact]
    public void The_result_of_an_invocation_can_go_to_an_event_bus()
    {
        var rig = new Rig("""
              Worker:
                Type: AWS::Serverless::Function
                Properties:
                  EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: EventBridge, Destination: !Sub "arn:aws:events:${AWS::Region}:${AWS::AccountId}:event-bus/default"}}}
            """)
        { Function = call => call.Succeed("{\"n\":1}") };
        rig.Deployment.InvokeAsynchronously(rig.Template.Function("Worker")!, "{}");
        rig.Run(1);

        var received = Assert.Single(rig.Of<EventReceived>());
        Assert.Equal(("lambda", "Lambda Function Invocation Result - Success"), (received.Source, received.DetailType));
        Assert.Contains("\"responsePayload\":{\"n\":1}", received.Json, StringComparison.Ordinal);
    }

    [Fact]
    public void An_asynchronous_invocation_that_recovers_is_kept_nowhere()
    {
        var rig = new Rig(Resources);
        rig.Function = call => { if (rig.Calls.Count < 2) { call.Fail("UnavailableException", "wait"); } else { call.Succeed("1"); } };
        rig.Deployment.PutEvent(Rig.Event());
        rig.Run(3600);

        Assert.Equal([0, 60], rig.CallTimes);
        Assert.Equal(0, rig.Deployment.Queue("Dead").Depth.Total + rig.Deployment.Queue("Failures").Depth.Total);
    }

    [Fact]
    public void What_a_function_throws_is_its_failure_and_the_account_runs_on()
    {
        var rig = new Rig(Resources) { Function = _ => throw new InvalidOperationException("broken") };
        FunctionOutcome? outcome = null;
        rig.Deployment.Invoke(rig.Template.Function("Worker")!, "{}", ended => outcome = ended);

        Assert.Equal(new FunctionError("InvalidOperationException", "broken"), outcome!.Error);
    }

    [Fact]
    public void A_handler_may_wait_on_the_clock()
    {
        var rig = new Rig(Resources);
        rig.Function = call => call.Complete(Handle(rig, call));
        FunctionOutcome? outcome = null;
        rig.Deployment.Invoke(rig.Template.Function("Worker")!, "{}", ended => outcome = ended);

        rig.Run(8);
        Assert.Null(outcome);
        rig.Run(1);
        Assert.Equal("\"done\"", outcome!.Answer);
        Assert.Equal(TimeSpan.FromSeconds(9), Assert.Single(rig.Of<InvocationSucceeded>()).Duration);

        static async Task<string?> Handle(Rig rig, FunctionCall call)
        {
            await Task.Delay(TimeSpan.FromSeconds(9), rig.Clock, call.TimedOut);
            return "\"done\"";
        }
    }

    [Fact]
    public void A_function_runs_no_more_often_at_once_than_it_reserves()
    {
        var rig = new Rig("""
              One: {Type: AWS::Serverless::Function, Properties: {ReservedConcurrentExecutions: 1}}
            """);
        rig.Function = call => rig.Clock.Schedule(TimeSpan.FromSeconds(2), () => call.Succeed(null));
        var one = rig.Template.Function("One")!;
        rig.Deployment.InvokeAsynchronously(one, "1");
        rig.Deployment.InvokeAsynchronously(one, "2");
        FunctionOutcome? refused = null;
        rig.Run(1).Deployment.Invoke(one, "3", ended => refused = ended);
        rig.Run(10);

        Assert.True(refused!.IsThrottled);
        Assert.Equal(["1", "2"], rig.Calls.Select(call => call.Payload));
        Assert.Equal([0, 3], rig.CallTimes);
    }

    [Fact]
    public void Schedules_fire_on_time_with_their_input()
    {
        var rig = new Rig("""
              Worker:
                Type: AWS::Serverless::Function
                Properties:
                  Events:
                    Sweep: {Type: Schedule, Properties: {Schedule: rate(5 minutes)}}
                    Tick: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(10 minutes), Input: '{"at": "<aws.scheduler.scheduled-time>"}'}}
                    Report: {Type: ScheduleV2, Properties: {ScheduleExpression: cron(30 2 * * ? *), ScheduleExpressionTimezone: Europe/Berlin}}
                    Never: {Type: Schedule, Properties: {Schedule: rate(1 minute), State: DISABLED}}
            """);
        rig.Deployment.StartSchedules();
        Assert.Equal([300, 0, 5400, 60], rig.Deployment.Appointments.Select(appointment => (appointment.Due - Rig.Start).TotalSeconds));
        rig.Run(900);

        Assert.Equal([("WorkerTick", 0), ("WorkerSweep", 300), ("WorkerTick", 600), ("WorkerSweep", 600), ("WorkerSweep", 900)],
            rig.Of<ScheduleFired>().Select(fired => (fired.Rule.LogicalId, (fired.At - Rig.Start).TotalSeconds)));
        Assert.Equal("""{"at": "2026-01-01T00:00:00Z"}""", rig.Calls[0].Payload);
        var scheduled = Rig.Json(rig.Calls[1].Payload);
        Assert.Equal(("Scheduled Event", "aws.events", "2026-01-01T00:05:00Z"), (scheduled.GetProperty("detail-type").GetString(), scheduled.GetProperty("source").GetString(), scheduled.GetProperty("time").GetString()));
        Assert.Equal(rig.Template.Rules[0].Arn, scheduled.GetProperty("resources")[0].GetString());
    }

    [Fact]
    public void The_same_seed_gives_the_same_run_and_another_seed_another()
    {
        Assert.Equal(Trace(11), Trace(11));
        Assert.NotEqual(Trace(11), Trace(12));

        static List<string> Trace(int seed)
        {
            var rig = new Rig(Resources, seed, new Turbulence { Loss = 0.1, Duplicate = 0.2, Late = 0.5 });
            rig.Function = call => { if (rig.Calls.Count % 3 == 0) { call.Fail("UnavailableException", "wait"); } else { call.Succeed(null); } };
            for (var each = 0; each < 20; each++)
            {
                rig.Deployment.PutEvent(Rig.Event($$"""{"n":{{each}}}"""));
                rig.Run(10);
            }

            return [.. rig.Run(7200).Seen.Select(occurrence => $"{occurrence.At:O} {occurrence.GetType().Name} {(occurrence as InvocationStarted)?.RequestId}")];
        }
    }
}
