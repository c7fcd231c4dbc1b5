using Slipway.Local.Templates;

namespace Slipway.Tests.Local.Templates;

public sealed class TemplateProblemTests
{
    private const string Open =
        "Resources:\n  Q: {Type: AWS::SQS::Queue}\n  P: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Q], PolicyDocument: {Statement: [{Effect: Allow, Principal: '*', Action: 'sqs:*', Resource: '*'}]}}}\n";

    [Fact]
    public void Every_problem_is_told_at_once_with_its_line_and_what_to_write()
    {
        var problems = Reading.Problems(Reading.Sam + """
            Resources:
              Messages:
                Type: AWS::SQS::Queue
                Properties:
                  VisibiltyTimeout: 60
                  RedrivePolicy: {deadLetterTargetArn: "arn:aws:sqs:us-east-1:123456789012:gone", maxReceiveCount: 3}
              Ordered: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}
              Worker:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: dotnet10
                  Handler: A::B::C
                  Timeout: 60
                  Environment: {Variables: {QUEUE: !Ref Mesages}}
                  Events:
                    Work: {Type: SQS, Properties: {Queue: !GetAtt Messages.Arn, BatchSize: 100}}
                    Other: {Type: SQS, Properties: {Queue: "arn:aws:sqs:us-east-1:123456789012:other"}}
                    Pushed:
                      Type: EventBridgeRule
                      Properties:
                        Pattern:
                          source: [aws.ecr]
                          detailType: [x]
                          detail:
                            action-type: PUSH
                            repository-name:
                              - starts-with: cv-
                    Sweep: {Type: Schedule, Properties: {Schedule: rate(1 minutes)}}
                    Nightly: {Type: ScheduleV2, Properties: {ScheduleExpression: cron(0 25 * * ? *), ScheduleExpressionTimezone: Europe/Berln}}
                    Odd: {Type: Sqs, Properties: {}}
            """);

        string[] expected =
        [
            "3: the dead-letter queue of Messages is arn:aws:sqs:us-east-1:123456789012:gone, which is no queue of this template",
            "3: VisibilityTimeout of Messages is 30 seconds, less than the 60 of Worker that reads it, which AWS refuses; write VisibilityTimeout: 360",
            "6: Messages has no property VisibiltyTimeout; write VisibilityTimeout",
            "8: Ordered is a FIFO queue",
            "15: !Ref Mesages names no parameter or resource of this template; write Messages",
            "17: BatchSize of the event Work of Worker is over 10 without a batching window",
            "18: Queue of the event Other of Worker is arn:aws:sqs:us-east-1:123456789012:other, which is no queue of this template",
            "24: detailType is no field of an event, so the pattern of the event Pushed of Worker would never match; write detail-type",
            "26: the pattern of the event Pushed of Worker at detail.action-type: \"PUSH\" is not in a list; write [\"PUSH\"]",
            "28: the pattern of the event Pushed of Worker at detail.repository-name.0.starts-with: starts-with is not an operator of event patterns; write one of prefix",
            "29: rate(1 minutes) of the event Sweep of Worker is not a schedule expression; write rate(1 minute)",
            "30: cron(0 25 * * ? *) of the event Nightly of Worker is not a schedule expression; '25' is not possible in the field hours",
            "31: Sqs is not a type of event for Worker; write SQS",
        ];
        Assert.All(expected, start => Assert.Contains(problems, problem => problem.StartsWith(start, StringComparison.Ordinal)));
        Assert.Equal(expected.Length, problems.Length);
    }

