using System.Text.Json;
using Slipway.Local.Templates.Evaluation;
using Slipway.Local.Templates.Syntax;

namespace Slipway.Local.Templates.Reading;

/// <summary>AWS::SQS::Queue.</summary>
internal static class QueueReading
{
    private static readonly string[] Known =
    [
        "ContentBasedDeduplication", "DeduplicationScope", "DelaySeconds", "FifoQueue", "FifoThroughputLimit", "KmsDataKeyReusePeriodSeconds", "KmsMasterKeyId",
        "MaximumMessageSize", "MessageRetentionPeriod", "QueueName", "ReceiveMessageWaitTimeSeconds", "RedriveAllowPolicy", "RedrivePolicy", "SqsManagedSseEnabled",
        "Tags", "VisibilityTimeout",
    ];

    public static QueueResource Read(Declaration declaration)
    {
        var properties = declaration.Properties.AllowOnly(Known);
        if (properties.Flag("FifoQueue", false) || declaration.Identity.Name.EndsWith(".fifo", StringComparison.Ordinal))
        {
            properties.Problems.Add(
                properties.LineOf("FifoQueue"),
                $"{declaration.LogicalId} is a FIFO queue, which the local account does not run",
                "write a standard queue, without FifoQueue and .fifo");
        }

        return new QueueResource(declaration.Name, declaration.Json)
        {
            Url = new Uri(declaration.Identity.Reference),
            VisibilityTimeout = properties.Seconds("VisibilityTimeout", 30, 0, 43200),
            Delay = properties.Seconds("DelaySeconds", 0, 0, 900),
            MessageRetention = properties.Seconds("MessageRetentionPeriod", 345600, 60, 1209600),
            Redrive = properties.Has("RedrivePolicy") ? Redrive(Policy(properties)) : null,
        };
    }

    /// <summary>A dead-letter queue that SAM makes for an event, with the defaults of AWS.</summary>
    public static QueueResource Added(string id, StackSettings settings, int line)
    {
        var identity = Identity.Of("AWS::SQS::Queue", $"{settings.StackName}-{id}", settings, "default");
        return Read(new Declaration(id, "AWS::SQS::Queue", identity, new Properties(Mapping.Empty, id, line, new Problems(""))));
    }

    /// <summary>The dead-letter queue by ARN; that it is a queue of the template is checked once all are known.</summary>
    private static Redrive? Redrive(Properties policy)
    {
        policy.AllowOnly("deadLetterTargetArn", "maxReceiveCount");
        policy.Required("maxReceiveCount", "write maxReceiveCount: 5");
        var arn = policy.Required("deadLetterTargetArn", "write deadLetterTargetArn: !GetAtt DeadLetters.Arn");
        return arn.Length == 0 ? null : new Redrive(arn, policy.Number("maxReceiveCount", 10, 1, 1000));
    }

    /// <summary>The policy may be a map or JSON text.</summary>
    private static Properties Policy(Properties properties)
    {
        if (properties["RedrivePolicy"] is not Scalar text)
        {
            return properties.Nested("RedrivePolicy");
        }

        try
        {
            var entries = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(text.Text) ?? [];
            var node = new Mapping(
                [.. entries.Select(entry => new Entry(entry.Key, text.Line, new Scalar(entry.Value.ToString(), false, text.Line)))],
                text.Line);
            return new Properties(node, $"RedrivePolicy of {properties.Owner}", text.Line, properties.Problems);
        }
        catch (JsonException)
        {
            properties.Problems.Add(
                text.Line,
                $"RedrivePolicy of {properties.Owner} is neither a map nor JSON",
                "write deadLetterTargetArn and maxReceiveCount below it");
            return new Properties(Mapping.Empty, "", text.Line, new Problems(""));
        }
    }
}
