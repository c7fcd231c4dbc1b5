namespace Slipway.Local.Templates.Evaluation;

/// <summary>A resource's name, what !Ref gives for it and what !GetAtt may ask of it, by AWS's rules for its type.</summary>
internal sealed record Identity(string Type, string Name, string Reference, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>False for types of which not every attribute is known here.</summary>
    public bool IsComplete { get; init; } = true;

    public string Arn => Attributes.GetValueOrDefault("Arn") ?? Attributes.GetValueOrDefault("TopicArn") ?? Reference;

    /// <summary>The property that names a resource of the type; null for types that AWS names.</summary>
    public static string? NameProperty(string type) => type switch
    {
        "AWS::SQS::Queue" => "QueueName",
        "AWS::SNS::Topic" => "TopicName",
        "AWS::Serverless::Function" or "AWS::Lambda::Function" => "FunctionName",
        "AWS::StepFunctions::StateMachine" => "StateMachineName",
        "AWS::DynamoDB::Table" or "AWS::Serverless::SimpleTable" => "TableName",
        "AWS::S3::Bucket" => "BucketName",
        "AWS::ECR::Repository" => "RepositoryName",
        "AWS::CloudWatch::Alarm" => "AlarmName",
        "AWS::CloudWatch::Dashboard" => "DashboardName",
        "AWS::IAM::Role" => "RoleName",
        "AWS::IAM::ManagedPolicy" => "ManagedPolicyName",
        "AWS::Logs::LogGroup" => "LogGroupName",
        "AWS::KMS::Alias" => "AliasName",
        "AWS::Serverless::StateMachine" or "AWS::Events::Rule" or "AWS::Events::EventBus" or "AWS::Scheduler::Schedule" or "AWS::Scheduler::ScheduleGroup"
            or "AWS::SecretsManager::Secret" or "AWS::SSM::Parameter" => "Name",
        _ => null,
    };

    public static Identity Of(string type, string name, StackSettings stack, string bus)
    {
        string Arn(string service, string rest) => $"arn:{stack.Partition}:{service}:{stack.Region}:{stack.AccountId}:{rest}";
        string Global(string service, string account, string rest) => $"arn:{stack.Partition}:{service}::{account}:{rest}";
        var url = $"https://sqs.{stack.Region}.amazonaws.com/{stack.AccountId}/{name}";
        return type switch
        {
            "AWS::SQS::Queue" => new(type, name, url, Map(("Arn", Arn("sqs", name)), ("QueueName", name), ("QueueUrl", url))),
            "AWS::Serverless::Function" or "AWS::Lambda::Function" => new(
                type, name, name, Map(("Arn", Arn("lambda", $"function:{name}")), ("SnapStartResponse", "None"))),
            "AWS::Serverless::StateMachine" or "AWS::StepFunctions::StateMachine" => Machine(
                type, name, Arn("states", $"stateMachine:{name}")),
            "AWS::Events::Rule" => new(
                type,
                name,
                bus == "default" ? name : $"{bus}|{name}",
                Map(("Arn", Arn("events", bus == "default" ? $"rule/{name}" : $"rule/{bus}/{name}")))),
            "AWS::Events::EventBus" => new(
                type, name, name, Map(("Arn", Arn("events", $"event-bus/{name}")), ("Name", name), ("Policy", ""))),
            "AWS::Scheduler::Schedule" => new(type, name, name, Map(("Arn", Arn("scheduler", $"schedule/default/{name}")))),
            "AWS::DynamoDB::Table" or "AWS::Serverless::SimpleTable" => new(
                type,
                name,
                name,
                Map(("Arn", Arn("dynamodb", $"table/{name}")), ("StreamArn", Arn("dynamodb", $"table/{name}/stream/local")))),
            "AWS::S3::Bucket" => Bucket(type, name, stack),
            "AWS::SNS::Topic" => new(type, name, Arn("sns", name), Map(("TopicArn", Arn("sns", name)), ("TopicName", name))),
            "AWS::IAM::Role" => new(
                type, name, name, Map(("Arn", Global("iam", stack.AccountId, $"role/{name}")), ("RoleId", "AROALOCAL"))),
            "AWS::IAM::ManagedPolicy" => Policy(type, name, Global("iam", stack.AccountId, $"policy/{name}")),
            "AWS::CloudWatch::Alarm" => new(type, name, name, Map(("Arn", Arn("cloudwatch", $"alarm:{name}")))),
            "AWS::Logs::LogGroup" => new(type, name, name, Map(("Arn", Arn("logs", $"log-group:{name}:*")))),
            "AWS::KMS::Key" => new(type, name, name, Map(("Arn", Arn("kms", $"key/{name}")), ("KeyId", name))),
            "AWS::SecretsManager::Secret" => new(
                type, name, Arn("secretsmanager", $"secret:{name}"), Map(("Id", Arn("secretsmanager", $"secret:{name}")))),
            "AWS::ECR::Repository" => new(
                type,
                name,
                name,
                Map(
                    ("Arn", Arn("ecr", $"repository/{name}")),
                    ("RepositoryUri", $"{stack.AccountId}.dkr.ecr.{stack.Region}.amazonaws.com/{name}"))),
            _ => Unfamiliar(type, name, Arn),
        };
    }

    /// <summary>The URL that SAM gives a function: its host is AWS's choice.</summary>
    public static Identity OfUrl(string function, StackSettings stack) => new(
        "AWS::Lambda::Url", function, function, Map(("FunctionUrl", $"https://{function.ToLowerInvariant()}.lambda-url.{stack.Region}.on.aws/"), ("FunctionArn", $"arn:{stack.Partition}:lambda:{stack.Region}:{stack.AccountId}:function:{function}")));

    private static Identity Machine(string type, string name, string arn) =>
        new(type, name, arn, Map(("Arn", arn), ("Name", name), ("StateMachineRevisionId", "INITIAL")));

    private static Identity Policy(string type, string name, string arn) => new(type, name, arn, Map(("PolicyArn", arn))) { IsComplete = false };

    private static Identity Bucket(string type, string name, StackSettings stack) =>
        new(type, name, name, Map(("Arn", $"arn:{stack.Partition}:s3:::{name}"), ("DomainName", $"{name}.s3.amazonaws.com"),
            ("RegionalDomainName", $"{name}.s3.{stack.Region}.amazonaws.com"),
            ("DualStackDomainName", $"{name}.s3.dualstack.{stack.Region}.amazonaws.com"),
            ("WebsiteURL", $"http://{name}.s3-website-{stack.Region}.amazonaws.com")));

    private static Identity Unfamiliar(string type, string name, Func<string, string, string> arn)
    {
        var parts = type.Split("::");
        var service = parts.Length > 1 ? parts[1].ToLowerInvariant() : "custom";
        return new(type, name, name, Map(("Arn", arn(service, $"{parts[^1].ToLowerInvariant()}/{name}")))) { IsComplete = false };
    }

    private static Dictionary<string, string> Map(params (string Key, string Value)[] entries) =>
        entries.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
}