    [Fact]
    public void Substitutions_and_places_of_a_definition_must_match()
    {
        var reading = Reading.InFolder(
            Reading.Sam + """
            Resources:
              Flow:
                Type: AWS::Serverless::StateMachine
                Properties:
                  DefinitionUri: flow.asl.yaml
                  DefinitionSubstitutions:
                    CheckArn: x
                    TableName: y
              Lost:
                Type: AWS::Serverless::StateMachine
                Properties: {DefinitionUri: flwo.asl.yaml}
            """,
            ("flow.asl.yaml", "# ${Comment}\nStates:\n  A: {Resource: '${CheckAnr}', Table: '${TableName}'}\n"));

        Assert.Equal(
            [
                (8, "the definition of Flow has no ${CheckArn}", "write CheckAnr, or remove the line"),
                (12, "the definition flwo.asl.yaml of Lost does not exist", "write flow.asl.yaml"),
                (3, "${CheckAnr} has no value in the DefinitionSubstitutions of Flow", "write CheckAnr: below DefinitionSubstitutions of Flow, or correct the name here"),
            ],
            reading.Problems.Select(problem => (problem.Line, problem.Message, problem.Remedy)));
        Assert.EndsWith("flow.asl.yaml", reading.Problems[2].File, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1, "the file is empty")]
    [InlineData("just a sentence", 1, "this is not a template")]
    [InlineData("apiVersion: v1\nkind: Pod\n", 1, "this is not a template, or it is cut off")]
    [InlineData("AWSTemplateFormatVersion: '2010-09-09'\nResources:\n", 1, "it has no Resources section")]
    [InlineData("Resources:\n  A: {Type: AWS::SNS::Topic\n", 3, "this is not readable YAML")]
    [InlineData("Resources:\n  A:\n    Type: \"AWS::SNS", 3, "this is not readable YAML")]
    [InlineData("Resources:\n  A:\n    Type: x\n  A:\n    Type: y\n", 4, "this is not readable YAML")]
    [InlineData("Resources: &all\n  A: {Type: AWS::SNS::Topic, Properties: *all}\n", 1, "the alias of this node makes the template endless")]
    [InlineData("Resources:\n\tA: x\n", 2, "this is not readable YAML")]
    public void A_file_that_is_no_template_is_told_in_one_sentence(string text, int line, string message)
    {
        var problem = Assert.Single(Reading.Of(text).Problems);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.True(line == problem.Line, problem.ToString());
        Assert.DoesNotContain('\n', problem.ToString());
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_problem_too()
    {
        var problem = Assert.Single(TemplateReader.Read("no/such/template.yaml").Problems);
        Assert.StartsWith("the template cannot be read", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_problem_reads_like_a_compilers()
    {
        var error = Assert.Throws<InvalidTemplateException>(() => Reading.Sound("Resources:\n  A: {Type: AWS::SNS::Topic, DependsOn: B}\n"));
        Assert.Equal("template.yaml:2: DependsOn names B, which is no resource of this template; write A.", error.Message);
    }

    [Theory]
    [InlineData("Resouces: {}\nResources:\n  A: {Type: AWS::SNS::Topic}\n", "Resouces is not a section of a template; write Resources")]
    [InlineData("Resources:\n  A: {Type: AWS::Serverless::SimpleTable}\n", "write Transform: AWS::Serverless-2016-10-31 at the top")]
    [InlineData("Resources:\n  A: {Typ: AWS::SNS::Topic}\n", "the resource A has no Type")]
    [InlineData("Resources:\n  A: {Type: AWS::SNS::Topic, TopicName: x}\n", "TopicName is no attribute of a resource (A)")]
    [InlineData("Globals: {Function: {Policies: []}}\nResources:\n  A: {Type: AWS::SNS::Topic}\n", "SAM does not take Policies from Globals")]
    [InlineData("Resources:\n  A: {Type: AWS::SQS::Queue, Properties: {QueueName: q}}\n  B: {Type: AWS::SQS::Queue, Properties: {QueueName: q}}\n", "B has the name q, which A has too")]
    [InlineData("Resources:\n  A: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: 901}}\n", "write a number from 0 to 900")]
    [InlineData("Resources:\n  A: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [x]}, Targets: [{Id: t, Arn: 'arn:aws:lambda:us-east-1:1:function:f'}]}}\n", "the target of A is arn:aws:lambda:us-east-1:1:function:f, which is not in this template")]
    [InlineData(Open + "  A: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [x]}, Targets: [{Id: t, Arn: !GetAtt Q.Arn, InputTransformer: {InputPathsMap: {a: $.x}, InputTemplate: '{\"a\": <b>}'}}]}}\n", "uses <b>; write a, or add it to InputPathsMap")]
    [InlineData(Open + "  A: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 day), Targets: [{Id: t, Arn: !GetAtt Q.Arn, Input: '{kind'}]}}\n", "is not JSON")]
    [InlineData("Resources:\n  A: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: 'at(2026-01-01T00:00:00)'}}\n", "at(...) needs an event of type ScheduleV2")]
    public void A_mistake_is_told_with_what_to_write(string text, string expected) =>
        Assert.Contains(expected, Assert.Single(Reading.Problems(text)), StringComparison.Ordinal);

    [Fact]
    public void A_rule_that_may_not_reach_its_target_is_told_before_it_loses_events()
    {
        var problems = Reading.Problems(Reading.Sam + """
            Resources:
              Messages: {Type: AWS::SQS::Queue}
              Dead: {Type: AWS::SQS::Queue}
              Flow: {Type: AWS::Serverless::StateMachine, Properties: {Definition: {StartAt: End}}}
              Worker:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: A::B::C
                  Runtime: dotnet10
                  Events: {Pushed: {Type: EventBridgeRule, Properties: {Pattern: {source: [x]}, DeadLetterConfig: {Arn: !GetAtt Dead.Arn}}}}
              Rule:
                Type: AWS::Events::Rule
                Properties:
                  EventPattern: {source: [x]}
                  Targets: [{Id: a, Arn: !GetAtt Messages.Arn}, {Id: b, Arn: !Ref Flow}, {Id: c, Arn: !GetAtt Worker.Arn}]
            """);

        Assert.Equal(
            ["11: WorkerPushed may not send to Dead", "12: Rule may not send to Messages", "12: Rule may not start Flow", "12: Rule may not invoke Worker"],
            problems.Select(problem => problem.Split(';')[0]));
    }

    [Fact]
    public void A_template_cut_off_or_damaged_anywhere_is_read_or_told_and_never_thrown()
    {
        Assert.Empty(Reading.Problems(Whole));
        for (var length = 0; length < Whole.Length; length++)
        {
            Reading.Of(Whole[..length]);
        }

        var lines = Whole.Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            var indent = lines[index].Length - lines[index].TrimStart().Length;
            var key = lines[index].Split(':')[0];
            foreach (var damage in new[] { "", $"{key}: [a, {{b: c}}]", $"{key}: {{a: b}}", $"{key}: text", $"{key}:", $"{key}: !Ref Nothing", $"{key}: !GetAtt x", $"{key}: !Sub [1]", $"{new string(' ', indent)}- x" })
            {
                Reading.Of(string.Join('\n', lines.Select((line, each) => each == index ? damage : line)));
            }
        }
    }

    private const string Whole = Reading.Sam + """
        Parameters:
          Stage:
            Type: String
            Default: dev
        Mappings:
          Limits:
            dev:
              Hours: 1
        Conditions:
          IsProd: !Equals [!Ref Stage, prod]
        Globals:
          Function:
            Runtime: dotnet10
            Environment:
              Variables:
                STAGE: !Ref Stage
        Resources:
          Dead:
            Type: AWS::SQS::Queue
          Messages:
            Type: AWS::SQS::Queue
            Condition: IsProd
            Properties:
              QueueName: !Join ['-', [a, !FindInMap [Limits, dev, Hours]]]
              RedrivePolicy:
                deadLetterTargetArn: !GetAtt Dead.Arn
                maxReceiveCount: 3
          Flow:
            Type: AWS::Serverless::StateMachine
            DependsOn: Dead
            Properties:
              Definition:
                StartAt: ${Work}
              DefinitionSubstitutions:
                Work: !GetAtt Worker.Arn
          Worker:
            Type: AWS::Serverless::Function
            Properties:
              Handler: A::B::C
              Timeout: 5
              EventInvokeConfig:
                DestinationConfig:
                  OnFailure:
                    Destination: !GetAtt Dead.Arn
              Events:
                Pushed:
                  Type: EventBridgeRule
                  Properties:
                    Pattern:
                      source:
                        - prefix: aws.
                    RetryPolicy:
                      MaximumRetryAttempts: 1
                    DeadLetterConfig:
                      Type: SQS
                    InputTransformer:
                      InputPathsMap:
                        a: $.detail
                      InputTemplate: '{"a": <a>}'
                Nightly:
                  Type: ScheduleV2
                  Properties:
                    ScheduleExpression: cron(0 2 * * ? *)
                    FlexibleTimeWindow:
                      Mode: FLEXIBLE
                      MaximumWindowInMinutes: 5
                Work:
                  Type: SQS
                  Properties:
                    Queue: !GetAtt Dead.Arn
                    FilterCriteria:
                      Filters:
                        - Pattern: '{"body": {"a": [1]}}'
        Outputs:
          Url:
            Value: !If [IsProd, !Ref Messages, !Ref Dead]
        """;
}
