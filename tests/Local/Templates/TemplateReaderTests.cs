using Slipway.Local.Templates;

namespace Slipway.Tests.Local.Templates;

public sealed class TemplateReaderTests
{
    [Fact]
    public void Globals_are_merged_by_key_and_the_function_itself_wins()
    {
        var function = Assert.Single(Reading.Sound(Reading.Sam + """
            Globals:
              Function:
                Runtime: dotnet10
                Timeout: 20
                MemorySize: 256
                Environment: {Variables: {TABLE: !Ref Orders, LEVEL: info}}
                Tags: {team: platform}
            Resources:
              Orders: {Type: AWS::DynamoDB::Table}
              Worker:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: Slipway.Functions::Slipway.Functions.Work::Handle
                  MemorySize: 512
                  Environment: {Variables: {LEVEL: debug, RETRIES: 3, DRY_RUN: true}}
                  Tags: {part: worker}
            """).Functions);

        Assert.Equal(TimeSpan.FromSeconds(20), function.Timeout);
        Assert.Equal(512, function.MemoryMegabytes);
        Assert.Equal("slipway-Orders", function.Environment["TABLE"]);
        Assert.Equal(["debug", "3", "true"], new[] { "LEVEL", "RETRIES", "DRY_RUN" }.Select(name => function.Environment[name]));
        Assert.Equal("""{"team":"platform","part":"worker"}""", function.Properties.GetProperty("Tags").GetRawText());
    }

    [Fact]
    public void A_function_without_settings_has_those_of_Lambda()
    {
        var function = Assert.Single(Reading.Sound(Reading.Sam + """
            Resources:
              Worker: {Type: AWS::Serverless::Function, Properties: {Handler: A::B::C, Runtime: dotnet10}}
            """).Functions);

        Assert.Equal((TimeSpan.FromSeconds(3), 128, 2), (function.Timeout, function.MemoryMegabytes, function.Asynchronous.MaximumRetryAttempts));
        Assert.Equal(TimeSpan.FromHours(6), function.Asynchronous.MaximumEventAge);
    }

    [Fact]
    public void A_queue_has_its_times_and_its_dead_letter_queue()
    {
        var template = Reading.Sound("""
            Resources:
              Messages:
                Type: AWS::SQS::Queue
                Properties:
                  VisibilityTimeout: 90
                  DelaySeconds: 5
                  RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 4}
              Dead: {Type: AWS::SQS::Queue, Properties: {MessageRetentionPeriod: 1209600}}
            """);

        var queue = template.Queue("Messages")!;
        Assert.Equal((TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(5), TimeSpan.FromDays(4)), (queue.VisibilityTimeout, queue.Delay, queue.MessageRetention));
        Assert.Equal(new Redrive(template.Queue("Dead")!.Arn, 4), queue.Redrive);
        Assert.Equal(TimeSpan.FromDays(14), template.Queue("slipway-Dead")!.MessageRetention);
    }

    [Fact]
    public void Events_of_a_function_become_rules_schedules_and_mappings()
    {
        var template = Reading.Sound(Reading.Sam + """
            Resources:
              Messages: {Type: AWS::SQS::Queue}
              Dead: {Type: AWS::SQS::Queue}
              Worker:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: A::B::C
                  Runtime: dotnet10
                  Events:
                    Pushed:
                      Type: EventBridgeRule
                      Properties:
                        Pattern: {source: [aws.ecr], detail: {action-type: [PUSH]}}
                        RetryPolicy: {MaximumRetryAttempts: 4, MaximumEventAgeInSeconds: 600}
                        DeadLetterConfig: {Arn: !GetAtt Dead.Arn}
                        InputTransformer: {InputPathsMap: {tag: $.detail.image-tag}, InputTemplate: '{"tag": <tag>}'}
                    Sweep: {Type: Schedule, Properties: {Schedule: rate(5 minutes), State: DISABLED, Input: '{"sweep":true}'}}
                    Nightly: {Type: ScheduleV2, Properties: {ScheduleExpression: cron(0 2 * * ? *), ScheduleExpressionTimezone: Europe/Berlin}}
                    Work:
                      Type: SQS
                      Properties:
                        Queue: !GetAtt Messages.Arn
                        BatchSize: 25
                        MaximumBatchingWindowInSeconds: 7
                        FunctionResponseTypes: [ReportBatchItemFailures]
                        ScalingConfig: {MaximumConcurrency: 2}
            """ + Reading.Open("Dead"));

        Assert.Equal(["WorkerPushed", "WorkerSweep", "WorkerNightly"], template.Rules.Select(rule => rule.LogicalId));
        var pushed = Assert.Single(template.Rules[0].Targets);
        Assert.Equal((TargetKind.Function, "Worker", 4, TimeSpan.FromMinutes(10), "Dead"), (pushed.Kind, pushed.LogicalId, pushed.MaximumRetryAttempts, pushed.MaximumEventAge, pushed.DeadLetterQueue));
        Assert.Equal("$.detail.image-tag", pushed.Input.Variables["tag"]);
        Assert.False(template.Rules[1].Enabled);
        Assert.Equal("""{"sweep":true}""", template.Rules[1].Targets[0].Input.Constant);
        Assert.Equal("Europe/Berlin", template.Rules[2].Schedule!.TimeZone.Id);

        var mapping = Assert.Single(template.Mappings);
        Assert.Equal(("Messages", "Worker", 25, true, 2), (mapping.Queue, mapping.Function, mapping.BatchSize, mapping.ReportsBatchItemFailures, mapping.MaximumConcurrency));
        Assert.Equal(TimeSpan.FromSeconds(7), mapping.BatchingWindow);
    }

