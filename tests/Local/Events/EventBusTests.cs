using Slipway.Local.Events;

namespace Slipway.Tests.Local.Events;

public sealed class EventBusTests
{
    private const string Resources = """
          Dead: {Type: AWS::SQS::Queue}
          Messages: {Type: AWS::SQS::Queue}
          Flow: {Type: AWS::Serverless::StateMachine, Properties: {Definition: {StartAt: End}}}
          Rule:
            Type: AWS::Events::Rule
            Properties:
              Name: pushed
              EventPattern: {source: [aws.ecr], detail: {result: [SUCCESS]}}
              Targets:
                - {Id: queue, Arn: !GetAtt Messages.Arn, InputPath: $.detail}
                - {Id: flow, Arn: !Ref Flow, RoleArn: starter, RetryPolicy: {MaximumRetryAttempts: 3}, DeadLetterConfig: {Arn: !GetAtt Dead.Arn}}
        """;

    private const string Success = """{"result":"SUCCESS","image-tag":"v1","size":7,"quote":"a \"b\""}""";

    [Fact]
    public void An_event_is_completed_and_reaches_every_target_in_its_shape()
    {
        var rig = new Rig(Resources);
        var started = new List<(string Name, string Input)>();
        rig.StateMachine = (_, name, input) => started.Add((name, input));
        var id = rig.Deployment.PutEvent(Rig.Event(Success));
        rig.Run();

        Assert.Equal(Rig.Json(Success).GetRawText(), rig.Deployment.Queue("Messages").Receive()[0].Body);
        var (name, input) = Assert.Single(started);
        Assert.Equal($"{id}_Rule", name);
        var whole = Rig.Json(input);
        Assert.Equal(["version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail"], whole.EnumerateObject().Select(field => field.Name));
        Assert.Equal(("0", id, "123456789012", "2026-01-01T00:00:00Z", "us-east-1"), (Text("version"), Text("id"), Text("account"), Text("time"), Text("region")));

        string? Text(string field) => whole.GetProperty(field).GetString();
    }

