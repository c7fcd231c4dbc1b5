using Slipway.Local.Events.Patterns;
using Slipway.Local.Templates.Syntax;

namespace Slipway.Local.Templates.Reading;

/// <summary>An SQS event of a function, and AWS::Lambda::EventSourceMapping on a queue.</summary>
internal sealed class MappingReading(Catalogue catalogue)
{
    private static readonly string[] Common =
        ["BatchSize", "Enabled", "FilterCriteria", "FunctionResponseTypes", "KmsKeyArn", "MaximumBatchingWindowInSeconds", "MetricsConfig", "ProvisionedPollerConfig", "ScalingConfig"];

    public EventSourceMapping? Event(EventSource source)
    {
        source.Properties.AllowOnly([.. Common, "Queue"]);
        source.Properties.Required("Queue", "write Queue: !GetAtt Messages.Arn");
        return Read(source.LogicalId, "Queue", source.Owner.LogicalId, source.Properties);
    }

    public EventSourceMapping? Declared(Declaration declaration)
    {
        var properties = declaration.Properties.AllowOnly([.. Common, "EventSourceArn", "FunctionName", "Tags"]);
        var name = properties.Required("FunctionName", "write FunctionName: !Ref Function");
        if (catalogue.Resources.OfType<FunctionResource>().FirstOrDefault(function => function.AnswersTo(name)) is { } function)
        {
            return Read(declaration.LogicalId, "EventSourceArn", function.LogicalId, properties);
        }

        if (name.Length > 0)
        {
            properties.Problems.Add(
                properties.LineOf("FunctionName"),
                $"{name} is no function of this template",
                "write FunctionName: !Ref with a function of the template");
        }

        return null;
    }

    private EventSourceMapping? Read(string logicalId, string queueKey, string function, Properties properties)
    {
        var queue = catalogue.Queue(properties.Text(queueKey), $"{queueKey} of {properties.Owner}", properties.LineOf(queueKey));
        var mapping = new EventSourceMapping
        {
            LogicalId = logicalId,
            Queue = queue ?? "",
            Function = function,
            BatchSize = properties.Number("BatchSize", 10, 1, 10000),
            BatchingWindow = properties.Seconds("MaximumBatchingWindowInSeconds", 0, 0, 300),
            ReportsBatchItemFailures = ReportsBatchItemFailures(properties),
            MaximumConcurrency = properties.Has("ScalingConfig")
                ? properties.Nested("ScalingConfig").AllowOnly("MaximumConcurrency").Number("MaximumConcurrency", 2, 2, 1000)
                : null,
            Enabled = properties.Flag("Enabled", true),
            Filters = Filters(properties),
            Line = properties.Line,
        };
        if (mapping.BatchSize > 10 && mapping.BatchingWindow == TimeSpan.Zero)
        {
            properties.Problems.Add(
                properties.LineOf("BatchSize"),
                $"BatchSize of {properties.Owner} is over 10 without a batching window",
                "write MaximumBatchingWindowInSeconds: 1 or more beside it");
        }

        return queue is null ? null : mapping;
    }

    private static bool ReportsBatchItemFailures(Properties properties)
    {
        var types = properties.List("FunctionResponseTypes").OfType<Scalar>().ToList();
        foreach (var type in types.Where(type => type.Text != "ReportBatchItemFailures"))
        {
            properties.Problems.Add(type.Line, $"{type.Text} is no response type", "write ReportBatchItemFailures");
        }

        return types.Exists(type => type.Text == "ReportBatchItemFailures");
    }

    private static List<EventPattern> Filters(Properties properties)
    {
        var criteria = properties.Nested("FilterCriteria").AllowOnly("Filters");
        var filters = new List<EventPattern>();
        foreach (var filter in criteria.List("Filters").OfType<Mapping>())
        {
            var pattern = new Properties(
                filter,
                criteria.Owner,
                filter.Line,
                properties.Problems).AllowOnly("Pattern").Required("Pattern", "write Pattern: with JSON text");
            if (PatternReading.Read(pattern, filter.Line, properties) is { } read)
            {
                filters.Add(read);
            }
        }

        return filters;
    }
}