    [Fact]
    public void A_rule_of_its_own_reaches_queues_state_machines_and_functions()
    {
        var template = Reading.Sound(Reading.Sam + """
            Resources:
              Bus: {Type: AWS::Events::EventBus, Properties: {Name: releases}}
              Messages: {Type: AWS::SQS::Queue}
              Worker: {Type: AWS::Serverless::Function, Properties: {Handler: A::B::C, Runtime: dotnet10}}
              Flow: {Type: AWS::Serverless::StateMachine, Properties: {Definition: {StartAt: End}}}
              Rule:
                Type: AWS::Events::Rule
                Properties:
                  EventBusName: !Ref Bus
                  EventPattern: {source: [slipway]}
                  Targets:
                    - {Id: queue, Arn: !GetAtt Messages.Arn}
                    - {Id: function, Arn: !GetAtt Worker.Arn, InputPath: $.detail}
                    - {Id: machine, Arn: !Ref Flow, RoleArn: starter}
              Permission: {Type: AWS::Lambda::Permission, Properties: {FunctionName: !Ref Worker, Principal: events.amazonaws.com, Action: lambda:InvokeFunction}}
            """ + Reading.Open("Messages"));

        var rule = Assert.Single(template.Rules);
        Assert.Equal("releases", rule.BusName);
        Assert.Equal([TargetKind.Queue, TargetKind.Function, TargetKind.StateMachine], rule.Targets.Select(target => target.Kind));
    }

    [Fact]
    public void A_definition_is_filled_with_its_substitutions()
    {
        var reading = Reading.InFolder(
            Reading.Sam + """
            Resources:
              Work: {Type: AWS::Serverless::Function, Properties: {Handler: A::B::C, Runtime: dotnet10}}
              Flow:
                Type: AWS::Serverless::StateMachine
                Properties:
                  DefinitionUri: flow.asl.yaml
                  Type: EXPRESS
                  DefinitionSubstitutions: {WorkArn: !GetAtt Work.Arn}
            """,
            ("flow.asl.yaml", "States:\n  A:\n    Resource: ${WorkArn}\n"));

        var machine = Assert.Single(reading.Required().StateMachines);
        Assert.Equal(StateMachineKind.Express, machine.Kind);
        Assert.Contains("Resource: arn:aws:lambda:us-east-1:123456789012:function:slipway-Work", machine.SubstitutedDefinition, StringComparison.Ordinal);
    }

    [Fact]
    public void Resources_that_are_not_run_are_kept_by_type()
    {
        var template = Reading.Sound("""
            Resources:
              Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {AlarmName: errors, Threshold: 5}}
              Grid: {Type: Custom::Grid, Properties: {Of: !GetAtt Alarm.Arn}}
            """);

        var alarm = Assert.IsType<OtherResource>(template.Find("errors"));
        Assert.Equal(5, alarm.Properties.GetProperty("Threshold").GetInt32());
        Assert.Equal(alarm.Arn, template.Find("Grid")!.Properties.GetProperty("Of").GetString());
    }

    [Fact]
    public void A_property_without_value_is_not_there()
    {
        var topic = Reading.Sound("""
            Resources:
              Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: a, KmsMasterKeyId: !Ref AWS::NoValue}}
            """).Find("Topic")!;

        Assert.Equal("""{"TopicName":"a"}""", topic.Properties.GetRawText());
    }
}
