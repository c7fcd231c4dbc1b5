using Slipway.Local.Templates.Syntax;

namespace Slipway.Local.Templates.Reading;

/// <summary>Finds the resource behind an ARN, so that a target, queue or dead-letter queue that is not there is told.</summary>
internal sealed class Catalogue(IEnumerable<Resource> resources, StackSettings settings, Problems problems)
{
    private readonly List<Resource> _resources = [.. resources];
    private readonly HashSet<string> _added = [];

    public IReadOnlyList<Resource> Resources => _resources;

    public StackSettings Settings => settings;

    public Problems Problems => problems;

    /// <summary>A queue that SAM itself adds to the stack, together with the permission to send to it.</summary>
    public void Add(Resource resource)
    {
        _resources.Add(resource);
        _added.Add(resource.LogicalId);
    }

    public bool IsAddedBySam(string logicalId) => _added.Contains(logicalId);

    public Resource? Find(string logicalId) => _resources.Find(resource => resource.LogicalId == logicalId);

    public Resource? ByArn(string arn) => _resources.FirstOrDefault(resource => resource.Arn == Unqualified(arn));

    /// <summary>Logical id of the queue; null with a problem when the template has none with the ARN.</summary>
    public string? Queue(string? arn, string use, int line)
    {
        if (arn is null || ByArn(arn) is QueueResource)
        {
            return arn is null ? null : ByArn(arn)!.LogicalId;
        }

        var queues = _resources.OfType<QueueResource>().Select(queue => queue.LogicalId).ToList();
        problems.Add(
            line,
            $"{use} is {arn}, which is no queue of this template",
            queues.Count == 0 ? "add a resource of type AWS::SQS::Queue" : $"write !GetAtt with Arn of one of {string.Join(", ", queues)}");
        return null;
    }

    /// <summary>Null with a problem for a function, state machine or queue that the template does not have.</summary>
    public RuleTarget? Target(string arn, string owner, int line)
    {
        var resource = ByArn(arn);
        var kind = resource switch
        {
            FunctionResource => TargetKind.Function,
            StateMachineResource => TargetKind.StateMachine,
            QueueResource => TargetKind.Queue,
            { Type: "AWS::Events::EventBus" } => TargetKind.EventBus,
            _ => TargetKind.Other,
        };
        if (resource is null && (arn.Split(':').ElementAtOrDefault(2) is "lambda" or "states" or "sqs" || !arn.StartsWith("arn:", StringComparison.Ordinal)))
        {
            problems.Add(
                line,
                $"the target of {owner} is {arn}, which is not in this template",
                "write !GetAtt with Arn of a function, state machine or queue of the template");
            return null;
        }

        return new RuleTarget { Kind = kind, Arn = Unqualified(arn), LogicalId = resource?.LogicalId };
    }

    /// <summary>The ARN of a function's alias or version is that of the function and one part more.</summary>
    private static string Unqualified(string arn) =>
        arn.Split(':') is [_, _, "lambda", _, _, "function", var name, _] parts ? string.Join(':', parts[..6]) + ":" + name : arn;
}
