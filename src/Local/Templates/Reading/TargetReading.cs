using System.Text.Json;
using System.Text.RegularExpressions;
using Slipway.Local.Templates.Syntax;

namespace Slipway.Local.Templates.Reading;

/// <summary>What belongs to a target beside its ARN: the shape of its input, its retries and its dead-letter queue.</summary>
internal static partial class TargetReading
{
    private static readonly string[] Forms = ["Input", "InputPath", "InputTransformer"];

    public static IReadOnlyList<RuleTarget> OfEvent(EventSource source, Catalogue catalogue) =>
        catalogue.Target(source.Owner.Identity.Arn, source.Properties.Owner, source.Properties.Line) is { } target
            ? [Complete(target, source.Properties, catalogue, source.LogicalId)]
            : [];

    public static RuleTarget Complete(RuleTarget target, Properties properties, Catalogue catalogue, string? derivedId = null)
    {
        var retry = properties.Nested("RetryPolicy").AllowOnly("MaximumRetryAttempts", "MaximumEventAgeInSeconds");
        return target with
        {
            HasRole = properties.Has("RoleArn"),
            Input = Input(properties),
            MaximumRetryAttempts = retry.Number("MaximumRetryAttempts", 185, 0, 185),
            MaximumEventAge = retry.Seconds("MaximumEventAgeInSeconds", 86400, 60, 86400),
            DeadLetterQueue = properties.Has("DeadLetterConfig")
                ? DeadLetterQueue(properties.Nested("DeadLetterConfig"), catalogue, derivedId)
                : null,
        };
    }

    private static TargetInput Input(Properties properties)
    {
        string[] forms = [.. Forms.Where(properties.Has)];
        if (forms.Length > 1)
        {
            properties.Problems.Add(
                properties.LineOf(forms[1]), $"{properties.Owner} has {string.Join(" and ", forms)}", "write only one of them");
        }

        if (properties.Has("InputTransformer"))
        {
            return Transformer(properties.Nested("InputTransformer").AllowOnly("InputPathsMap", "InputTemplate"));
        }

        if (properties.Text("Input") is { } input && !IsJson(input))
        {
            properties.Problems.Add(
                properties.LineOf("Input"), $"Input of {properties.Owner} is not JSON", "write JSON text, such as '{\"kind\": \"sweep\"}'");
        }

        return new TargetInput { Constant = properties.Text("Input"), Path = properties.Text("InputPath") };
    }

    private static TargetInput Transformer(Properties transformer)
    {
        var template = transformer.Required("InputTemplate", "write InputTemplate: '{\"name\": <name>}'");
        var variables = transformer.Texts("InputPathsMap");
        var line = transformer.LineOf("InputTemplate");
        foreach (var name in Place().Matches(template).Select(match => match.Groups[1].Value).Where(name => !name.StartsWith("aws.", StringComparison.Ordinal) && !variables.ContainsKey(name)))
        {
            transformer.Problems.Add(
                line,
                $"InputTemplate of {transformer.Owner} uses <{name}>",
                Problems.Instead(name, variables.Keys) + ", or add it to InputPathsMap");
        }

        if (template.Length > 0 && !IsJson(Place().Replace(template, "0")))
        {
            transformer.Problems.Add(
                line,
                $"InputTemplate of {transformer.Owner} is not JSON around its <names>",
                "write a JSON value, a text in its own quotes");
        }

        return new TargetInput { Template = template, Variables = variables };
    }

    private static string? DeadLetterQueue(Properties config, Catalogue catalogue, string? derivedId)
    {
        config.AllowOnly("Arn", "Type", "QueueLogicalId");
        if (config.Text("Type") != "SQS" || derivedId is null)
        {
            return catalogue.Queue(config.Required("Arn", "write Arn: !GetAtt DeadLetters.Arn"), config.Owner, config.LineOf("Arn"));
        }

        var id = config.Text("QueueLogicalId") ?? derivedId + "Queue";
        catalogue.Add(QueueReading.Added(id, catalogue.Settings, config.Line));
        return id;
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex("<([A-Za-z0-9_.-]+)>")]
    private static partial Regex Place();
}
