using System.Globalization;
using Slipway.Local.Events.Schedules;
using Slipway.Local.Templates.Syntax;

namespace Slipway.Local.Templates.Reading;

/// <summary>Events of type Schedule and ScheduleV2, and AWS::Scheduler::Schedule.</summary>
internal sealed class ScheduleReading(Catalogue catalogue)
{
    private static readonly string[] Scheduler =
    [
        "Description", "EndDate", "FlexibleTimeWindow", "GroupName", "KmsKeyArn", "Name", "ScheduleExpression", "ScheduleExpressionTimezone", "StartDate", "State",
    ];

    public EventRule? Event(EventSource source)
    {
        var properties = source.Properties.AllowOnly(
            "DeadLetterConfig",
            "Description",
            "Enabled",
            "Input",
            "LogicalId",
            "Name",
            "RetryPolicy",
            "RoleArn",
            "Schedule",
            "State",
            "Target");
        return Expression(properties, "Schedule", forScheduler: false) is not { } expression ? null : Rule(
            source.LogicalId, properties.Text("Name"), "events", "rule/", properties, new EventSchedule { Expression = expression }, TargetReading.OfEvent(source, catalogue));
    }

    public EventRule? SchedulerEvent(EventSource source)
    {
        var properties = source.Properties.AllowOnly(
            [.. Scheduler, "DeadLetterConfig", "Input", "OmitName", "PermissionsBoundary", "RetryPolicy", "RoleArn", "TimeZone"]);
        return Timing(properties) is not { } timing ? null : Rule(
            source.LogicalId, properties.Text("Name"), "scheduler", "schedule/default/", properties, timing, TargetReading.OfEvent(source, catalogue));
    }

    public EventRule? Declared(Declaration declaration)
    {
        var properties = declaration.Properties.AllowOnly([.. Scheduler, "Target"]);
        var target = properties.Nested("Target");
        var arn = target.Required("Arn", "write Arn: with the ARN of a function, state machine or queue");
        var found = arn.Length == 0 ? null : catalogue.Target(arn, declaration.LogicalId, target.LineOf("Arn"));
        return Timing(properties) is not { } timing ? null : Rule(
            declaration.LogicalId, declaration.Identity.Name, "scheduler", "schedule/default/", properties, timing,
            found is null ? [] : [TargetReading.Complete(found, target, catalogue)]);
    }

    private EventRule Rule(
        string id,
        string? name,
        string service,
        string prefix,
        Properties properties,
        EventSchedule schedule,
        IReadOnlyList<RuleTarget> targets)
    {
        var physical = name ?? $"{catalogue.Settings.StackName}-{id}";
        return new EventRule
        {
            LogicalId = id,
            Name = physical,
            Arn = $"arn:{catalogue.Settings.Partition}:{service}:{catalogue.Settings.Region}:{catalogue.Settings.AccountId}:{prefix}{physical}",
            BusName = "default",
            Enabled = properties.Choice("State", "ENABLED", "ENABLED", "DISABLED") == "ENABLED" && properties.Flag("Enabled", true),
            Pattern = null,
            Schedule = schedule,
            Targets = targets,
            Line = properties.Line,
        };
    }

    private static EventSchedule? Timing(Properties properties)
    {
        var window = properties.Nested("FlexibleTimeWindow").AllowOnly("Mode", "MaximumWindowInMinutes");
        return Expression(properties, "ScheduleExpression", forScheduler: true) is not { } expression ? null : new EventSchedule
        {
            Expression = expression,
            TimeZone = Zone(properties),
            IsScheduler = true,
            Start = Instant(properties, "StartDate"),
            End = Instant(properties, "EndDate"),
            FlexibleWindow = window.Choice("Mode", "OFF", "OFF", "FLEXIBLE") == "OFF"
                ? TimeSpan.Zero
                : TimeSpan.FromMinutes(window.Number("MaximumWindowInMinutes", 1, 1, 1440)),
        };
    }

    private static ScheduleExpression? Expression(Properties properties, string key, bool forScheduler)
    {
        var text = properties.Required(key, $"write {key}: rate(5 minutes)");
        var fault = "";
        var expression = text.Length == 0 ? null : ScheduleExpression.TryParse(text, forScheduler, out fault);
        if (expression is null && text.Length > 0)
        {
            properties.Problems.Add(properties.LineOf(key), $"{text} of {properties.Owner} is not a schedule expression", fault);
        }

        return expression;
    }

    private static TimeZoneInfo Zone(Properties properties)
    {
        if (properties.Text("ScheduleExpressionTimezone") is not { } name)
        {
            return TimeZoneInfo.Utc;
        }

        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            return zone;
        }

        var known = TimeZoneInfo.GetSystemTimeZones().Select(each => each.Id);
        properties.Problems.Add(
            properties.LineOf("ScheduleExpressionTimezone"), $"{name} is no time zone known here", Problems.Instead(name, known));
        return TimeZoneInfo.Utc;
    }

    private static DateTimeOffset? Instant(Properties properties, string key)
    {
        if (properties.Text(key) is not { } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            return instant;
        }

        properties.Problems.Add(properties.LineOf(key), $"{key} of {properties.Owner} is no time", "write 2026-01-31T09:00:00Z");
        return null;
    }
}
