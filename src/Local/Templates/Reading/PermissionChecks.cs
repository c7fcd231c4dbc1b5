using System.Text.Json;
using Slipway.Local.Templates.Syntax;

namespace Slipway.Local.Templates.Reading;

/// <summary>
/// What EventBridge may do. A rule that may not reach its target deploys well and then loses every event in silence,
/// so it is refused here. For its own events SAM adds the permissions; only dead-letter queues given by ARN stay with the author.
/// </summary>
internal static class PermissionChecks
{
    private const string Service = "events.amazonaws.com";

    public static void Run(Catalogue catalogue, IReadOnlyList<EventRule> rules, Problems problems)
    {
        foreach (var rule in rules.Where(rule => rule.Schedule is not { IsScheduler: true }))
        {
            var isDeclared = catalogue.Resources.FirstOrDefault(
                resource => resource.LogicalId == rule.LogicalId) is { Type: "AWS::Events::Rule" };
            foreach (var target in rule.Targets)
            {
                if (isDeclared)
                {
                    CheckTarget(catalogue, rule, target, problems);
                }

                if (target.DeadLetterQueue is { } deadLetters && !catalogue.IsAddedBySam(deadLetters) && catalogue.Find(deadLetters) is QueueResource queue)
                {
                    CheckQueue(catalogue, queue, rule, problems);
                }
            }
        }
    }

    private static void CheckTarget(Catalogue catalogue, EventRule rule, RuleTarget target, Problems problems)
    {
        switch (target.LogicalId is null ? null : catalogue.Find(target.LogicalId))
        {
            case QueueResource queue:
                CheckQueue(catalogue, queue, rule, problems);
                break;
            case FunctionResource function when !catalogue.Resources.Any(
                resource => resource.Type == "AWS::Lambda::Permission" && Permits(resource, function)):
                problems.Add(
                    rule.Line,
                    $"{rule.LogicalId} may not invoke {function.LogicalId}",
                    $"add an AWS::Lambda::Permission with FunctionName: !Ref {function.LogicalId} and Principal: {Service}, or write the rule as an event of the function");
                break;
            case StateMachineResource machine when !target.HasRole:
                problems.Add(
                    rule.Line,
                    $"{rule.LogicalId} may not start {machine.LogicalId}",
                    "write RoleArn: beside the target, with a role that allows states:StartExecution, or write the rule as an event of the state machine");
                break;
        }
    }

    private static void CheckQueue(Catalogue catalogue, QueueResource queue, EventRule rule, Problems problems)
    {
        if (!catalogue.Resources.Any(resource => resource.Type == "AWS::SQS::QueuePolicy" && Permits(resource, queue)))
        {
            problems.Add(
                rule.Line,
                $"{rule.LogicalId} may not send to {queue.LogicalId}",
                $"add an AWS::SQS::QueuePolicy with Queues: [!Ref {queue.LogicalId}] that allows {Service} sqs:SendMessage");
        }
    }

    private static bool Permits(Resource permission, FunctionResource function) =>
        Text(permission, "Principal") == Service && Text(permission, "FunctionName") is { } name && function.AnswersTo(name);

    private static bool Permits(Resource policy, QueueResource queue)
    {
        if (!policy.Properties.TryGetProperty("Queues", out var queues) || !policy.Properties.TryGetProperty("PolicyDocument", out var document))
        {
            return false;
        }

        var text = document.GetRawText();
        var isForEventBridge = text.Contains(Service, StringComparison.Ordinal)
            || text.Contains("\"Principal\":\"*\"", StringComparison.Ordinal) || text.Contains("\"AWS\":\"*\"", StringComparison.Ordinal);
        var isToSend = text.Contains("sqs:SendMessage", StringComparison.OrdinalIgnoreCase)
            || text.Contains("sqs:*", StringComparison.OrdinalIgnoreCase);
        return isForEventBridge && isToSend && queues.ValueKind == JsonValueKind.Array
            && queues.EnumerateArray().Any(url => url.ValueKind == JsonValueKind.String && url.GetString() == queue.Reference);
    }

    private static string? Text(Resource resource, string property) =>
        resource.Properties.ValueKind == JsonValueKind.Object && resource.Properties.TryGetProperty(property, out var value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
