namespace Slipway.Tests.Local.Templates;

public sealed class IntrinsicTests
{
    private const string Template = Reading.Sam + """
        Parameters:
          Stage: {Type: String, Default: dev}
          Zones: {Type: CommaDelimitedList, Default: "a, b"}
          Size: {Type: Number, Default: 3}
        Mappings:
          Limits:
            dev: {Hours: "1"}
            prod: {Hours: "24"}
        Conditions:
          IsProd: !Equals [!Ref Stage, prod]
          IsSmall: !And [!Not [!Condition IsProd], !Equals [!Ref Size, 3]]
          Always: !Or [!Condition IsProd, !Condition IsSmall]
        Resources:
          Messages: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub "messages-${Stage}"}}
          Orders: {Type: AWS::DynamoDB::Table}
          Alerts: {Type: AWS::SNS::Topic}
          Files: {Type: AWS::S3::Bucket}
          Worker:
            Type: AWS::Serverless::Function
            Properties: {Runtime: dotnet10, Handler: A::B::C}
          Flow:
            Type: AWS::Serverless::StateMachine
            Properties: {Definition: {StartAt: End}}
          OnlyProd: {Type: AWS::SNS::Topic, Condition: IsProd}
        Outputs:
          Out: {Value: @@}
        """;

    [Theory]
    [InlineData("!Ref Stage", "dev")]
    [InlineData("!Ref AWS::Region", "us-east-1")]
    [InlineData("!Ref Messages", "https://sqs.us-east-1.amazonaws.com/123456789012/messages-dev")]
    [InlineData("!GetAtt Messages.Arn", "arn:aws:sqs:us-east-1:123456789012:messages-dev")]
    [InlineData("!GetAtt [Messages, QueueName]", "messages-dev")]
    [InlineData("!Ref Worker", "slipway-Worker")]
    [InlineData("!GetAtt Worker.Arn", "arn:aws:lambda:us-east-1:123456789012:function:slipway-Worker")]
    [InlineData("!GetAtt WorkerRole.Arn", "arn:aws:iam::123456789012:role/slipway-WorkerRole")]
    [InlineData("!Ref Flow", "arn:aws:states:us-east-1:123456789012:stateMachine:slipway-Flow")]
    [InlineData("!GetAtt Flow.Name", "slipway-Flow")]
    [InlineData("!Ref Orders", "slipway-Orders")]
    [InlineData("!Ref Alerts", "arn:aws:sns:us-east-1:123456789012:slipway-Alerts")]
    [InlineData("!Ref Files", "slipway-files")]
    [InlineData("!Sub '${Stage}-${Messages.Arn}-${!literal}'", "dev-arn:aws:sqs:us-east-1:123456789012:messages-dev-${literal}")]
    [InlineData("!Sub ['${a}/${Stage}', {a: !Ref AWS::AccountId}]", "123456789012/dev")]
    [InlineData("{'Fn::Sub': '${AWS::Partition}'}", "aws")]
    [InlineData("!Join ['-', [x, !Ref Stage, !Ref Size]]", "x-dev-3")]
    [InlineData("!Join [',', !Ref Zones]", "a,b")]
    [InlineData("!Select [1, !Ref Zones]", "b")]
    [InlineData("!Select [1, !Split [':', 'a:b:c']]", "b")]
    [InlineData("!FindInMap [Limits, !Ref Stage, Hours]", "1")]
    [InlineData("!FindInMap [Limits, test, Hours, {DefaultValue: '9'}]", "9")]
    [InlineData("!If [IsProd, big, small]", "small")]
    [InlineData("!If [IsSmall, big, small]", "big")]
    [InlineData("!If [Always, yes, no]", "yes")]
    [InlineData("{'Fn::If': [IsProd, !Ref OnlyProd, none]}", "none")]
    [InlineData("{'Fn::GetAtt': [Orders, Arn]}", "arn:aws:dynamodb:us-east-1:123456789012:table/slipway-Orders")]
    [InlineData("!Base64 abc", "YWJj")]
    public void An_intrinsic_gives_what_CloudFormation_gives(string expression, string expected) =>
        Assert.Equal(expected, Reading.Sound(Template.Replace("@@", expression, StringComparison.Ordinal)).Outputs["Out"]);

    [Theory]
    [InlineData("!Ref Mesages", "write Messages")]
    [InlineData("!GetAtt Mesages.Arn", "write Messages")]
    [InlineData("!GetAtt Messages.Url", "Messages (AWS::SQS::Queue) has no attribute Url")]
    [InlineData("!Sub '${Stgae}'", "write Stage")]
    [InlineData("!Sub ['${a}', {a: x, b: y}]", "no ${b}")]
    [InlineData("!ImportValue other-stack-bus", "needs another stack")]
    [InlineData("!FindInMap [Limits, test, Hours]", "write one of dev, prod")]
    [InlineData("!If [IsProdd, a, b]", "write IsProd")]
    [InlineData("!Ref OnlyProd", "while the condition IsProd does not hold")]
    [InlineData("!Select [7, !Ref Zones]", "reaches beyond the list")]
    [InlineData("!Cidr [10.0.0.0/8, 2]", "Fn::Cidr is not a function")]
    public void A_wrong_intrinsic_is_one_problem_on_its_line(string expression, string expected)
    {
        var problem = Assert.Single(Reading.Problems(Template.Replace("@@", expression, StringComparison.Ordinal)));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.StartsWith("27: ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_override_comes_before_the_default_and_changes_what_conditions_keep()
    {
        var template = Reading.Sound(Template.Replace("@@", "!Ref Messages", StringComparison.Ordinal), ("Stage", "prod"));

        Assert.Equal("https://sqs.us-east-1.amazonaws.com/123456789012/messages-prod", template.Outputs["Out"]);
        Assert.NotNull(template.Find("OnlyProd"));
        Assert.Null(Reading.Sound(Template.Replace("@@", "x", StringComparison.Ordinal)).Find("OnlyProd"));
    }

    [Fact]
    public void A_parameter_that_is_misspelt_missing_or_not_allowed_is_told()
    {
        const string Text = """
            Parameters:
              Stage: {Type: String, AllowedValues: [dev, prod], Default: dev}
              Key: {Type: String}
            Resources:
              Topic: {Type: AWS::SNS::Topic}
            """;

        var problems = Reading.Of(Text, ("Stage", "test"), ("Kye", "x")).Problems.Select(problem => $"{problem.Line}: {problem.Message}; {problem.Remedy}");

        Assert.Equal(
            [
                "2: the parameter Stage may not be 'test'; write one of dev, prod",
                "2: the parameter Kye is given, but the template has none of that name; write Key",
                "3: the parameter Key has no value; write a Default, or give the parameter",
            ],
            problems);
    }

    [Fact]
    public void A_name_that_depends_on_itself_is_told_and_ends()
    {
        const string Text = """
            Resources:
              A: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub "${B.QueueName}-a"}}
              B: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub "${A.QueueName}-b"}}
            """;

        Assert.Contains(Reading.Problems(Text), problem => problem.Contains("depends on itself", StringComparison.Ordinal));
    }
}