    [Fact]
    public void What_an_event_brings_along_is_kept()
    {
        var rig = new Rig(Resources);
        var id = rig.Deployment.PutEvent("""{"id":"mine","time":"2020-01-01T00:00:00Z","account":"1","region":"eu-west-1","source":"x","detail-type":"y"}""");
        Assert.Equal("mine", id);
        Assert.Contains("\"time\":\"2020-01-01T00:00:00Z\"", Assert.Single(rig.Of<EventReceived>()).Json, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_that_no_rule_wants_is_told()
    {
        var rig = new Rig(Resources);
        var id = rig.Deployment.PutEvent(Rig.Event("""{"result":"FAILURE"}"""));
        Assert.Equal(id, Assert.Single(rig.Of<EventUnmatched>()).EventId);
    }

    [Fact]
    public void A_disabled_rule_matches_nothing_until_it_is_enabled()
    {
        var rig = new Rig(Resources);
        rig.Deployment.Bus.Disable(rig.Deployment.Rules[0]);
        rig.Deployment.PutEvent(Rig.Event(Success));
        rig.Deployment.Bus.Enable(rig.Deployment.Rules[0]);
        rig.Deployment.PutEvent(Rig.Event(Success));
        Assert.Equal((1, 1), (rig.Of<EventUnmatched>().Count(), rig.Of<RuleMatched>().Count()));
    }

    [Fact]
    public void A_target_that_refuses_is_tried_again_ever_later_and_then_the_event_lies_in_the_dead_letter_queue()
    {
        var rig = new Rig(Resources) { StateMachine = (_, _, _) => throw new DeliveryException("THROTTLING", "too many executions") };
        var id = rig.Deployment.PutEvent(Rig.Event(Success));
        rig.Run(3600);

        var failures = rig.Of<DeliveryFailed>().ToList();
        Assert.Equal([1, 2, 3, 4], failures.Select(failure => failure.Attempt));
        Assert.Null(failures[^1].RetryAt);
        Assert.True(failures[2].At - failures[1].At > failures[1].At - failures[0].At);
        var dead = Assert.Single(rig.Deployment.Queue("Dead").Receive());
        Assert.Contains(id, dead.Body, StringComparison.Ordinal);
        Assert.Equal(
            ("arn:aws:events:us-east-1:123456789012:rule/pushed", "THROTTLING", "MaximumRetryAttempts", "3"),
            (dead.Attributes["RULE_ARN"], dead.Attributes["ERROR_CODE"], dead.Attributes["EXHAUSTED_RETRY_CONDITION"], dead.Attributes["RETRY_ATTEMPTS"]));
    }

    [Fact]
    public void A_refusal_for_good_is_not_tried_again_and_a_target_that_recovers_gets_its_event()
    {
        var refusing = new Rig(Resources) { StateMachine = (_, _, _) => throw new DeliveryException("NO_PERMISSIONS", "no", isRetriable: false) };
        refusing.Deployment.PutEvent(Rig.Event(Success));
        Assert.Equal(1, refusing.Run(3600).Deployment.Queue("Dead").Depth.Visible);
        Assert.Single(refusing.Of<DeliveryFailed>());

        var attempts = 0;
        var recovering = new Rig(Resources) { StateMachine = (_, _, _) => _ = ++attempts < 3 ? throw new DeliveryException("THROTTLING", "wait") : 0 };
        recovering.Deployment.PutEvent(Rig.Event(Success));
        Assert.Single(recovering.Run(3600).Of<ExecutionStarted>());
        Assert.Equal(0, recovering.Deployment.Queue("Dead").Depth.Total);
    }

    [Theory]
    [InlineData("""'{"tag": <tag>, "size": <size>, "text": "<tag> of <size>", "rule": "<aws.events.rule-name>", "gone": <gone>}'""",
        """{"tag": "v1", "size": 7, "text": "v1 of 7", "rule": "slipway-Rule", "gone": ""}""")]
    [InlineData("""'"<quote> at <aws.events.event.ingestion-time>"'""", "\"a \\\"b\\\" at 2026-01-01T00:00:00Z\"")]
    [InlineData("'<all>'", """{"result":"SUCCESS","image-tag":"v1","size":7,"quote":"a \"b\""}""")]
    [InlineData("""'{"first": <first>}'""", """{"first": "arn:a"}""")]
    public void An_input_template_is_filled_with_values_outside_quotes_and_text_inside(string template, string expected)
    {
        var rig = new Rig($$"""
              Messages: {Type: AWS::SQS::Queue}
              Rule:
                Type: AWS::Events::Rule
                Properties:
                  EventPattern: {source: [aws.ecr]}
                  Targets:
                    - Id: queue
                      Arn: !GetAtt Messages.Arn
                      InputTransformer:
                        InputPathsMap: {tag: $.detail.image-tag, size: $.detail.size, gone: $.detail.gone, quote: $.detail.quote, all: $.detail, first: "$.resources[0]"}
                        InputTemplate: {{template}}
            """);
        rig.Deployment.PutEvent($$"""{"source":"aws.ecr","detail-type":"x","resources":["arn:a"],"detail":{{Success}}}""");

        Assert.Equal(expected, rig.Run().Deployment.Queue("Messages").Receive()[0].Body);
    }

    [Fact]
    public void PutEvents_answers_each_entry_by_itself()
    {
        var rig = new Rig(Resources);
        var answer = Rig.Json(rig.Deployment.Bus.PutEvents("""
            {"Entries":[{"Source":"aws.ecr","DetailType":"x","Detail":"{\"result\":\"SUCCESS\"}"},{"Source":"aws.ecr","DetailType":"x","Detail":"no"},{"Source":"s","Detail":"{}"}]}
            """));

        Assert.Equal(2, answer.GetProperty("FailedEntryCount").GetInt32());
        Assert.Equal(["EventId", "ErrorCode", "ErrorCode"], answer.GetProperty("Entries").EnumerateArray().Select(entry => entry.EnumerateObject().First().Name));
        Assert.Single(rig.Of<RuleMatched>());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"detail-type":"x"}""")]
    [InlineData("""{"source":"x"}""")]
    public void What_is_no_event_is_refused(string json) =>
        Assert.Throws<ArgumentException>(() => new Rig(Resources).Deployment.PutEvent(json));

    [Fact]
    public void An_event_stays_on_its_bus()
    {
        var rig = new Rig("""
              Bus: {Type: AWS::Events::EventBus, Properties: {Name: releases}}
              Messages: {Type: AWS::SQS::Queue}
              Rule: {Type: AWS::Events::Rule, Properties: {EventBusName: !Ref Bus, EventPattern: {source: [x]}, Targets: [{Id: q, Arn: !GetAtt Messages.Arn}]}}
              Relay: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [x], detail-type: [relayed]}, Targets: [{Id: bus, Arn: !GetAtt Bus.Arn, RoleArn: r}]}}
            """);
        rig.Deployment.PutEvent("""{"source":"x","detail-type":"y"}""");
        Assert.Equal(0, rig.Run().Deployment.Queue("Messages").Depth.Total);
        rig.Deployment.Bus.PutEvent("""{"source":"x","detail-type":"y"}""", "releases");
        Assert.Equal(1, rig.Run().Deployment.Queue("Messages").Depth.Total);
        rig.Deployment.PutEvent("""{"source":"x","detail-type":"relayed"}""");
        Assert.Equal(2, rig.Run().Deployment.Queue("Messages").Depth.Total);
    }

    [Fact]
    public void Events_may_come_twice_late_or_never()
    {
        var rig = new Rig(Resources, seed: 3, new Turbulence { Loss = 0.2, Duplicate = 0.2, Late = 0.5, LongestDelay = TimeSpan.FromMinutes(1) });
        var arrived = new List<string>();
        rig.StateMachine = (_, name, _) => arrived.Add(name);
        var ids = Enumerable.Range(0, 50).Select(_ => $"{rig.Deployment.PutEvent(Rig.Event(Success))}_Rule").ToList();
        rig.Run(61);

        Assert.True(arrived.Count > arrived.Distinct().Count());
        Assert.True(arrived.Distinct().Count() < ids.Count);
        Assert.NotEqual(ids.Where(arrived.Contains), arrived.Distinct());
        Assert.All(rig.Of<EventDropped>(), dropped => Assert.Equal("lost on the way", dropped.Reason));
    }
}
