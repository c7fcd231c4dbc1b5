using System.Text.Json;

namespace Slipway.Local.Templates;

/// <summary>What a resource is called: in the template, in AWS, and by !Ref (a name, an ARN, or a queue's URL).</summary>
public sealed record ResourceName(string LogicalId, string Type, string Name, string Arn, string Reference, int Line);

/// <summary>
/// Something that the stack would create. Types that the local account does not run are kept, so that references to them work.
/// The properties are as AWS would see them: globals merged in, intrinsics worked out.
/// </summary>
public abstract record Resource(ResourceName Identity, JsonElement Properties)
{
    public string LogicalId => Identity.LogicalId;

    /// <summary>As the template writes it: AWS::SQS::Queue.</summary>
    public string Type => Identity.Type;

    /// <summary>The physical name: the one that the template gives, else stack name and logical id.</summary>
    public string Name => Identity.Name;

    public string Arn => Identity.Arn;

    public string Reference => Identity.Reference;

    public int Line => Identity.Line;

    public bool AnswersTo(string reference) => reference == LogicalId || reference == Name || reference == Arn || reference == Reference;
}

/// <summary>A resource of a type that the local account does not run.</summary>
public sealed record OtherResource(ResourceName Identity, JsonElement Properties) : Resource(Identity, Properties);

/// <summary>A DynamoDB table, from AWS::DynamoDB::Table or AWS::Serverless::SimpleTable.</summary>
public sealed record TableResource(ResourceName Identity, JsonElement Properties) : Resource(Identity, Properties);

public sealed record BucketResource(ResourceName Identity, JsonElement Properties) : Resource(Identity, Properties);

public sealed record TopicResource(ResourceName Identity, JsonElement Properties) : Resource(Identity, Properties);

/// <summary>A standard queue; FIFO queues are refused when the template is read.</summary>
public sealed record QueueResource(ResourceName Identity, JsonElement Properties) : Resource(Identity, Properties)
{
    public required Uri Url { get; init; }

    public required TimeSpan VisibilityTimeout { get; init; }

    public required TimeSpan Delay { get; init; }

    public required TimeSpan MessageRetention { get; init; }

    public required Redrive? Redrive { get; init; }
}

/// <summary>Where a message goes that was received too often: after this many receives without a delete.</summary>
public sealed record Redrive(string DeadLetterArn, int MaxReceiveCount);
