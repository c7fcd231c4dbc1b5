using Slipway.Local.Events.Schedules;
using Slipway.Local.Templates.Syntax;

namespace Slipway.Local.Templates.Reading;

/// <summary>AWS::Events::Rule, and events of type EventBridgeRule and CloudWatchEvent.</summary>
internal sealed class RuleReading(Catalogue catalogue)
{
    public EventRule Declared(Declaration declaration)
    {
        var properties = declaration.Properties.AllowOnly(
            "Description", "EventBusName", "EventPattern", "Name", "RoleArn", "ScheduleExpression", "State", "Tags", "Targets");
        var pattern = properties["EventPattern"] is { } node ? PatternReading.Read(node, properties) : null;
        var schedule = properties.Text("ScheduleExpression") is { } text ? Schedule(text, properties) : null;
        if (!properties.Has("EventPattern") && !properties.Has("ScheduleExpression"))
        {
            properties.Problems.Add(
                properties.Line,
                $"{declaration.LogicalId} has neither EventPattern nor ScheduleExpression",
                "write EventPattern: with what it waits for");
        }

        return new EventRule
        {
            LogicalId = declaration.LogicalId,
            Name = declaration.Identity.Name,
            Arn = declaration.Identity.Arn,
            BusName = BusName(properties),
            Enabled = properties.Choice(
                "State", "ENABLED", "ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS") != "DISABLED",
            Pattern = pattern,
            Schedule = schedule is null ? null : new EventSchedule { Expression = schedule },
            Targets = [.. properties.List("Targets").OfType<Mapping>().Select(target => Target(target, properties)).OfType<RuleTarget>()],
            Line = properties.Line,
        };
    }

    public EventRule Event(EventSource source)
    {
        var properties = source.Properties.AllowOnly(
            "DeadLetterConfig", "Enabled", "EventBusName", "Input", "InputPath", "InputTransformer", "LogicalId", "Pattern", "RetryPolicy", "RoleArn", "RuleName", "State", "Target");
        if (!properties.Has("Pattern"))
        {
            properties.Problems.Add(properties.Line, $"{properties.Owner} has no Pattern", "write Pattern: with what it waits for");
        }

        return new EventRule
        {
            LogicalId = source.LogicalId,
            Name = properties.Text("RuleName") ?? $"{catalogue.Settings.StackName}-{source.LogicalId}",
            Arn = ArnOf(properties.Text("RuleName") ?? $"{catalogue.Settings.StackName}-{source.LogicalId}", BusName(properties)),
            BusName = BusName(properties),
            Enabled = properties.Choice("State", "ENABLED", "ENABLED", "DISABLED") == "ENABLED" && properties.Flag("Enabled", true),
            Pattern = properties["Pattern"] is { } node ? PatternReading.Read(node, properties) : null,
            Schedule = null,
            Targets = TargetReading.OfEvent(source, catalogue),
            Line = properties.Line,
        };
    }

    private RuleTarget? Target(Mapping node, Properties rule)
    {
        var target = new Properties(node, $"a target of {rule.Owner}", node.Line, rule.Problems);
        target.Required("Id", "write Id: with a name for the target");
        var arn = target.Required("Arn", "write Arn: with the ARN of a function, state machine or queue");
        return arn.Length == 0 || catalogue.Target(arn, rule.Owner, target.LineOf("Arn")) is not { } found
            ? null
            : TargetReading.Complete(found, target, catalogue);
    }

    private static ScheduleExpression? Schedule(string text, Properties properties)
    {
        var schedule = ScheduleExpression.TryParse(text, forScheduler: false, out var fault);
        if (schedule is null)
        {
            properties.Problems.Add(
                properties.LineOf("ScheduleExpression"), $"{text} of {properties.Owner} is not a schedule expression", fault);
        }

        return schedule;
    }

    private static string BusName(Properties properties) =>
        properties.Text("EventBusName") is { } bus ? bus[(bus.LastIndexOf('/') + 1)..] : "default";

    private string ArnOf(string name, string bus) =>
        $"arn:{catalogue.Settings.Partition}:events:{catalogue.Settings.Region}:{catalogue.Settings.AccountId}:rule/{(bus == "default" ? "" : bus + "/")}{name}";
}
