using Slipway.Local.Templates.Syntax;

namespace Slipway.Local.Templates.Reading;

/// <summary>
/// Reads what connects the resources: rules, schedules and event source mappings, declared on their own or as Events of a function or state
/// machine.
/// </summary>
internal sealed class ConnectionReader(Catalogue catalogue)
{
    private static readonly string[] OfOthers =
    [
        "AlexaSkill", "Api", "CloudWatchLogs", "Cognito", "DocumentDB", "DynamoDB", "HttpApi", "IoTRule", "Kinesis", "MQ", "MSK", "S3", "SelfManagedKafka", "SNS",
    ];

    private static readonly string[] Ours = ["CloudWatchEvent", "EventBridgeRule", "Schedule", "ScheduleV2", "SQS"];

    private readonly List<EventRule> _rules = [];
    private readonly List<EventSourceMapping> _mappings = [];

    public IReadOnlyList<EventRule> Rules => _rules;

    public IReadOnlyList<EventSourceMapping> Mappings => _mappings;

    public void Read(Declaration declaration)
    {
        switch (declaration.Type)
        {
            case "AWS::Serverless::Function" or "AWS::Serverless::StateMachine":
                Events(declaration);
                break;
            case "AWS::Events::Rule":
                Add(new RuleReading(catalogue).Declared(declaration));
                break;
            case "AWS::Scheduler::Schedule":
                Add(new ScheduleReading(catalogue).Declared(declaration));
                break;
            case "AWS::Lambda::EventSourceMapping" when declaration.Properties.Text("EventSourceArn")?.Contains(
                ":sqs:", StringComparison.Ordinal) == true:
                Add(new MappingReading(catalogue).Declared(declaration));
                break;
        }
    }

    private void Events(Declaration owner)
    {
        var events = owner.Properties.Nested("Events");
        foreach (var entry in events.Node.Entries)
        {
            var declared = events.Nested(entry.Key).AllowOnly("Type", "Properties");
            var type = declared.Required("Type", $"write Type: {string.Join(", ", Ours)}");
            var properties = new Properties(
                declared.Nested("Properties").Node, $"the event {entry.Key} of {owner.LogicalId}", entry.Line, owner.Properties.Problems);
            var source = new EventSource(owner, entry.Key, properties);
            switch (type)
            {
                case "EventBridgeRule" or "CloudWatchEvent":
                    Add(new RuleReading(catalogue).Event(source));
                    break;
                case "Schedule":
                    Add(new ScheduleReading(catalogue).Event(source));
                    break;
                case "ScheduleV2":
                    Add(new ScheduleReading(catalogue).SchedulerEvent(source));
                    break;
                case "SQS" when owner.Type == "AWS::Serverless::Function":
                    Add(new MappingReading(catalogue).Event(source));
                    break;
                case var other when other.Length > 0 && !OfOthers.Contains(other):
                    properties.Problems.Add(
                        entry.Line,
                        $"{other} is not a type of event for {owner.LogicalId}",
                        Problems.Instead(other, [.. Ours, .. OfOthers]));
                    break;
            }
        }
    }

    private void Add(EventRule? rule)
    {
        if (rule is not null)
        {
            _rules.Add(rule);
        }
    }

    private void Add(EventSourceMapping? mapping)
    {
        if (mapping is not null)
        {
            _mappings.Add(mapping);
        }
    }
}

/// <summary>An entry below Events of a function or state machine.</summary>
internal sealed record EventSource(Declaration Owner, string Key, Properties Properties)
{
    /// <summary>The logical id that SAM gives to what it makes of the event.</summary>
    public string LogicalId => Owner.LogicalId + Key;
}
